import { own } from '../guards.js';
import type { Actor, RefusalTexts } from '../vocabulary.js';
import type { KpiContext, Measurement, MeasurementCommand } from './measurements.js';
import { aggregationFault, periodFault, readingFault, readingFaults } from './reading.js';

/** What can be wrong with one measurement of a request; `measurements-refused` says it of the first in words. */
export const measurementFaults = {
  ...readingFaults,
  'site-unknown': {
    about: 'input',
    en: 'The site is not approved for any pilot of the partnership.',
    da: 'Stedet er ikke godkendt til noget pilotforløb i partnerskabet.',
  },
  'site-elsewhere': {
    about: 'input',
    en: 'The site lies in another municipality.',
    da: 'Stedet ligger i en anden kommune.',
  },
  'measured-contract-unknown': {
    about: 'input',
    en: 'There is no such contract; a partner names its own.',
    da: 'Der er ingen sådan kontrakt; en partner angiver sin egen.',
  },
  'evidence-above-partner': {
    about: 'input',
    en: 'A partner reports its own figures: supplier-calculated or self-reported.',
    da: 'En partner indberetter egne tal: leverandørberegnet eller selvrapporteret.',
  },
  'known-otherwise': {
    about: 'state',
    en: 'The id is known with other content: correct the measurement with a reason.',
    da: 'Id’et er kendt med andet indhold: ret målingen med en begrundelse.',
  },
  'twice-in-request': {
    about: 'input',
    en: 'The id stands twice in the request, with different content.',
    da: 'Id’et står to gange i forespørgslen med forskelligt indhold.',
  },
} as const satisfies RefusalTexts;
export type MeasurementFault = keyof typeof measurementFaults;

/** The first thing wrong with a measurement, apart from what else is recorded. */
export function measurementFault(
  measurement: Measurement,
  { by, today, data: { context } }: MeasurementCommand,
): MeasurementFault | undefined {
  return (
    readingFault(measurement) ??
    aggregationFault(context.definition, measurement) ??
    periodFault(measurement.period, today) ??
    placeFault(measurement, context) ??
    partnerFault(measurement, by, context)
  );
}

function placeFault(
  { site, municipality, contractId }: Measurement,
  { sites, contracts }: KpiContext,
): MeasurementFault | undefined {
  if (site !== undefined) {
    const where = own(sites, site);
    if (where === undefined) return 'site-unknown';
    if (municipality !== undefined && municipality !== where) return 'site-elsewhere';
  }
  return contractId !== undefined && own(contracts, contractId) === undefined ? 'measured-contract-unknown' : undefined;
}

/** What keeps a measurement out of a partner's reach: other contracts, and evidence that is not the partner's own. */
export function partnerFault(
  { contractId, evidenceLevel }: Measurement,
  by: Actor,
  { contracts }: KpiContext,
): MeasurementFault | undefined {
  if (by.role !== 'partner') return undefined;
  if (contractId === undefined || own(contracts, contractId) !== by.organisation) return 'measured-contract-unknown';
  return evidenceLevel === 'supplier-calculated' || evidenceLevel === 'self-reported'
    ? undefined
    : 'evidence-above-partner';
}
