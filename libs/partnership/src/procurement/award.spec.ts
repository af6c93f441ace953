import { describe, expect, it } from '@jest/globals';
import { given } from '#decider';
import { refuses } from '../../test/refuses.js';
import {
  awarded,
  evaluator,
  finalTendersReceived,
  initialTendersReceived,
  leader,
  notice,
  noticePublished,
  prepared,
  tendersEvaluated,
  wish,
} from '../../test/story.js';
import { type PartnershipEvent, partnership } from '../partnership.js';
import type { Notice } from './procurement.js';

const scores = (quality: number, price: number) => [
  { criterion: 'K', score: quality },
  { criterion: 'P', score: price },
];
type Evaluations = { tendererId: string; scores: { criterion: string; score: number }[] }[];
const both: Evaluations = [
  { tendererId: 'c1', scores: scores(8_000, 6_000) },
  { tendererId: 'c2', scores: scores(7_000, 7_000) },
];
const evaluate = (evaluations: Evaluations = both, by = evaluator) =>
  wish(by, 'EvaluateTenders', { evaluations, summary: 'To gode løsninger' });
const award = (data: object = {}) =>
  wish(leader, 'DecideAward', {
    winners: ['c1', 'c2'],
    reason: 'Begge løsninger afprøves',
    notifiedOn: '2025-10-01',
    ...data,
  });
const noticed = (past: readonly PartnershipEvent[], change: Partial<Notice>) =>
  past.map((event) => (event.type === 'NoticePublished' ? { ...event, data: { ...notice, ...change } } : event));
const onInitialTender = noticed(initialTendersReceived, {
  section74: { ...notice.section74!, mayAwardOnInitialTender: true },
});
const ofAll: Evaluations = [...both, { tendererId: 'c3', scores: scores(1, 0) }];

describe('evaluating tenders', () => {
  it('weighs the scores into a total', () => {
    expect(given(partnership, ...finalTendersReceived).when(evaluate())).toEqual(tendersEvaluated.slice(-1));
  });

  it('rounds a total half up', () => {
    const totals = (quality: number, price: number, weights: [number, number]) => {
      const past = noticed(finalTendersReceived, {
        awardCriteria: [
          { code: 'K', name: 'Kvalitet', kind: 'quality', weight: weights[0] },
          { code: 'P', name: 'Pris', kind: 'price', weight: weights[1] },
        ],
      });
      const command = evaluate(both.map(({ tendererId }) => ({ tendererId, scores: scores(quality, price) })));
      const [event] = given(partnership, ...past).when(command);
      return event?.type === 'TendersEvaluated' && event.data.evaluations.map(({ total }) => total);
    };
    expect(totals(1, 0, [5_000, 5_000])).toEqual([1, 1]);
    expect(totals(1, 0, [4_999, 5_001])).toEqual([0, 0]);
    expect(totals(10_000, 10_000, [3_333, 6_667])).toEqual([10_000, 10_000]);
  });

  it('is of the initial tenders where the notice reserved that', () => {
    expect(given(partnership, ...onInitialTender).when(evaluate(ofAll))).toHaveLength(1);
  });

  it('can be done anew until the award, and changes nothing when it says the same', () => {
    const anew = evaluate([{ tendererId: 'c1', scores: scores(7_500, 6_000) }, ...both.slice(1)]);
    expect(given(partnership, ...tendersEvaluated).when(evaluate(), anew)).toHaveLength(1);
    expect(given(partnership, ...awarded).when(evaluate())).toEqual([]);
  });

  refuses(
    [
      ['of some only', [], evaluate(both.slice(1)), 'evaluation-not-of-all'],
      ['of one eliminated', [], evaluate(ofAll), 'evaluation-not-of-all'],
      ['of one twice', [], evaluate([...both, ...both.slice(1)]), 'evaluation-not-of-all'],
      [
        'on some criteria only',
        [],
        evaluate(both.map((one) => ({ ...one, scores: one.scores.slice(1) }))),
        'scores-incomplete',
      ],
      [
        'on a criterion the notice has not',
        [],
        evaluate(both.map((one) => ({ ...one, scores: [...one.scores, { criterion: 'X', score: 1 }] }))),
        'scores-incomplete',
      ],
      [
        'twice on one criterion',
        [],
        evaluate(both.map((one) => ({ ...one, scores: [...one.scores.slice(1), ...one.scores.slice(1)] }))),
        'scores-incomplete',
      ],
      [
        'above the scale',
        [],
        evaluate([{ tendererId: 'c1', scores: scores(10_001, 0) }, ...both.slice(1)]),
        'score-out-of-range',
      ],
      [
        'below the scale',
        [],
        evaluate([{ tendererId: 'c1', scores: scores(-1, 0) }, ...both.slice(1)]),
        'score-out-of-range',
      ],
      [
        'between two scores',
        [],
        evaluate([{ tendererId: 'c1', scores: scores(0.5, 0) }, ...both.slice(1)]),
        'score-out-of-range',
      ],
    ],
    finalTendersReceived,
  );
  refuses([
    ['of initial tenders otherwise', initialTendersReceived, evaluate(ofAll), 'tenders-missing'],
    ['without tenders', noticePublished, evaluate(), 'tenders-missing'],
    ['without a notice', prepared, evaluate(), 'notice-missing'],
    ['after the award', awarded, evaluate(ofAll), 'award-already-decided'],
  ]);
});

describe('deciding the award', () => {
  it('begins a standstill of ten days', () => {
    expect(given(partnership, ...tendersEvaluated).when(award())).toEqual(awarded.slice(-1));
  });

  it('may begin a longer one', () => {
    expect(given(partnership, ...tendersEvaluated).when(award({ standstillDays: 15 }))).toMatchObject([
      { data: { standstillEndsOn: '2025-10-16' } },
    ]);
  });

  it('may be to the best tender alone', () => {
    expect(given(partnership, ...tendersEvaluated).when(award({ winners: ['c1'] }))).toHaveLength(1);
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...tendersEvaluated).when(award(), award(), award({ standstillDays: 10 }))).toHaveLength(
      1,
    );
  });

  const declared: PartnershipEvent = {
    type: 'ConflictOfInterestDeclared',
    data: { conflictId: 'i1', subject: 'lead-2', description: 'Ejer aktier' },
  };
  const byLeader = tendersEvaluated.map(
    (event): PartnershipEvent =>
      event.type === 'TendersEvaluated' ? { ...event, data: { ...event.data, evaluatedBy: 'lead-1' } } : event,
  );
  const oneWinner = noticed(tendersEvaluated, { severalWinnersAnnounced: false });
  refuses([
    ['before tenders are evaluated', finalTendersReceived, award(), 'tenders-not-evaluated'],
    ['to whoever evaluated them', byLeader, award(), 'evaluator-decides'],
    [
      'to whoever evaluated them before somebody else did',
      [...byLeader, ...tendersEvaluated.slice(-1)],
      award(),
      'evaluator-decides',
    ],
    ['to nobody', tendersEvaluated, award({ winners: [] }), 'winner-missing'],
    ['to one twice', tendersEvaluated, award({ winners: ['c1', 'c1'] }), 'winner-missing'],
    ['to one without a tender', tendersEvaluated, award({ winners: ['c1', 'c3'] }), 'winner-not-evaluated'],
    ['to several when one was announced', oneWinner, award(), 'several-winners-not-announced'],
    ['past a better tender', tendersEvaluated, award({ winners: ['c2'] }), 'better-tender-passed-over'],
    ['while a conflict is open', [...tendersEvaluated, declared], award(), 'conflicts-not-cleared'],
    ['before it is notified', tendersEvaluated, award({ notifiedOn: '2026-06-02' }), 'in-the-future'],
    ['without a reason', tendersEvaluated, award({ reason: ' ' }), 'award-reason-missing'],
    ['with half a day of standstill', tendersEvaluated, award({ standstillDays: 0.5 }), 'standstill-days'],
    ['with a standstill backwards', tendersEvaluated, award({ standstillDays: -1 }), 'standstill-days'],
    ['when it was decided otherwise', awarded, award({ winners: ['c1'] }), 'award-already-decided'],
  ]);
});
