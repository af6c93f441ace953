import { describe, expect, it } from '@jest/globals';
import {
  decidedTo,
  evaluationOpened,
  piloting,
  recommended,
} from '../../../../libs/partnership/test/story-from-contract.js';
import { type Dated, rowsAfter } from '../../test/rows.js';
import { caseFiguresProjection } from '../case-figures/projection.js';
import { type EndingTally, stoppingOf } from './answer.js';
import type { EndingRow } from './rows.js';

const endings = (...events: readonly Dated[]) =>
  rowsAfter(caseFiguresProjection, events)
    .of<EndingRow>('ending')
    .map(({ what, id, how, phase, code, reason }) => [what, id, how, phase, code, reason]);

const closed = (result: 'stopped' | 'cancelled' | 'completed'): Dated => ({
  type: 'PartnershipClosed',
  data: { result, reason: 'too-expensive', explanation: 'For dyrt', from: 'pilot', closedBy: 'lead-1' },
});
const reopened: Dated = { type: 'PartnershipReopened', data: { phase: 'pilot', reason: 'Ny bevilling' } };

describe('what ended before its time', () => {
  it('is a partnership, with the reason chosen and in words, in the phase it was in', () => {
    expect(endings(...piloting, closed('cancelled'))).toEqual([
      ['partnership', '', 'cancelled', 'pilot', 'too-expensive', 'For dyrt'],
    ]);
  });

  it('is not a partnership that is completed, or reopened', () => {
    expect(endings(...piloting, closed('completed'))).toEqual([]);
    expect(endings(...piloting, closed('stopped'), reopened)).toEqual([]);
    expect(endings(...piloting, closed('stopped'), reopened, closed('stopped'))).toHaveLength(1);
  });

  it('is an evaluation decided to stop, until it is opened again', () => {
    const stopped = [...recommended, decidedTo('stop')];
    expect(endings(...stopped)).toEqual([
      ['evaluation', '', 'stop-decided', 'evaluation', null, 'Styregruppens drøftelse'],
    ]);
    expect(endings(...stopped, evaluationOpened.at(-1)!)).toEqual([]);
    expect(endings(...recommended, decidedTo('scale'))).toEqual([]);
  });

  it('is each contract that was terminated and each pilot that was broken off', () => {
    const terminated: Dated = {
      type: 'ContractTerminated',
      data: { contractId: 'k2', ground: 'insolvency', reason: 'Konkurs', terminatedOn: '2026-04-01' },
    };
    const aborted: Dated = { type: 'PilotAborted', data: { pilotId: 'p1', endedOn: '2026-04-02', reason: 'Fald' } };
    expect(endings(...piloting, terminated, aborted)).toEqual([
      ['contract', 'k2', 'terminated', 'pilot', 'insolvency', 'Konkurs'],
      ['pilot', 'p1', 'aborted', 'pilot', null, 'Fald'],
    ]);
  });
});

describe('counting endings', () => {
  const tally = (how: EndingTally['how'], more: Partial<EndingTally> = {}): EndingTally => ({
    how,
    phase: 'pilot',
    route: 'below-threshold',
    theme: 'green-transition',
    code: null,
    number: 1,
    ...more,
  });

  it('is by how, phase, route and theme, and by the reasons that were chosen', () => {
    const figures = stoppingOf([
      tally('stopped', { code: 'too-expensive', number: 2 }),
      tally('stopped', { code: 'too-expensive', phase: 'development' }),
      tally('terminated', { code: 'breach' }),
      tally('aborted', { number: 4 }),
    ]);
    expect(figures.total).toEqual({ stopped: 3, cancelled: 0, stopDecided: 0, terminated: 1, aborted: 4 });
    expect(figures.byPhase).toMatchObject([
      { phase: 'development', stopped: 1, aborted: 0 },
      { phase: 'pilot', stopped: 2, aborted: 4 },
    ]);
    expect(figures.byRoute).toMatchObject([{ route: 'below-threshold', stopped: 3 }]);
    expect(figures.reasons).toEqual([
      { how: 'stopped', reason: 'too-expensive', number: 3 },
      { how: 'terminated', reason: 'breach', number: 1 },
    ]);
  });
});
