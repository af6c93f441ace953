import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { refuses } from '../../test/refuses.js';
import {
  candidatesSelected,
  finalTendersReceived,
  initialTendersReceived,
  negotiated,
  notice,
  officer,
  refusal,
  system,
  tendersEvaluated,
  tendersInvited,
  wish,
} from '../../test/story.js';
import { type PartnershipEvent, partnership } from '../partnership.js';

const initial = (tendererId = 'c1', receivedOn = '2025-07-01') =>
  wish(system, 'ReceiveInitialTender', { tendererId, receivedOn });
const final = (tendererId = 'c1', receivedOn = '2025-09-02') =>
  wish(system, 'ReceiveFinalTender', { tendererId, receivedOn });
const negotiate = (round: number, tenderers: string[], heldOn = '2025-08-20') =>
  wish(officer, 'HoldNegotiationRound', { round, tenderers, heldOn, subject: 'Pris' });
const eliminate = (tendererId = 'c3', data: object = {}) =>
  wish(officer, 'EliminateTenderer', { tendererId, round: 1, reason: 'Lavest på kvalitet', ...data });
const received = (tendererId: string): PartnershipEvent => ({
  type: 'InitialTenderReceived',
  data: { tendererId, receivedOn: '2025-06-28' },
});
const out = (tendererId: string): PartnershipEvent => ({
  type: 'TendererEliminated',
  data: { tendererId, round: 1, reason: 'Lavest på kvalitet' },
});
const unannounced = negotiated.map((event) =>
  event.type === 'NoticePublished' ? { ...event, data: { ...notice, eliminationAnnounced: false } } : event,
);

describe('giving an initial tender', () => {
  it('is possible to the last day of the deadline, once', () => {
    expect(given(partnership, ...tendersInvited).when(initial(), initial())).toHaveLength(1);
  });

  refuses([
    ['the day after', tendersInvited, initial('c1', '2025-07-02'), 'tender-too-late'],
    ['tomorrow', tendersInvited, initial('c1', '2026-06-02'), 'in-the-future'],
    ['by one rejected', tendersInvited, initial('c4'), 'tenderer-unknown'],
    ['by a stranger', tendersInvited, initial('c9'), 'tenderer-unknown'],
    ['on another day than it was', initialTendersReceived, initial(), 'tender-already-received'],
    ['before tenders are invited', candidatesSelected, initial(), 'tenders-not-invited'],
    ['after the evaluation', tendersEvaluated, initial('c4'), 'tenders-already-evaluated'],
  ]);
});

describe('negotiating', () => {
  const everyone = ['c1', 'c2', 'c3'];

  it('goes round by round with those still in', () => {
    expect(given(partnership, ...negotiated, out('c3')).when(negotiate(2, ['c2', 'c1']))).toHaveLength(1);
  });

  it('is with those only who gave an initial tender', () => {
    const past = [...tendersInvited, received('c1'), received('c2')];
    expect(given(partnership, ...past).when(negotiate(1, ['c1', 'c2']))).toHaveLength(1);
  });

  it('changes nothing the second time', () => {
    const command = negotiate(2, everyone);
    expect(given(partnership, ...negotiated).when(command, command)).toHaveLength(1);
  });

  it('names who is left out and who is not in', () => {
    const decide = () => given(partnership, ...negotiated, out('c3')).when(negotiate(2, ['c1', 'c3']));
    expect(refusal(decide).details).toEqual({ leftOut: ['c2'], notIn: ['c3'] });
  });

  refuses([
    ['with some only', negotiated, negotiate(2, ['c1']), 'negotiation-not-with-all'],
    ['with one eliminated', [...negotiated, out('c3')], negotiate(2, everyone), 'negotiation-not-with-all'],
    ['out of order', negotiated, negotiate(3, everyone), 'round-out-of-order'],
    ['in a round held otherwise', negotiated, negotiate(1, everyone), 'round-already-held'],
    ['before the round before', negotiated, negotiate(2, everyone, '2025-08-09'), 'round-before-previous'],
    ['tomorrow', negotiated, negotiate(2, everyone, '2026-06-02'), 'in-the-future'],
    ['without initial tenders', tendersInvited, negotiate(1, everyone), 'negotiation-without-tenders'],
    ['after final tenders', finalTendersReceived, negotiate(2, ['c1', 'c2']), 'negotiation-over'],
    ['before tenders are invited', candidatesSelected, negotiate(1, everyone), 'tenders-not-invited'],
  ]);
});

describe('eliminating a tenderer', () => {
  it('is done after a round, with a reason, once', () => {
    const events = given(partnership, ...negotiated).when(eliminate(), eliminate());
    expect(events).toEqual([out('c3')]);
    expect(fold(partnership, [...negotiated, ...events])).toMatchObject({
      procurement: { candidates: { c3: { status: 'eliminated' } } },
    });
  });

  refuses([
    ['when it was not announced', unannounced, eliminate(), 'elimination-not-announced'],
    ['when it is the last', [...negotiated, out('c2'), out('c3')], eliminate('c1'), 'last-tenderer'],
    ['after a round not held', negotiated, eliminate('c3', { round: 2 }), 'elimination-round-unknown'],
    ['without a reason', negotiated, eliminate('c3', { reason: '' }), 'elimination-reason-missing'],
    ['of a stranger', negotiated, eliminate('c9'), 'tenderer-unknown'],
    [
      'for another reason than before',
      [...negotiated, out('c3')],
      eliminate('c3', { reason: 'x' }),
      'tenderer-eliminated',
    ],
    ['after final tenders', finalTendersReceived, eliminate('c1'), 'negotiation-over'],
  ]);
});

describe('giving a final tender', () => {
  it('is for those still in, once', () => {
    expect(given(partnership, ...negotiated).when(final(), final())).toHaveLength(1);
  });

  it('may be the only one where nobody was asked for an initial tender', () => {
    expect(given(partnership, ...tendersInvited).when(final())).toHaveLength(1);
  });

  refuses([
    ['by one eliminated', [...negotiated, out('c3')], final('c3'), 'tenderer-eliminated'],
    ['by one without an initial tender', [...tendersInvited, received('c1')], final('c2'), 'initial-tender-missing'],
    ['by a stranger', negotiated, final('c9'), 'tenderer-unknown'],
    ['on another day than it was', finalTendersReceived, final('c1', '2025-09-03'), 'tender-already-received'],
    ['tomorrow', negotiated, final('c1', '2026-06-02'), 'in-the-future'],
    ['after the evaluation', tendersEvaluated, final('c3'), 'tenders-already-evaluated'],
    ['before tenders are invited', candidatesSelected, final(), 'tenders-not-invited'],
  ]);
});
