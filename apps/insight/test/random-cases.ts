import fc from 'fast-check';
import { adoptionBases, innovationTypes, partnerTypes, phases, routes, sectorAreas, themes } from '#partnership';
import { followedUp, minutesToAction } from '../../../libs/partnership/test/story-from-contract.js';
import type { Happening } from '../src/events.js';
import type { Told } from './insight.js';
import { dayNo, type Happened } from './past.js';

/** What may be marked as given by no source. */
const marks = [
  'maximumCostOere',
  'signedOn',
  'phases',
  'releasedOn',
  'paidOn',
  'verifiedOn',
  'receivedOn',
  'capOere',
  'startedOn',
  'occurredOn',
  'invitedOn',
  'decidedOn',
  'liveOn',
];

/** Numbers to choose by, the same for the same seed. */
function choosing(seed: number) {
  const numbers = fc.sample(fc.noBias(fc.integer({ min: 0, max: 2 ** 30 })), { numRuns: 2_000, seed });
  let used = 0;
  const below = (most: number) => numbers[used++ % numbers.length]! % most;
  return {
    below,
    one: <One>(of: readonly One[]): One => of[below(of.length)]!,
    some: <One>(of: readonly One[]): One[] => of.filter(() => below(3) === 0),
    chance: (percent: number) => below(100) < percent,
    day: () => dayNo(below(870)),
    oere: () => (1 + below(9_000)) * 10_000,
  };
}
type Choosing = ReturnType<typeof choosing>;
const event = (type: Happening['type'], data: object) => ({ type, data }) as unknown as Happening;

/** What is paid, invoiced and capped under the contracts of the story, and much of it in no good order. */
function paid({ one, oere, day, chance, below }: Choosing): Happening[] {
  const contract = () => one(['k1', 'k2']);
  const instalment = () => ({ contractId: contract(), phaseNo: 1, instalment: one(['R1', 'R2']), amountOere: oere() });
  const outcome = (n: number) => ({ contractId: n % 2 === 0 ? 'k1' : 'k2', modelId: 'm1', outcomeId: `o${n}` });
  const item = (n: number) =>
    chance(50)
      ? { kind: 'instalment', phaseNo: 1, instalment: 'R1' }
      : { kind: 'outcome', modelId: 'm1', outcomeId: `o${n}` };
  const several = (happens: (n: number) => Happening) => Array.from({ length: 1 + below(5) }, (_, n) => happens(n));
  const cap = () => (chance(95) ? { capOere: oere() } : {});
  return [
    event('ContractAmended', {
      contractId: contract(),
      description: '',
      reason: '',
      legalBasis: '',
      maximumCostOere: oere(),
    }),
    ...several((n) =>
      event('PaymentModelAgreed', { contractId: contract(), modelId: `m${n}`, title: '', kpi: 'HOURS', ...cap() }),
    ),
    ...several((n) =>
      event('OutcomeVerified', { ...outcome(n), period: { from: '2025-01-01', to: '2025-03-31' }, verifiedOn: day() }),
    ),
    ...several(() => event('InstalmentReleased', { ...instalment(), currency: 'DKK', releasedOn: day() })),
    ...several(() => event('PaymentSettled', { ...instalment(), paidOn: day(), paymentReference: 'B' })),
    ...several(() => event('InstalmentCancelled', { ...instalment(), phaseNo: 1 + below(2), reason: '' })),
    ...several((n) =>
      event('OutcomePaymentReleased', { ...outcome(n), amountOere: oere(), currency: 'DKK', releasedOn: day() }),
    ),
    ...several((n) => event('OutcomePaymentSettled', { ...outcome(n), amountOere: oere(), paidOn: day() })),
    ...several((n) => event('OutcomeWithdrawn', { ...outcome(n + 2), reason: '' })),
    ...several((n) =>
      event('InvoiceReceived', {
        contractId: contract(),
        item: item(n),
        invoiceNumber: `F-${n}`,
        amountOere: oere(),
        currency: one(['DKK', 'EUR']),
        receivedOn: day(),
      }),
    ),
  ];
}

/** Municipalities that adopt or do not, one of them by a code that none has. */
function adopted({ one, some, day, below, chance }: Choosing): Happening[] {
  return some(['0101', '0147', '0155', '0157', '0561', '0999', '0580', '0751']).flatMap((municipality) => [
    event('AdoptionInvited', { municipality, invitedOn: day() }),
    ...(chance(80)
      ? [
          event('AdoptionDecided', {
            municipality,
            adopts: chance(70),
            basis: one([...adoptionBases, undefined]),
            decidedOn: day(),
          }),
        ]
      : []),
    ...(chance(60)
      ? [
          event('AdoptionWentLive', {
            municipality,
            liveOn: day(),
            sites: below(9),
            populationCovered: one([undefined, below(900)]),
          }),
        ]
      : []),
    ...(chance(20) ? [event('AdoptionWithdrawn', { municipality, withdrawnOn: day(), reason: '' })] : []),
  ]);
}

function promised({ one, some, chance }: Choosing): Happening[] {
  const reportsDue = ['2025-03-31', '2025-12-31', '2026-05-31', '2026-06-01', '2026-09-30'];
  const benefit = (year: number) => ({ kpi: 'HOURS', party: '0250', year, amount: '12.5' });
  return [
    event('FollowUpPlanned', { owner: 'pm-1', reportsDue: some(reportsDue) }),
    ...some(reportsDue).map((due) =>
      event('FollowUpReported', { due, reportedOn: one(['2025-01-01', '2026-05-31']), summary: '' }),
    ),
    ...(chance(30) ? [event('FollowUpPlanned', { owner: 'pm-2', reportsDue: some(reportsDue) })] : []),
    ...some([2023, 2024, 2025, 2026, 2027]).map((year) => event('BenefitPlanned', benefit(year))),
    ...some([2023, 2024, 2025, 2026, 2027]).map((year) => event('BenefitRealised', { ...benefit(year), evidence: '' })),
  ];
}

/** Who joins and leaves, rests and ends. */
function turned({ one, some, day }: Choosing): Happening[] {
  const closed = () =>
    event('PartnershipClosed', {
      result: one(['completed', 'stopped', 'cancelled']),
      reason: one(['target-not-met', 'too-expensive']),
      explanation: '',
      from: 'pilot',
    });
  return some([
    ...partnerTypes.map((partnerType, n) =>
      event('PartyJoined', { organisation: `5000000${n}`, name: '', partnerType }),
    ),
    event('PartyLeft', { organisation: one(['0165', '33333333', '11111111', '50000003']), reason: '' }),
    event('PartnershipSuspended', { reason: '' }),
    event('PartnershipResumed', { phase: 'pilot' }),
    event('EvaluationDecisionTaken', { decision: 'stop', reason: '' }),
    event('EvaluationDecisionTaken', { decision: 'iterate', backTo: 'pilot', reason: '' }),
    event('PilotStarted', { pilotId: 'p1', startedOn: day() }),
    event('PilotAborted', { pilotId: 'p1', endedOn: day(), reason: '' }),
    event('ContractTerminated', {
      contractId: 'k2',
      ground: one(['breach', 'insolvency']),
      reason: '',
      terminatedOn: day(),
    }),
    event('PartnershipSuspended', { reason: '' }),
    closed(),
    event('PartnershipReopened', { phase: one(phases.slice(3, 7)), reason: '' }),
    event('PartnershipSuspended', { reason: '' }),
    event('PartnershipResumed', { phase: 'pilot' }),
    closed(),
  ]);
}

/** Both in their own order, the next of these before the next of those by so much of a chance. */
function mixed({ chance }: Choosing, percent: number, these: readonly Happening[], those: readonly Happening[]) {
  const [one, other] = [[...these], [...those]];
  return [...one, ...other].map(
    () => ((chance(percent) ? one.shift() : other.shift()) ?? one.shift() ?? other.shift())!,
  );
}

/**
 * What happened to a case that no rules bound: parts of the story on dehydration with payments, adoptions, follow-ups and
 * endings in between, the longer ago the earlier, though some days contradict each other. The same for the same seed.
 */
export function randomCase(seed: number): readonly Happened[] {
  const choose = choosing(seed);
  const { below, chance, one, some } = choose;
  const [registration, ...story] = followedUp as readonly [
    Extract<Happening, { type: 'PartnershipRegistered' }>,
    ...Happening[],
  ];
  const types = some(innovationTypes);
  const classification = {
    ...registration.data.classification,
    theme: one(themes.slice(0, 2)),
    sectorArea: one(sectorAreas),
    innovationTypes: types.length > 0 ? types : (['product'] as const),
  };
  const data = { ...registration.data, caseNumber: `S-${seed}`, route: one(routes), classification };
  const told = story
    .filter(() => chance(85))
    .map((happened) => {
      if (happened.type !== 'PartnershipContractSigned') return happened;
      return event(happened.type, {
        ...(happened as { data: object }).data,
        currency: one(['DKK', 'EUR']),
        maximumCostOere: choose.oere(),
      });
    });
  const reached = told.slice(0, one([2, 12, told.length, told.length]));
  const others = [
    ...adopted(choose),
    ...mixed(choose, 25, promised(choose), mixed(choose, 60, paid(choose), turned(choose))),
  ];
  let n = below(200);
  const about = (): Told & { occurredOn: string } => {
    n += below(12);
    const illustrative = chance(25) ? marks : [];
    return { occurredOn: dayNo(chance(6) ? n - below(90) : n), illustrative };
  };
  return [
    [{ type: 'PartnershipRegistered', data }, about()],
    [{ type: 'KpiDefined', data: { ...minutesToAction, code: 'HOURS', aggregation: 'sum' } }, about()],
    ...mixed(choose, 70, reached, others).map((happened): Happened => [happened, about()]),
  ];
}
