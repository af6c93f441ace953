import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold, Refused } from '#decider';
import { codec } from '#event-store';
import { authority } from '../src/authority.js';
import { terminationGrounds } from '../src/contract/contract.js';
import { recommendations } from '../src/evaluation/evaluation.js';
import { assessments, gateDecisions } from '../src/gate/gate.js';
import { type PartnershipCommand, type PartnershipEvent, partnership } from '../src/partnership.js';
import type { Phase } from '../src/vocabulary.js';
import { awarded, today } from './story.js';
import {
  adoptionDecided,
  adoptionLive,
  baselineLocked,
  benefit,
  contractsSigned,
  developing,
  documentsJournalised,
  evidenceSubmitted,
  firstGatePassed,
  followUpPlanned,
  gatesPassed,
  passedOnCondition,
  pilotCompleted,
  piloting,
  readyToPilot,
  recommended,
  scaleTerms,
  scaling,
  secondPartnerFailed,
  sensorTerms,
  startedWithoutTender,
  targetsAssessed,
} from './story-from-contract.js';
import { modelAgreed, released as outcomeReleased, verified as verifiedOutcome } from './story-of-results.js';

type Type = PartnershipCommand['type'];
type DataOf<T extends Type> = Extract<PartnershipCommand, { type: T }>['data'];
type Past = readonly PartnershipEvent[];

const pick = <const Value>(...values: readonly Value[]): fc.Arbitrary<Value> => fc.constantFrom(...values);
const contractId = pick('k1', 'k2');
const phaseNo = pick(1, 2);
const target = pick('D1', 'D2');
const day = pick('2026-02-02', '2026-05-25', '2026-05-31', today);
const reason = pick('Aftalt', 'Nødvendigt');
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const place = { contractId, phaseNo };
const instalment = { ...place, instalment: pick('R1', 'R2') };
const model = { contractId: pick('k1', 'k1', 'k1', 'k2'), modelId: pick('b1', 'b1', 'b1', 'b2') };
const outcome = { ...model, outcomeId: pick('u1', 'u2', 'u3') };
const achieved = {
  period: pick(
    { from: '2026-01-01', to: '2026-01-31' },
    { from: '2026-02-01', to: '2026-02-28' },
    { from: '2026-02-15', to: '2026-03-31' },
    { from: '2026-04-01', to: '2026-04-30' },
  ),
  numerator: pick('400', '1200', '1600', '2000'),
  denominator: pick('400'),
  population: pick(50, 400),
  evidenceLevel: pick('self-reported' as const, 'measured' as const),
  evidence: reason,
  verifiedOn: pick('2026-05-25', '2026-05-31'),
};
const pilotId = pick('p1', 'p2');
const municipality = pick('0580', '0250');

/** Wishes of the second half of a case, on a small world of ids, so that they meet. */
const wishes: { readonly [T in Type]?: fc.Arbitrary<DataOf<T>> } = {
  SignContract: pick(sensorTerms, scaleTerms, { ...scaleTerms, contractId: 'k3', tendererId: undefined }),
  AmendContract: fc.record({
    contractId,
    description: reason,
    legalBasis: reason,
    reason,
    addedPhases: maybe(pick([{ ...sensorTerms.phases[1]!, no: 3 }])),
    maximumCostOere: maybe(pick(150_000_000, 400_000_000)),
  }),
  StartPhase: fc.record({ ...place, startedOn: day }),
  TerminateContract: fc.record({ contractId, ground: pick(...terminationGrounds), reason, terminatedOn: day }),
  CompleteContract: fc.record({ contractId, completedOn: day }),
  SetGateCriteria: fc.record({ phaseNo, criteria: pick(['Virkning'], ['Virkning', 'Økonomi']) }),
  SubmitPhaseEvidence: fc.record({ ...place, summary: reason, documents: pick([], ['doc-case'], ['doc-k1']) }),
  AssessTarget: fc.record({ ...place, target, assessment: pick(...assessments) }),
  DecidePhaseGate: fc
    .record({ ...place, decision: pick(...gateDecisions), reason })
    .map((data) =>
      data.decision === 'conditional' ? { ...data, condition: 'Ny test', conditionDue: '2026-07-01' } : data,
    ),
  FulfilGateCondition: fc.record({ ...place, note: reason }),
  NarrowPartner: fc.record({ ...place, reason }),
  ReleaseInstalment: fc.record({ ...instalment, releasedOn: day, invoiceReference: pick('F1', 'F2') }),
  SettlePayment: fc.record({
    ...instalment,
    amountOere: pick(40_000_000, 50_000_000, 60_000_000),
    paidOn: day,
    paymentReference: pick('B1', 'B2'),
  }),
  CancelInstalment: fc.record({ ...instalment, reason }),
  AgreePaymentModel: fc.record({
    ...model,
    title: reason,
    kpi: pick('admissions'),
    formula: pick(
      { kind: 'per-outcome' as const, per: 'improvement' as const, unitOere: 60_000_000 },
      { kind: 'fixed' as const, threshold: '4', amountOere: 90_000_000 },
    ),
    capOere: maybe(pick(150_000_000, 250_000_000)),
    floorOere: maybe(pick(70_000_000)),
    minimumPopulation: pick(1, 100),
    requiredEvidenceLevel: pick('self-reported', 'measured'),
  }),
  VerifyOutcome: fc.record({ ...outcome, ...achieved }),
  CorrectOutcome: fc.record({ ...outcome, ...achieved, reason }),
  WithdrawOutcome: fc.record({ ...outcome, reason }),
  ReleaseOutcomePayment: fc.record({ ...outcome, releasedOn: day, invoiceReference: pick('F1', 'F2') }),
  SettleOutcomePayment: fc.record({
    ...outcome,
    amountOere: pick(90_000_000, 120_000_000),
    paidOn: day,
    paymentReference: pick('B1', 'B2'),
  }),
  PlanPilot: fc.record({
    pilotId,
    title: reason,
    contracts: pick(['k1'], ['k1', 'k2']),
    plannedStart: day,
    plannedEnd: pick('2026-09-01'),
    plannedParticipants: fc.nat(90),
  }),
  ApproveSite: fc.record({ pilotId, siteId: pick('s1', 's2'), name: reason, municipality }),
  DecideDpia: fc.record({ pilotId, required: fc.boolean(), reason, document: maybe(pick('doc-case')) }),
  StartPilot: fc.record({ pilotId, startedOn: day }),
  CountParticipants: fc.record({ pilotId, siteId: pick('s1'), participants: fc.nat(90), countedOn: day }),
  CompletePilot: fc.record({ pilotId, endedOn: day, summary: reason }),
  AbortPilot: fc.record({ pilotId, endedOn: day, reason }),
  OpenEvaluation: fc.record({ note: maybe(reason) }),
  SubmitEvaluation: fc.record({
    summary: reason,
    independent: fc.boolean(),
    findings: fc.constant([]),
    contracts: fc.tuple(
      fc.record({ contractId, performanceLevelMet: fc.boolean(), expectedCostOere: pick(400_000_000, 600_000_000) }),
    ),
  }),
  IssueRecommendation: fc.record({ recommendation: pick(...recommendations), reason }),
  TakeEvaluationDecision: fc.record({
    decision: pick(...recommendations),
    reason,
    deviationReason: maybe(reason),
    overrideReason: maybe(reason),
    backTo: maybe(pick('development', 'pilot')),
  }),
  InviteAdoption: fc.record({ municipality, invitedOn: day }),
  DecideAdoption: fc.record({ municipality, adopts: fc.boolean(), basis: pick('free'), decidedOn: day }),
  TakeAdoptionLive: fc.record({ municipality, liveOn: day, sites: pick(1, 2) }),
  WithdrawAdoption: fc.record({ municipality, withdrawnOn: day, reason }),
  PlanBenefit: pick(benefit, { ...benefit, amount: '13' }),
  PlanFollowUp: fc.record({
    owner: pick('pm-1', 'pm-2'),
    reportsDue: pick(['2026-05-31'], ['2026-05-31', '2027-05-31']),
  }),
  ConcludeScaleUp: fc.record({ summary: reason }),
  SubmitFollowUpReport: fc.record({ due: pick('2026-05-31', '2027-05-31'), reportedOn: day, summary: reason }),
  SuspendPartnership: fc.record({ reason }),
  ResumePartnership: fc.constant({}),
  ClosePartnership: fc.record({ result: pick('stopped', 'completed'), reason: pick('other'), explanation: reason }),
  ReopenPartnership: fc.record({ reason }),
};

const types = Object.keys(wishes) as Type[];
/** What the properties are about is wished more often; what rests or ends a case less, or courses would end early. */
const decisive: readonly Type[] = [
  'DecidePhaseGate',
  'ReleaseInstalment',
  'SettlePayment',
  'TakeEvaluationDecision',
  'AgreePaymentModel',
  'VerifyOutcome',
  'ReleaseOutcomePayment',
  'SettleOutcomePayment',
  'WithdrawOutcome',
];
const pauses: readonly Type[] = ['SuspendPartnership', 'ClosePartnership', 'TerminateContract'];
const typeOfWish = fc.oneof(
  { arbitrary: pick(...types.filter((type) => !pauses.includes(type))), weight: 40 },
  { arbitrary: pick(...decisive), weight: 20 },
  { arbitrary: pick(...pauses), weight: 1 },
);

/** A wish by somebody whose role may; a few people in many roles, so that four eyes are put to the test. */
const command = typeOfWish.chain((type) =>
  fc
    .record({
      data: wishes[type] as fc.Arbitrary<never>,
      role: fc.constantFrom(...authority[type]),
      subject: pick('anna', 'bo', 'partner-1', 'eval-1', 'pm-1'),
      partner: pick('11111111', '22222222'),
    })
    .map(({ data, role, subject, partner }): PartnershipCommand => {
      const by = {
        role,
        subject,
        organisation: role === 'partner' ? partner : '0250',
        permissions: ['reopen'] as const,
      };
      return { type, data, by, at: `${today}T08:00:00.000Z`, today, occurredOn: today } as PartnershipCommand;
    }),
);

const starts: readonly Past[] = [
  awarded,
  contractsSigned,
  developing,
  documentsJournalised,
  evidenceSubmitted,
  targetsAssessed,
  firstGatePassed,
  gatesPassed,
  secondPartnerFailed,
  passedOnCondition,
  baselineLocked,
  modelAgreed,
  verifiedOutcome,
  outcomeReleased,
  readyToPilot,
  piloting,
  pilotCompleted,
  recommended,
  scaling,
  adoptionDecided,
  adoptionLive,
  followUpPlanned,
  startedWithoutTender,
];
const course = fc.record({
  past: fc.constantFrom(...starts),
  commands: fc.array(command, { maxLength: 80, size: 'max' }),
});

/** What a course leads to; refused wishes are passed over. `accepted` pairs each other wish with its events. */
function run({ past, commands }: { readonly past: Past; readonly commands: readonly PartnershipCommand[] }) {
  let state = fold(partnership, past);
  const accepted: { readonly command: PartnershipCommand; readonly events: Past; readonly again: Past }[] = [];
  for (const command of commands) {
    let events: Past;
    try {
      events = partnership.decide(command, state);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      continue;
    }
    state = fold(partnership, events, state);
    accepted.push({ command, events, again: partnership.decide(command, state) });
  }
  return { state, accepted, events: [...past, ...accepted.flatMap(({ events }) => events)] };
}

type DataOfEvent<T extends PartnershipEvent['type']> = Extract<PartnershipEvent, { type: T }>['data'];
const of = <T extends PartnershipEvent['type']>(events: Past, type: T) =>
  events.filter((event) => event.type === type).map(({ data }) => data as DataOfEvent<T>);
const holds = (property: (reached: ReturnType<typeof run>) => void) =>
  fc.assert(
    fc.property(course, (taken) => property(run(taken))),
    { numRuns: 150 },
  );

/** Where each phase of a case may lead. */
const leadsTo: Readonly<Record<Phase, readonly Phase[]>> = {
  draft: ['need'],
  need: ['market-dialogue', 'procurement', 'development'],
  'market-dialogue': ['procurement', 'development'],
  procurement: ['development'],
  development: ['pilot', 'evaluation'],
  pilot: ['evaluation'],
  evaluation: ['scale-up', 'development', 'pilot'],
  'scale-up': ['follow-up'],
  'follow-up': [],
  closed: [],
};

describe('whatever is wished', () => {
  it('reaches every kind of decision, so that what follows says something', () => {
    const seen = new Set<string>();
    for (const taken of fc.sample(course, { seed: 1, numRuns: 300 }))
      for (const { events } of run(taken).accepted) for (const { type } of events) seen.add(type);
    const wanted: PartnershipEvent['type'][] = [
      'PhaseStarted',
      'PhaseEvidenceSubmitted',
      'TargetAssessed',
      'PhaseGateDecided',
      'GateCriteriaSet',
      'PartnerNarrowed',
      'InstalmentReleased',
      'PaymentSettled',
      'InstalmentCancelled',
      'PaymentModelAgreed',
      'OutcomeVerified',
      'OutcomeCorrected',
      'OutcomeWithdrawn',
      'OutcomePaymentReleased',
      'OutcomePaymentSettled',
      'ContractTerminated',
      'PilotStarted',
      'PilotCompleted',
      'EvaluationOpened',
      'EvaluationDecisionTaken',
      'AdoptionWentLive',
      'ScaleUpConcluded',
      'FollowUpReported',
      'PartnershipSuspended',
      'PartnershipReopened',
    ];
    expect(wanted.filter((type) => !seen.has(type))).toEqual([]);
  });

  it('never releases more than the value of a phase, nor an instalment twice', () => {
    holds(({ events }) => {
      const released = of(events, 'InstalmentReleased');
      const places = released.map(({ contractId, phaseNo, instalment }) => `${contractId}/${phaseNo}/${instalment}`);
      expect(new Set(places).size).toBe(places.length);
      for (const { contractId, phases } of of(events, 'PartnershipContractSigned'))
        for (const { no, valueOere } of phases) {
          const ofPhase = released.filter((one) => one.contractId === contractId && one.phaseNo === no);
          expect(ofPhase.reduce((sum, { amountOere }) => sum + amountOere, 0)).toBeLessThanOrEqual(valueOere);
        }
    });
  });

  it('never pays what is not released, nor twice, nor another amount', () => {
    holds(({ events }) => {
      const key = (one: { contractId: string; phaseNo: number; instalment: string; amountOere: number }) =>
        `${one.contractId}/${one.phaseNo}/${one.instalment}/${one.amountOere}`;
      const released = new Set<string>();
      for (const event of events) {
        if (event.type === 'InstalmentReleased') released.add(key(event.data));
        if (event.type === 'PaymentSettled') expect(released.delete(key(event.data))).toBe(true);
      }
    });
  });

  it('never pays for an outcome twice, above the cap of its model, below its floor, or by whoever verified it', () => {
    holds(({ events }) => {
      const released = of(events, 'OutcomePaymentReleased');
      const places = released.map(({ contractId, modelId, outcomeId }) => `${contractId}/${modelId}/${outcomeId}`);
      expect(new Set(places).size).toBe(places.length);
      for (const one of of(events, 'PaymentModelAgreed')) {
        const { capOere = Number.MAX_SAFE_INTEGER, floorOere = 0 } = one;
        const ofModel = released.filter(
          ({ contractId, modelId }) => contractId === one.contractId && modelId === one.modelId,
        );
        let paid = 0;
        for (const { amountOere } of ofModel) {
          expect(amountOere).toBeGreaterThanOrEqual(Math.min(floorOere, capOere - paid));
          paid += amountOere;
        }
        expect(paid).toBeLessThanOrEqual(capOere);
      }
      for (const { contractId, modelId, outcomeId, releasedBy } of released) {
        const same = (verified: { contractId: string; modelId: string; outcomeId: string }) =>
          verified.contractId === contractId && verified.modelId === modelId && verified.outcomeId === outcomeId;
        const verifiers = [...of(events, 'OutcomeVerified'), ...of(events, 'OutcomeCorrected')].filter(same);
        expect(verifiers.map(({ verifiedBy }) => verifiedBy)).not.toContain(releasedBy);
      }
    });
  });

  it('never lets a contract cost more than its maximum, instalments and results together', () => {
    holds(({ state }) => {
      if (state.status === 'absent') throw new Error('There is no case');
      for (const { maximumCostOere, phases, paymentModels } of Object.values(state.contracts)) {
        const instalments = phases
          .flatMap((phase) => Object.values(phase.instalments))
          .filter(({ status }) => status !== 'cancelled');
        const results = Object.values(paymentModels).flatMap(({ outcomes }) => Object.values(outcomes));
        const sum =
          instalments.reduce((total, { amountOere }) => total + amountOere, 0) +
          results.reduce((total, { release }) => total + (release?.amountOere ?? 0), 0);
        expect(sum).toBeLessThanOrEqual(maximumCostOere);
      }
    });
  });

  it('never pays for one day twice under one model', () => {
    holds(({ state }) => {
      if (state.status === 'absent') throw new Error('There is no case');
      for (const { paymentModels } of Object.values(state.contracts))
        for (const { outcomes } of Object.values(paymentModels)) {
          const periods = Object.values(outcomes)
            .filter(({ status }) => status !== 'withdrawn')
            .map(({ outcome }) => outcome.period)
            .sort((one, other) => (one.from < other.from ? -1 : 1));
          for (const [index, { from }] of periods.slice(1).entries()) expect(from > periods[index]!.to).toBe(true);
        }
    });
  });

  it('never lets whoever submitted evidence decide the gate, and judges all partners on the same criteria', () => {
    holds(({ events }) => {
      const evidence = of(events, 'PhaseEvidenceSubmitted');
      const versions = new Map<number, number>();
      for (const { contractId, phaseNo, decidedBy, criteriaVersion } of of(events, 'PhaseGateDecided')) {
        const submitters = evidence
          .filter((one) => one.contractId === contractId && one.phaseNo === phaseNo)
          .map(({ submittedBy }) => submittedBy);
        expect(submitters).not.toContain(decidedBy);
        expect(versions.get(phaseNo) ?? criteriaVersion).toBe(criteriaVersion);
        versions.set(phaseNo, criteriaVersion);
      }
    });
  });

  it('never jumps over a phase of the case, nor starts a contract’s phase behind a shut gate', () => {
    holds(({ events }) => {
      let state = partnership.initial;
      for (const event of events) {
        const before = state;
        state = partnership.evolve(state, event);
        if (before.status === 'absent' || state.status === 'absent') continue;
        if (state.phase !== before.phase) expect(leadsTo[before.phase]).toContain(state.phase);
        if (event.type === 'PhaseStarted' && event.data.phaseNo > 1)
          expect(['pass', 'conditional']).toContain(
            before.contracts[event.data.contractId]?.phases[event.data.phaseNo - 2]?.gate?.decision,
          );
      }
    });
  });

  it('never leaves a running pilot, or a case that was in development or pilot, without a partner', () => {
    holds(({ state, accepted }) => {
      if (state.status === 'absent') throw new Error('There is no case');
      const runs = (contractId: string) => state.contracts[contractId]?.status === 'running';
      for (const pilot of Object.values(state.pilots))
        if (pilot.status === 'running') expect(pilot.contracts.some(runs)).toBe(true);
      for (const { events } of accepted)
        if (events.some(({ type }) => type === 'EvaluationOpened'))
          expect(events.at(-1)?.type).toBe('EvaluationOpened');
      const gone = of(accepted.at(-1)?.events ?? [], 'ContractTerminated').length > 0;
      if (gone && !Object.keys(state.contracts).some(runs)) expect(['development', 'pilot']).not.toContain(state.phase);
    });
  });

  it('changes nothing when it is wished again', () => {
    holds(({ accepted }) => {
      for (const { command, again } of accepted) expect({ command, again }).toEqual({ command, again: [] });
    });
  });

  it('folds to the same after the events have been stored and read', () => {
    const { encode, decode } = codec<PartnershipEvent>();
    holds(({ events, state }) => {
      const stored = events.map((event) => JSON.parse(JSON.stringify(encode(event, { id: '0', metadata: {} }))));
      expect(fold(partnership, stored.map(decode))).toEqual(state);
    });
  });
});
