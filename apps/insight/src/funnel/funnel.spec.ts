import { describe, expect, it } from '@jest/globals';
import { tendersInvited } from '../../../../libs/partnership/test/story.js';
import {
  decidedTo,
  evaluationOpened,
  recommended,
  startedWithoutTender,
} from '../../../../libs/partnership/test/story-from-contract.js';
import { type Dated, rowsAfter } from '../../test/rows.js';
import { caseFiguresProjection } from '../case-figures/projection.js';
import { funnelOf, type StepSum } from './answer.js';
import { type FunnelRow, funnelSteps } from './rows.js';

const row = (...events: readonly Dated[]) =>
  rowsAfter(caseFiguresProjection, events).of<FunnelRow>('supplier_funnel')[0]!;
const counts = (...events: readonly Dated[]) => funnelSteps.map((step) => row(...events)[step]);

describe('the suppliers of a case', () => {
  it('are counted at each step it has come to, and unknown at the others', () => {
    const [interested, ...rest] = counts(...tendersInvited);
    expect(interested).toBeGreaterThan(0);
    expect(rest).toEqual([4, 3, null, null]);
  });

  it('have no dialogue and no tender where there was none', () => {
    expect(counts(...startedWithoutTender)).toEqual([null, null, null, null, null]);
  });

  it('are accepted when the solution performs and leadership decides to scale', () => {
    expect(counts(...recommended).at(-1)).toBeNull();
    expect(counts(...recommended, decidedTo('scale')).at(-1)).toBe(1);
    expect(counts(...recommended, decidedTo('stop')).at(-1)).toBe(0);
  });

  it('are neither accepted nor refused by iterating, and judged anew by the next evaluation', () => {
    expect(counts(...recommended, decidedTo('iterate', 'pilot')).at(-1)).toBeNull();
    const opened = evaluationOpened.at(-1)!;
    expect(row(...recommended, decidedTo('stop'), opened)).toMatchObject({ accepted: null, performing: null });
  });

  it('begin anew when the tender is cancelled', () => {
    const cancelled: Dated = { type: 'ProcurementCancelled', data: { reason: 'Fejl', decidedBy: 'lead-1' } };
    const again = row(...tendersInvited, cancelled);
    expect(again).toMatchObject({ candidates: null, tenderers: null, events: { candidates: [], tenderers: [] } });
    expect(again.interested).toBeGreaterThan(0);
  });

  it('name the events each step is counted from', () => {
    expect(row(...tendersInvited).events.candidates).toHaveLength(5);
  });
});

describe('the funnel over all cases', () => {
  const none: StepSum = { partnerships: 0, suppliers: 0, both: 0, before: 0, after: 0, widened: 0 };

  it('compares steps over the cases that came to both, by a ratio of sums', () => {
    const { steps } = funnelOf(10, {
      interested: { ...none, partnerships: 8, suppliers: 90 },
      candidates: { partnerships: 5, suppliers: 22, both: 4, before: 40, after: 20, widened: 1 },
      tenderers: none,
      contracts: none,
      accepted: none,
    });
    expect(steps[0]).toEqual({ step: 'interested', partnerships: 8, suppliers: 90 });
    expect(steps[1]?.fromStepBefore).toEqual({ partnerships: 4, before: 40, suppliers: 20, share: 5_000, widened: 1 });
    expect(steps[2]?.fromStepBefore).toEqual({ partnerships: 0, before: 0, suppliers: 0, widened: 0 });
  });
});
