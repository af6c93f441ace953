import { describe, expect, it } from '@jest/globals';
import { given } from '#decider';
import { type Refusal, refuses } from '../../test/refuses.js';
import {
  beforePreparation,
  notice,
  noticePublished,
  officer,
  prepared,
  preparedAsOtherProcedure,
  refusal,
  system,
  wish,
} from '../../test/story.js';
import { partnership } from '../partnership.js';

const publish = (data: object = {}) => wish(officer, 'PublishNotice', { ...notice, ...data });
const section74 = (data: object) => publish({ section74: { ...notice.section74, ...data } });
const criterion = (code: string, kind: string, weight: number) => ({ code, name: code, kind, weight });
const weighted = (...weights: number[]) =>
  publish({ awardCriteria: weights.map((weight, index) => criterion(`C${index}`, 'quality', weight)) });

describe('publishing the notice', () => {
  it('is done by the procurement officer or by a procurement system', () => {
    expect(given(partnership, ...prepared).when(publish())).toEqual([{ type: 'NoticePublished', data: notice }]);
    expect(given(partnership, ...prepared).when({ ...publish(), by: system })).toHaveLength(1);
  });

  it('gives candidates exactly 30 days at the least', () => {
    expect(given(partnership, ...prepared).when(publish({ requestDeadline: '2025-05-01' }))).toHaveLength(1);
    expect(
      refusal(() => given(partnership, ...prepared).when(publish({ requestDeadline: '2025-04-30' }))),
    ).toMatchObject({
      reason: 'request-deadline-too-early',
      details: { earliest: '2025-05-01' },
    });
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...prepared).when(publish(), publish())).toHaveLength(1);
  });

  const blanks: Refusal[] = ['iprScheme', 'negotiationCourse', 'remuneration'].map((question) => [
    `without an answer on ${question}`,
    [],
    section74({ [question]: ' ' }),
    'section-74-unanswered',
  ]);
  refuses(
    [
      ...blanks,
      ['without any answer to section 74(2)', [], publish({ section74: undefined }), 'section-74-unanswered'],
      [
        'without an answer on narrowing',
        [],
        section74({ narrowingByTargets: { announced: false, explanation: '' } }),
        'section-74-unanswered',
      ],
      [
        'saying both one and several winners',
        [],
        section74({ severalContracts: false }),
        'several-contracts-contradicted',
      ],
      ['for fewer than three candidates', [], publish({ minimumCandidates: 2 }), 'too-few-candidates-announced'],
      ['with fewer at most than at least', [], publish({ maximumCandidates: 2 }), 'candidate-limits-reversed'],
      ['with weights below 100 per cent', [], weighted(5_000, 4_999), 'weights-not-whole'],
      ['with weights above 100 per cent', [], weighted(5_000, 5_001), 'weights-not-whole'],
      ['with weights that are not whole', [], weighted(5_000.5, 4_999.5), 'weights-not-whole'],
      ['with a weight of nothing', [], weighted(10_000, 0), 'weights-not-whole'],
      ['without criteria', [], publish({ awardCriteria: [] }), 'weights-not-whole'],
      [
        'with two criteria of one code',
        [],
        publish({ awardCriteria: [criterion('K', 'quality', 5_000), criterion('K', 'price', 5_000)] }),
        'criterion-code-repeated',
      ],
      [
        'on price and cost alone',
        [],
        publish({ awardCriteria: [criterion('P', 'price', 5_000), criterion('C', 'cost', 5_000)] }),
        'price-alone',
      ],
      ['without phases', [], publish({ plannedPhases: [] }), 'phases-not-planned'],
      [
        'with a gap between phases',
        [],
        publish({
          plannedPhases: [
            { no: 1, title: 'A' },
            { no: 3, title: 'B' },
          ],
        }),
        'phases-not-planned',
      ],
      [
        'dispatched tomorrow',
        [],
        publish({ dispatchedOn: '2026-06-02', requestDeadline: '2026-08-01' }),
        'in-the-future',
      ],
    ],
    prepared,
  );
  refuses([
    ['when another is published', noticePublished, publish({ noticeId: 'n2' }), 'notice-already-published'],
    ['before the procurement is prepared', beforePreparation, publish(), 'wrong-phase'],
    [
      'after it was cancelled',
      [...prepared, { type: 'ProcurementCancelled', data: { reason: 'Fejl', decidedBy: 'lead-1' } }],
      publish(),
      'procurement-not-prepared',
    ],
  ]);
});

describe('publishing a notice by another route', () => {
  it('is not bound by sections 73 and 74', () => {
    const modest = publish({
      section74: undefined,
      requestDeadline: '2025-04-10',
      minimumCandidates: 1,
      awardCriteria: [criterion('P', 'price', 10_000)],
      plannedPhases: [],
    });
    expect(given(partnership, ...preparedAsOtherProcedure).when(modest)).toHaveLength(1);
  });

  refuses(
    [
      ['with weights below 100 per cent', [], weighted(9_000), 'weights-not-whole'],
      [
        'due before it is dispatched',
        [],
        publish({ requestDeadline: '2025-04-01' }),
        'request-deadline-before-dispatch',
      ],
      ['for no candidate', [], publish({ minimumCandidates: 0 }), 'too-few-candidates-announced'],
    ],
    preparedAsOtherProcedure,
  );
});
