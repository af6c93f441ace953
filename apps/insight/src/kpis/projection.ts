import type { Baseline, KpiDefinition, KpiTarget, Measurement } from '#partnership';
import { at, type Projection, type Recorded, type Table, type Touch, touch } from '#projection';
import { type About, type Audience, about, byPartnership, type Happening, marks } from '../events.js';

/** Positions of the events that state each, the one that holds last. */
export interface Positions {
  readonly definition: readonly number[];
  readonly baseline: readonly number[];
  readonly target: readonly number[];
}

export interface KpiRow {
  readonly partnership_id: string;
  readonly code: string;
  readonly definition: KpiDefinition;
  readonly version: number;
  readonly baseline: Baseline | null;
  readonly baseline_locked: boolean;
  readonly target: KpiTarget | null;
  readonly positions: Positions;
  readonly illustrative: readonly string[];
  readonly audience: Audience;
  readonly since: number;
}

export interface MeasurementRow {
  readonly partnership_id: string;
  readonly kpi: string;
  readonly measurement_id: string;
  readonly period_from: string;
  readonly period_to: string;
  readonly site: string | null;
  readonly contract_id: string | null;
  readonly evidence_level: string;
  readonly doc: Measurement;
  readonly corrections: number;
  /** What recorded it, and then each correction. */
  readonly positions: readonly number[];
  readonly recorded_at: string;
  readonly audience: Audience;
}

/** A site or a contract that measurements are about. */
export interface SubjectRow {
  readonly partnership_id: string;
  readonly kind: 'site' | 'contract';
  readonly id: string;
  readonly name: string;
  readonly cvr: string | null;
  readonly audience: Audience;
}

const kpi: Table<KpiRow, 'partnership_id' | 'code'> = { name: 'kpi', key: ['partnership_id', 'code'] };
const measurement: Table<MeasurementRow, 'partnership_id' | 'kpi' | 'measurement_id'> = {
  name: 'measurement',
  key: ['partnership_id', 'kpi', 'measurement_id'],
};
const subject: Table<SubjectRow, 'partnership_id' | 'kind' | 'id'> = {
  name: 'kpi_subject',
  key: ['partnership_id', 'kind', 'id'],
};

const audienceOf = ({ publishable, contractRelevant }: KpiDefinition): Audience =>
  publishable || contractRelevant ? 'partners' : 'municipal';

type Of<Type extends Happening['type']> = Recorded<Extract<Happening, { type: Type }>>;

function onKpi(
  event: Of<'KpiRevised' | 'BaselineSet' | 'BaselineLocked' | 'TargetSet'>,
  code: string,
  change: (row: KpiRow, by: About) => Partial<KpiRow>,
): readonly Touch[] {
  return [
    touch(at(kpi, { partnership_id: event.partition, code }), (row) => {
      if (!row) throw new Error(`There is no KPI ${code}`);
      const by = about(event);
      return { ...row, illustrative: marks(row.illustrative, event.data, by), ...change(row, by) };
    }),
  ];
}

function measured(
  event: Of<'MeasurementsRecorded' | 'MeasurementCorrected'>,
  doc: Measurement,
  corrections: number,
): Touch {
  const { partition: partnership_id, data, position, recordedAt } = event;
  const key = { partnership_id, kpi: data.kpi, measurement_id: doc.measurementId };
  return touch<MeasurementRow, SubjectRow>(
    at(measurement, key),
    (row, contract): MeasurementRow => ({
      ...key,
      period_from: doc.period.from,
      period_to: doc.period.to,
      site: doc.site ?? null,
      contract_id: doc.contractId ?? null,
      evidence_level: doc.evidenceLevel,
      doc,
      corrections: (row?.corrections ?? 0) + corrections,
      positions: [...(row?.positions ?? []), position],
      recorded_at: row?.recorded_at ?? recordedAt,
      audience: contract?.audience ?? 'municipal',
    }),
    doc.contractId === undefined ? undefined : at(subject, { partnership_id, kind: 'contract', id: doc.contractId }),
  );
}

/** KPIs with baseline and target, and every measurement that stands; what is computed from them is computed when asked. */
export const kpisProjection: Projection<Happening> = {
  name: 'kpis',
  version: 3,
  tables: [kpi, measurement, subject],
  partition: byPartnership,
  changes: {
    KpiDefined: (event) => {
      const { partition: partnership_id, data: definition, position } = event;
      const key = { partnership_id, code: definition.code };
      return [
        touch(
          at(kpi, key),
          (): KpiRow => ({
            ...key,
            definition,
            version: 1,
            baseline: null,
            baseline_locked: false,
            target: null,
            positions: { definition: [position], baseline: [], target: [] },
            illustrative: about(event).illustrative,
            audience: audienceOf(definition),
            since: position,
          }),
        ),
      ];
    },
    KpiRevised: (event) => {
      const { definition, version } = event.data;
      return onKpi(event, definition.code, (row) => ({
        definition,
        version,
        audience: audienceOf(definition),
        positions: { ...row.positions, definition: [...row.positions.definition, event.position] },
      }));
    },
    BaselineSet: (event) =>
      onKpi(event, event.data.code, (row) => ({
        baseline: event.data.baseline,
        positions: { ...row.positions, baseline: [...row.positions.baseline, event.position] },
      })),
    BaselineLocked: (event) =>
      onKpi(event, event.data.code, (row) => ({
        baseline_locked: true,
        positions: { ...row.positions, baseline: [...row.positions.baseline, event.position] },
      })),
    TargetSet: (event) =>
      onKpi(event, event.data.code, (row) => ({
        target: event.data.target,
        positions: { ...row.positions, target: [...row.positions.target, event.position] },
      })),

    MeasurementsRecorded: (event) => event.data.measurements.map((doc) => measured(event, doc, 0)),
    MeasurementCorrected: (event) => [measured(event, event.data.measurement, 1)],
    MeasurementWithdrawn: ({ partition: partnership_id, data }) => [
      touch(at(measurement, { partnership_id, kpi: data.kpi, measurement_id: data.measurementId }), () => undefined),
    ],

    SiteApproved: ({ partition: partnership_id, data: { siteId: id, name } }) => {
      const key = { partnership_id, kind: 'site', id } as const;
      return [touch(at(subject, key), () => ({ ...key, name, cvr: null, audience: 'partners' }))];
    },
    PartnershipContractSigned: ({ partition: partnership_id, data: { contractId: id, partner } }) => {
      const key = { partnership_id, kind: 'contract', id } as const;
      return [touch(at(subject, key), () => ({ ...key, name: partner.name, cvr: partner.cvr, audience: partner.cvr }))];
    },
  },
};
