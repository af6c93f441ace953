import { describe, expect, it } from '@jest/globals';
import { evaluator, leader, manager, wish } from '../../test/story.js';
import {
  decidedTo,
  developing,
  evaluated,
  evaluationOpened,
  pilotCompleted,
  piloting,
  readyToPilot,
  recommended,
  scaling,
} from '../../test/story-from-contract.js';
import { decided, phaseAfter, refused } from '../../test/trying.js';
import type { PartnershipEvent } from '../partnership.js';

const terminated = (contractId: string): PartnershipEvent => ({
  type: 'ContractTerminated',
  data: { contractId, ground: 'breach', reason: 'x', terminatedOn: '2026-05-01' },
});
const nobodyLeft: readonly PartnershipEvent[] = [
  ...developing,
  terminated('k1'),
  terminated('k2'),
  { type: 'EvaluationOpened', data: { cause: 'no-partner-left' } },
];
const open = (note?: string) => wish(manager, 'OpenEvaluation', { note });
const recommend = (recommendation: 'scale' | 'iterate' | 'stop' = 'scale') =>
  wish(evaluator, 'IssueRecommendation', { recommendation, reason: 'Virker og kan betale sig' });
const decide = (changes = {}, by = leader) =>
  wish(by, 'TakeEvaluationDecision', { decision: 'scale', reason: 'Styregruppens drøftelse', ...changes });

describe('opening the evaluation', () => {
  it('waits until every pilot has ended', () => {
    expect(decided(pilotCompleted, open())).toEqual([{ type: 'EvaluationOpened', data: { cause: 'pilots-ended' } }]);
    expect(refused(piloting, open())).toBe('pilots-not-ended');
    const planned: PartnershipEvent = {
      type: 'PilotPlanned',
      data: {
        pilotId: 'p2',
        title: 'Anden',
        contracts: ['k1'],
        plannedStart: '2026-06-01',
        plannedEnd: '2026-07-01',
        plannedParticipants: 5,
      },
    };
    expect(refused([...pilotCompleted, planned], open())).toBe('pilots-not-ended');
  });
  it('comes after a pilot', () => {
    expect(refused(readyToPilot, open())).toBe('wrong-phase');
  });
  it('changes nothing when it is open', () => {
    expect(decided(evaluationOpened, open())).toEqual([]);
    expect(decided(nobodyLeft, open())).toEqual([]);
  });
  it('starts clean after an iteration', () => {
    const round = [...recommended, decidedTo('iterate', 'pilot')];
    expect(phaseAfter(round)).toBe('pilot');
    expect(refused([...round, ...decided(round, open())], recommend())).toBe('evaluation-not-submitted');
  });
});

describe('submitting an evaluation', () => {
  const submit = (changes = {}) =>
    wish(evaluator, 'SubmitEvaluation', {
      summary: 'Sensorplasteret virker',
      independent: true,
      findings: [{ kpi: 'admissions', finding: 'Halveret' }],
      contracts: [
        { contractId: 'k1', performanceLevelMet: true, expectedCostOere: 450_000_000 },
        { contractId: 'k2', performanceLevelMet: false, expectedCostOere: 300_000_000 },
      ],
      ...changes,
    });

  it('is about KPIs and contracts there are, each contract once', () => {
    expect(decided(evaluationOpened, submit())).toMatchObject([{ data: { submittedBy: 'eval-1' } }]);
    expect(refused(evaluationOpened, submit({ findings: [{ kpi: 'x', finding: 'y' }] }))).toBe(
      'finding-of-unknown-kpi',
    );
    const [one] = submit().data.contracts;
    expect(refused(evaluationOpened, submit({ contracts: [{ ...one, contractId: 'k9' }] }))).toBe(
      'evaluated-contract-unknown',
    );
    expect(refused(evaluationOpened, submit({ contracts: [one, one] }))).toBe('contract-evaluated-twice');
    expect(refused(evaluationOpened, submit({ contracts: [{ ...one, expectedCostOere: -1 }] }))).toBe(
      'expected-cost-not-in-oere',
    );
  });
  it('names a document that is journalised', () => {
    expect(decided(evaluationOpened, submit({ document: 'doc-case' }))).toHaveLength(1);
    expect(refused(evaluationOpened, submit({ document: 'doc-9' }))).toBe('evaluation-not-journalised');
  });
  it('changes nothing the second time, may be done over, and stands once the recommendation is issued', () => {
    expect(decided(evaluated, submit())).toEqual([]);
    expect(decided(evaluated, submit({ summary: 'Rettet' }))).toHaveLength(1);
    expect(refused(recommended, submit({ summary: 'Rettet' }))).toBe('recommendation-already-issued');
  });
  it('belongs in evaluation', () => {
    expect(refused(pilotCompleted, submit())).toBe('wrong-phase');
  });
});

describe('issuing the recommendation', () => {
  it('waits for the evaluation', () => {
    expect(refused(evaluationOpened, recommend())).toBe('evaluation-not-submitted');
  });
  it('happens once', () => {
    expect(decided(evaluated, recommend(), recommend())).toEqual([
      {
        type: 'RecommendationIssued',
        data: { recommendation: 'scale', reason: 'Virker og kan betale sig', issuedBy: 'eval-1' },
      },
    ]);
    expect(refused(recommended, recommend('stop'))).toBe('recommendation-already-issued');
  });
});

describe('deciding after the evaluation', () => {
  it('waits for the recommendation, and keeps it', () => {
    expect(refused(evaluated, decide())).toBe('recommendation-missing');
    expect(decided(recommended, decide())).toMatchObject([{ data: { recommendation: 'scale', decidedBy: 'lead-1' } }]);
  });
  it('is refused to whoever evaluated or recommended', () => {
    expect(refused(recommended, decide({}, { ...leader, subject: 'eval-1' }))).toBe('own-evaluation');
    const other = recommended.map(
      (event): PartnershipEvent =>
        event.type === 'RecommendationIssued' ? { ...event, data: { ...event.data, issuedBy: 'eval-2' } } : event,
    );
    expect(refused(other, decide({}, { ...leader, subject: 'eval-1' }))).toBe('own-evaluation');
    expect(refused(other, decide({}, { ...leader, subject: 'eval-2' }))).toBe('own-evaluation');
    const again = recommended.flatMap((event): PartnershipEvent[] =>
      event.type === 'EvaluationSubmitted'
        ? [event, { ...event, data: { ...event.data, submittedBy: 'eval-3' } }]
        : [event],
    );
    expect(refused(again, decide({}, { ...leader, subject: 'eval-3' }))).toBe('own-evaluation');
    expect(refused(again, decide({}, { ...leader, subject: 'eval-1' }))).toBe('own-evaluation');
  });
  it('deviates from the recommendation only with a reason, and both are kept', () => {
    expect(refused(recommended, decide({ decision: 'stop' }))).toBe('deviation-needs-reason');
    const deviating = decide({ decision: 'stop', deviationReason: 'Ingen midler' });
    expect(decided(recommended, deviating)).toMatchObject([
      { data: { decision: 'stop', recommendation: 'scale', deviationReason: 'Ingen midler' } },
    ]);
  });
  it('to scale goes to scale-up', () => {
    expect(phaseAfter(scaling)).toBe('scale-up');
  });
  it('to scale needs a contract that reaches its level within its cost, or an override', () => {
    const costly = recommended.map(
      (event): PartnershipEvent =>
        event.type === 'EvaluationSubmitted'
          ? {
              ...event,
              data: {
                ...event.data,
                contracts: event.data.contracts.map((one) => ({ ...one, expectedCostOere: 500_000_001 })),
              },
            }
          : event,
    );
    expect(refused(costly, decide())).toBe('scaling-needs-override');
    expect(decided(costly, decide({ overrideReason: 'Politisk prioriteret' }))).toHaveLength(1);
    expect(refused([...recommended, terminated('k1')], decide())).toBe('scaling-needs-override');
    expect(refused([...recommended, terminated('k1'), terminated('k2')], decide({ overrideReason: 'x' }))).toBe(
      'nothing-to-scale',
    );
  });
  it('to scale counts what the contract was amended to cost', () => {
    const dearer: PartnershipEvent = {
      type: 'ContractAmended',
      data: { contractId: 'k1', description: 'x', legalBasis: 'x', reason: 'x', maximumCostOere: 449_999_999 },
    };
    expect(refused([...recommended, dearer], decide())).toBe('scaling-needs-override');
  });
  it('to iterate says where to, and only then', () => {
    const iterate = (backTo?: string) => decide({ decision: 'iterate', deviationReason: 'Kort afprøvning', backTo });
    expect(refused(recommended, iterate())).toBe('back-to-missing');
    expect(refused(recommended, decide({ backTo: 'pilot' }))).toBe('back-to-not-wanted');
    for (const backTo of ['development', 'pilot'])
      expect(phaseAfter([...recommended, ...decided(recommended, iterate(backTo))])).toBe(backTo);
    const alone = [...recommended, terminated('k1'), terminated('k2')];
    expect(refused(alone, iterate('pilot'))).toBe('nobody-to-pilot-with');
    expect(refused(alone, iterate('development'))).toBe('nobody-to-develop-with');
  });
  it('changes nothing the second time, also when the case has moved on', () => {
    expect(decided(scaling, decide())).toEqual([]);
    expect(refused(scaling, decide({ reason: 'En anden' }))).toBe('wrong-phase');
  });
});

describe('a decision to stop', () => {
  const stop = decide({ decision: 'stop', deviationReason: 'Ingen midler' });
  const stopped = [...recommended, ...decided(recommended, stop)];

  it('leaves the case in evaluation, to be closed by leadership', () => {
    expect(phaseAfter(stopped)).toBe('evaluation');
    expect(decided(stopped, stop)).toEqual([]);
  });
  it('is not evaluated or decided further', () => {
    expect(refused(stopped, decide())).toBe('stop-is-decided');
    expect(refused(stopped, recommend('iterate'))).toBe('stop-is-decided');
  });
  it('may give way to a new evaluation', () => {
    const reopened = decided(stopped, open('Nye midler'), open('Nye midler'));
    expect(reopened).toEqual([{ type: 'EvaluationOpened', data: { cause: 'pilots-ended', note: 'Nye midler' } }]);
    expect(refused([...stopped, ...reopened], decide())).toBe('recommendation-missing');
  });
});

describe('deciding when no partner is left', () => {
  it('needs no evaluation, and stops', () => {
    expect(decided(nobodyLeft, decide({ decision: 'stop' }))).toHaveLength(1);
    expect(refused(nobodyLeft, decide({ decision: 'iterate', backTo: 'pilot' }))).toBe('nobody-to-pilot-with');
    expect(refused(nobodyLeft, decide({ overrideReason: 'x' }))).toBe('nothing-to-scale');
  });
  it('goes back to development only where somebody is left to sign a contract', () => {
    const iterate = decide({ decision: 'iterate', backTo: 'development' });
    expect(refused(nobodyLeft, iterate)).toBe('nobody-to-develop-with');
    const oneMoreWinner = nobodyLeft.filter((event) => !('contractId' in event.data && event.data.contractId === 'k2'));
    expect(decided(oneMoreWinner, iterate)).toHaveLength(1);
  });
  it('still deviates from a recommendation only with a reason, where there is one', () => {
    const advised: PartnershipEvent = {
      type: 'RecommendationIssued',
      data: { recommendation: 'stop', reason: 'x', issuedBy: 'eval-1' },
    };
    expect(refused([...nobodyLeft, advised], decide({ decision: 'iterate', backTo: 'development' }))).toBe(
      'deviation-needs-reason',
    );
  });
});
