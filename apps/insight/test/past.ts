import { followedUp, minutesToAction } from '../../../libs/partnership/test/story-from-contract.js';
import type { Happening } from '../src/events.js';
import type { Told } from './insight.js';

export type Happened = readonly [event: Happening, told: Told & { readonly occurredOn: string }];

const FIRST_DAY = Date.parse('2024-01-08');
const DAY = 24 * 60 * 60 * 1_000;
/** The nth day of the story, 'YYYY-MM-DD'. */
export const dayNo = (n: number) => new Date(FIRST_DAY + n * DAY).toISOString().slice(0, 10);

/** A whole life of a partnership, then late entries and corrections of nearly everything that can be corrected. */
export function lifeOf(partnershipId: string): readonly Happened[] {
  const measured = (measurementId: string, month: string, value: string, more: object = {}) => ({
    measurementId,
    period: { from: `2024-${month}-01`, to: `2024-${month}-28` },
    value,
    n: 10,
    source: 'Journal',
    evidenceLevel: 'measured' as const,
    ...more,
  });
  const of = { partnershipId, kpi: 'minutes', definitionVersion: 1 };
  const defined = {
    ...minutesToAction,
    code: 'minutes',
    direction: 'down' as const,
    aggregation: 'mean-weighted-by-n' as const,
    tolerance: 1_000,
    publishable: true,
  };
  const story: readonly Happening[] = [
    ...followedUp,
    { type: 'KpiDefined', data: defined },
    {
      type: 'BaselineSet',
      data: {
        code: 'minutes',
        baseline: { value: '30', n: 10, period: { from: '2023-01-01', to: '2023-12-31' }, source: 'Journal' },
      },
    },
    { type: 'TargetSet', data: { code: 'minutes', target: { value: '15', due: '2025-12-31', bound: 'at-most' } } },
    { type: 'MilestonePlanned', data: { code: 'M-1', title: 'Prototype', plannedOn: dayNo(90), contractId: 'k1' } },
    {
      type: 'MeasurementsRecorded',
      data: { ...of, measurements: [measured('a', '01', '28'), measured('b', '02', '25')] },
    },
    { type: 'MilestonePlanned', data: { code: 'M-2', title: 'Drift', plannedOn: dayNo(95) } },
    { type: 'NoteWritten', data: { noteId: 'n-1', text: 'Fejl' } },
    { type: 'MilestoneReached', data: { code: 'M-1', reachedOn: dayNo(88), evidence: ['doc-k1'] } },
    { type: 'MeasurementsRecorded', data: { ...of, measurements: [measured('c', '03', '20', { contractId: 'k1' })] } },
    { type: 'BenefitPlanned', data: { kpi: 'minutes', party: '0250', year: 2024, amountOere: 5_000_000 } },
    {
      type: 'BenefitRealised',
      data: { kpi: 'minutes', party: '0250', year: 2024, amountOere: 4_000_000, evidence: 'Regnskab' },
    },
    {
      type: 'RiskRaised',
      data: { riskId: 'r-1', title: 'Forsinkelse', likelihood: 4, consequence: 4 },
    },
    { type: 'MilestoneRescheduled', data: { code: 'M-2', plannedOn: dayNo(120), reason: 'Ferie' } },
  ];
  const corrections: readonly (readonly [Happening, number])[] = [
    [{ type: 'MilestoneCorrected', data: { code: 'M-1', reason: 'Slåfejl', state: 'planned' } }, 110],
    [{ type: 'MilestoneReached', data: { code: 'M-1', reachedOn: dayNo(100), evidence: ['doc-k1'] } }, 100],
    [
      {
        type: 'MeasurementCorrected',
        data: { partnershipId, kpi: 'minutes', reason: 'Talt forkert', measurement: measured('b', '02', '12') },
      },
      112,
    ],
    [
      { type: 'MeasurementWithdrawn', data: { partnershipId, kpi: 'minutes', measurementId: 'a', reason: 'Dobbelt' } },
      113,
    ],
    [{ type: 'NoteCorrected', data: { noteId: 'n-1', text: 'Rettet', reason: 'Forkert sag' } }, 114],
    [{ type: 'RegistrationAmended', data: { title: 'Et andet navn', reason: 'Ordvalg' } }, 60],
    [{ type: 'RiskReassessed', data: { riskId: 'r-1', likelihood: 1, consequence: 2, reason: 'Afklaret' } }, 104],
    [
      { type: 'BenefitRealised', data: { kpi: 'minutes', party: '0250', year: 2024, amountOere: 1, evidence: 'Ny' } },
      115,
    ],
    [{ type: 'KpiRevised', data: { definition: { ...defined, name: 'Minutter' }, version: 2, reason: 'Ord' } }, 116],
    [{ type: 'MilestoneReached', data: { code: 'M-2', reachedOn: dayNo(117) } }, 117],
  ];
  return [
    ...story.map((event, n): Happened => [event, { occurredOn: dayNo(n) }]),
    ...corrections.map(([event, day]): Happened => [event, { occurredOn: dayNo(day) }]),
  ];
}
