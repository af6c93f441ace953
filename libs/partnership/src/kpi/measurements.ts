import { Map as PersistentMap } from 'immutable';
import { type Decider, Refused } from '#decider';
import { authoriseRole } from '../authority.js';
import { sameContent } from '../content.js';
import { hasHappened } from '../guards.js';
import type { Actor, Fact, OrganisationId, Period, RefusalTexts, Wish } from '../vocabulary.js';
import { type MeasurementFault, measurementFault, partnerFault } from './acceptance.js';
import type { KpiDefinition, Reading } from './definition.js';

/** Weakest first. */
export const evidenceLevels = [
  'supplier-calculated',
  'self-reported',
  'measured',
  'controlled-comparison',
  'independently-evaluated',
] as const;
export type EvidenceLevel = (typeof evidenceLevels)[number];

export interface Measurement extends Reading {
  /** Unique within the KPI; the same id again is the same measurement. */
  readonly measurementId: string;
  readonly period: Period;
  /** A site approved for a pilot of the partnership. */
  readonly site?: string;
  /** The contract whose partner's solution was measured; that partner may see it. */
  readonly contractId?: string;
  readonly municipality?: OrganisationId;
  readonly source: string;
  readonly evidenceLevel: EvidenceLevel;
  /** True for a value no source gives. */
  readonly illustrative?: boolean;
}

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type MeasurementEvent =
  | Fact<
      'MeasurementsRecorded',
      {
        readonly partnershipId: string;
        readonly kpi: string;
        /** The version of the KPI's definition they were taken under. */
        readonly definitionVersion: number;
        /** At most 500, so that one event stays well under a megabyte. */
        readonly measurements: readonly Measurement[];
      }
    >
  | Fact<
      'MeasurementCorrected',
      {
        readonly partnershipId: string;
        readonly kpi: string;
        readonly reason: string;
        readonly measurement: Measurement;
      }
    >
  | Fact<
      'MeasurementWithdrawn',
      { readonly partnershipId: string; readonly kpi: string; readonly measurementId: string; readonly reason: string }
    >;

/** What the partnership's own stream says that a measurement must agree with; fetched before deciding. */
export interface KpiContext {
  readonly partnershipId: string;
  readonly kpi: string;
  readonly definition: KpiDefinition;
  readonly definitionVersion: number;
  readonly sites: Readonly<Record<string, OrganisationId>>;
  /** Partner CVR by contract id. */
  readonly contracts: Readonly<Record<string, string>>;
}

export type MeasurementCommand =
  | Wish<'RecordMeasurements', { readonly context: KpiContext; readonly measurements: readonly Measurement[] }>
  | Wish<
      'CorrectMeasurement',
      { readonly context: KpiContext; readonly reason: string; readonly measurement: Measurement }
    >
  | Wish<
      'WithdrawMeasurement',
      { readonly context: KpiContext; readonly reason: string; readonly measurementId: string }
    >;

/** What one KPI's stream holds, by measurement id. Persistent maps: a hundred thousand fold in n log n. */
export interface Measurements {
  /** As recorded or last corrected; withdrawn ones too, so that a repeated bulk does not bring them back. */
  readonly known: PersistentMap<string, Measurement>;
  /** The reasons of those withdrawn. */
  readonly withdrawn: PersistentMap<string, string>;
}

const mostInRequest = 10_000;
const mostInEvent = 500;
const mostNamed = 20;

export const measurementRefusals = {
  'measurements-refused': {
    about: 'input',
    en: 'Nothing is recorded: {count} measurements cannot be. The first of them is {measurementId}. {fault}',
    da: 'Intet er registreret: {count} målinger kan ikke registreres. Den første af dem er {measurementId}. {fault}',
  },
  'measurements-known-otherwise': {
    about: 'state',
    en: 'Nothing is recorded: {count} measurements are known with other content ({ids}); correct them with a reason.',
    da: 'Intet er registreret: {count} målinger er kendt med andet indhold ({ids}); ret dem med en begrundelse.',
  },
  'measurements-out-of-bounds': {
    about: 'input',
    en: 'A request holds from 1 to {most} measurements, not {count}.',
    da: 'En forespørgsel rummer fra 1 til {most} målinger, ikke {count}.',
  },
  'unknown-measurement': {
    about: 'missing',
    en: 'There is no measurement {measurementId} of this KPI.',
    da: 'Der er ingen måling {measurementId} af denne KPI.',
  },
  'measurement-withdrawn': {
    about: 'state',
    en: 'Measurement {measurementId} is withdrawn: {because}.',
    da: 'Måling {measurementId} er trukket tilbage: {because}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof measurementRefusals, details: Record<string, unknown>) =>
  new Refused(reason, details);

interface Fault {
  readonly measurementId: string;
  readonly fault: MeasurementFault;
}

/**
 * The measurements of one KPI. Roles are checked here; whether the actor takes part in the partnership, and whether
 * that is open, is decided where the context is made (`kpiContext`). Evidence from 'measured' and upwards, the
 * independent kind included, is the evaluator's or the project manager's to record.
 */
export const kpiMeasurements: Decider<MeasurementCommand, MeasurementEvent, Measurements> = {
  initial: { known: PersistentMap(), withdrawn: PersistentMap() },

  decide(command, state) {
    authoriseRole(command.type, command.by);
    hasHappened(command, command.occurredOn);
    const { partnershipId, kpi, definitionVersion } = command.data.context;
    switch (command.type) {
      case 'RecordMeasurements': {
        const chunks = inChunks(newMeasurements(command, state), mostInEvent);
        return chunks.map((measurements) => ({
          type: 'MeasurementsRecorded',
          data: { partnershipId, kpi, definitionVersion, measurements },
        }));
      }
      case 'CorrectMeasurement': {
        const { measurement, reason, context } = command.data;
        const known = standing(measurement.measurementId, command.by, context, state);
        if (sameContent(known, measurement)) return [];
        const fault = measurementFault(measurement, command);
        if (fault) throw refuseFaults([{ measurementId: measurement.measurementId, fault }]);
        return [{ type: 'MeasurementCorrected', data: { partnershipId, kpi, reason, measurement } }];
      }
      case 'WithdrawMeasurement': {
        const { measurementId, reason, context } = command.data;
        if (state.withdrawn.get(measurementId) === reason) return [];
        standing(measurementId, command.by, context, state);
        return [{ type: 'MeasurementWithdrawn', data: { partnershipId, kpi, measurementId, reason } }];
      }
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'MeasurementsRecorded':
        return {
          ...state,
          known: state.known.withMutations((known) => {
            for (const measurement of event.data.measurements) known.set(measurement.measurementId, measurement);
          }),
        };
      case 'MeasurementCorrected':
        return { ...state, known: state.known.set(event.data.measurement.measurementId, event.data.measurement) };
      case 'MeasurementWithdrawn':
        return { ...state, withdrawn: state.withdrawn.set(event.data.measurementId, event.data.reason) };
      default:
        event satisfies never;
        return state;
    }
  },
};

export const kpiStream = (partnershipId: string, code: string) => `kpi-${partnershipId}-${code}`;

/** What of a request is not recorded yet; refuses the whole of it when anything in it is wrong. */
function newMeasurements(
  command: Extract<MeasurementCommand, { type: 'RecordMeasurements' }>,
  { known }: Measurements,
): Measurement[] {
  const { measurements } = command.data;
  if (measurements.length < 1 || measurements.length > mostInRequest)
    throw refuse('measurements-out-of-bounds', { most: mostInRequest, count: measurements.length });
  const faults: Fault[] = [];
  const fresh = new Map<string, Measurement>();
  for (const measurement of measurements) {
    const { measurementId } = measurement;
    const before = known.get(measurementId);
    const twin = fresh.get(measurementId);
    const fault =
      measurementFault(measurement, command) ??
      (before && !sameContent(before, measurement) ? 'known-otherwise' : undefined) ??
      (twin && !sameContent(twin, measurement) ? 'twice-in-request' : undefined);
    if (fault) faults.push({ measurementId, fault });
    else if (!before) fresh.set(measurementId, measurement);
  }
  if (faults.length > 0) throw refuseFaults(faults);
  return [...fresh.values()];
}

function refuseFaults(faults: readonly Fault[]): Refused {
  const named = faults.slice(0, mostNamed);
  if (faults.every(({ fault }) => fault === 'known-otherwise'))
    return refuse('measurements-known-otherwise', {
      count: faults.length,
      ids: named.map(({ measurementId }) => measurementId),
    });
  return refuse('measurements-refused', { count: faults.length, ...named[0], faults: named });
}

/** The measurement under this id; to a partner, only what it could have recorded itself exists. */
function standing(measurementId: string, by: Actor, context: KpiContext, state: Measurements): Measurement {
  const known = state.known.get(measurementId);
  if (!known || partnerFault(known, by, context)) throw refuse('unknown-measurement', { measurementId });
  const because = state.withdrawn.get(measurementId);
  if (because !== undefined) throw refuse('measurement-withdrawn', { measurementId, because });
  return known;
}

function inChunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
