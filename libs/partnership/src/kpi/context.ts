import { Refused } from '#decider';
import { onlyParties } from '../authority.js';
import { own } from '../guards.js';
import type { Partnership } from '../partnership.js';
import type { Actor } from '../vocabulary.js';
import type { KpiContext, MeasurementCommand } from './measurements.js';

/**
 * What the partnership says about a KPI that is measured. A mistake may be corrected after the case was closed; what
 * is new belongs to an open one.
 *
 * @throws Refused `not-registered`, `unknown-kpi`, `suspended` or `closed`
 */
export function kpiContext(
  type: MeasurementCommand['type'],
  by: Actor,
  partnershipId: string,
  partnership: Partnership,
  kpi: string,
): KpiContext {
  onlyParties(by, partnership);
  const known = own(partnership.kpis, kpi);
  if (!known) throw new Refused('unknown-kpi', { kpi });
  if (partnership.status === 'suspended') throw new Refused('suspended');
  if (partnership.status === 'closed' && type === 'RecordMeasurements') throw new Refused('closed');
  const contracts = Object.entries(partnership.contracts).map(([id, { partnerCvr }]) => [id, partnerCvr]);
  const sites = Object.values(partnership.pilots).flatMap(({ sites }) => Object.entries(sites));
  return {
    partnershipId,
    kpi,
    definition: known.definition,
    definitionVersion: known.version,
    sites: Object.fromEntries(sites),
    contracts: Object.fromEntries(contracts),
  };
}
