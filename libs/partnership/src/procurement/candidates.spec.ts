import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { refuses } from '../../test/refuses.js';
import {
  candidatesSelected,
  evaluator,
  needDescribed,
  officer,
  prepared,
  registered,
  requestsReceived,
  system,
  tendersInvited,
  wish,
} from '../../test/story.js';
import { type PartnershipEvent, partnership, type Registered } from '../partnership.js';

const request = (data: object = {}) =>
  wish(system, 'ReceiveRequestToParticipate', {
    candidateId: 'c5',
    name: 'Konsortiet Femte',
    country: 'DK',
    receivedOn: '2025-05-01',
    ...data,
  });
const declare = (data: object = {}) =>
  wish(evaluator, 'DeclareConflictOfInterest', {
    conflictId: 'i1',
    subject: 'eval-1',
    candidateId: 'c1',
    description: 'Tidligere ansat',
    ...data,
  });
const clear = (measure = 'Deltager ikke i evalueringen', by = officer) =>
  wish(by, 'ClearConflictOfInterest', { conflictId: 'i1', measure });
const select = (data: object = {}, on = '2025-05-02') =>
  wish(
    officer,
    'SelectCandidates',
    {
      selected: ['c1', 'c2', 'c3'],
      rejected: [{ candidateId: 'c4', reason: 'Manglende referencer' }],
      ...data,
    },
    on,
  );
const rejected = (...ids: string[]) => ids.map((candidateId) => ({ candidateId, reason: 'Ikke egnet' }));
const invite = (tenderers: string[], tenderDeadline = '2025-07-01') =>
  wish(officer, 'InviteTenders', { tenderers, tenderDeadline }, '2025-05-10');
const declared = { type: 'ConflictOfInterestDeclared', data: declare().data } as const;
const cleared: PartnershipEvent = {
  type: 'ConflictOfInterestCleared',
  data: { conflictId: 'i1', measure: 'Deltager ikke i evalueringen' },
};

describe('asking to take part', () => {
  it('is possible to the last day of the deadline', () => {
    expect(given(partnership, ...requestsReceived).when(request())).toHaveLength(1);
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...requestsReceived).when(request(), request())).toHaveLength(1);
  });

  refuses([
    ['the day after', requestsReceived, request({ receivedOn: '2025-05-02' }), 'request-too-late'],
    ['before the notice', requestsReceived, request({ receivedOn: '2025-03-31' }), 'request-before-notice'],
    ['tomorrow', requestsReceived, request({ receivedOn: '2026-06-02' }), 'in-the-future'],
    ['under a taken id', requestsReceived, request({ candidateId: 'c1' }), 'candidate-id-taken'],
    ['without a notice', prepared, request(), 'notice-missing'],
    ['once candidates are selected', candidatesSelected, request(), 'candidates-already-selected'],
    ['before procurement', needDescribed, request(), 'wrong-phase'],
  ]);
});

describe('conflicts of interest', () => {
  it('are declared and cleared once', () => {
    expect(given(partnership, ...requestsReceived).when(declare(), declare(), clear(), clear())).toEqual([
      declared,
      cleared,
    ]);
  });

  refuses([
    ['under a taken id', [...requestsReceived, declared], declare({ description: 'x' }), 'conflict-id-taken'],
    ['with nobody known', requestsReceived, declare({ candidateId: 'c9' }), 'conflict-candidate-unknown'],
    ['in a draft', registered, declare({ candidateId: undefined }), 'wrong-phase'],
    ['the clearing of none', requestsReceived, clear(), 'conflict-unknown'],
    ['clearing in another way', [...requestsReceived, declared, cleared], clear('Andet'), 'conflict-already-cleared'],
    ['clearing without a measure', [...requestsReceived, declared], clear(' '), 'conflict-measure-missing'],
    [
      'clearing by whom it concerns',
      [...requestsReceived, { ...declared, data: { ...declared.data, subject: 'po-1' } }],
      clear(),
      'conflict-own',
    ],
  ]);
});

describe('selecting candidates', () => {
  it('decides on everyone after the deadline', () => {
    const events = given(partnership, ...requestsReceived).when(select());
    expect(events).toHaveLength(1);
    const { procurement } = fold(partnership, [...requestsReceived, ...events]) as Registered;
    expect(Object.values(procurement.candidates).map(({ status }) => status)).toEqual([
      'selected',
      'selected',
      'selected',
      'rejected',
    ]);
  });

  it('takes fewer than announced when fewer qualified, and says so', () => {
    const fewer = select({ selected: ['c1'], rejected: rejected('c2', 'c3', 'c4'), fewerQualified: 'Kun én egnet' });
    expect(given(partnership, ...requestsReceived).when(fewer)).toHaveLength(1);
  });

  it('goes on once conflicts are cleared', () => {
    expect(given(partnership, ...requestsReceived, declared, cleared).when(select())).toHaveLength(1);
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...requestsReceived).when(select(), select())).toHaveLength(1);
  });

  const more = [request(), request({ candidateId: 'c6' })].map(
    ({ data }): PartnershipEvent => ({ type: 'RequestToParticipateReceived', data }),
  );
  refuses(
    [
      ['on the day of the deadline', [], select({}, '2025-05-01'), 'request-deadline-not-passed'],
      ['with one undecided', [], select({ rejected: [] }), 'candidates-undecided'],
      ['with a stranger', [], select({ selected: ['c1', 'c2', 'c3', 'c9'] }), 'candidate-unknown'],
      [
        'with one both selected and rejected',
        [],
        select({ selected: ['c1', 'c2', 'c3', 'c4'] }),
        'candidate-decided-twice',
      ],
      [
        'with a rejection unexplained',
        [],
        select({ rejected: [{ candidateId: 'c4', reason: ' ' }] }),
        'rejection-reason-missing',
      ],
      [
        'with fewer than announced and no reason',
        [],
        select({ selected: ['c1', 'c2'], rejected: rejected('c3', 'c4') }),
        'too-few-selected',
      ],
      [
        'with nobody at all',
        [],
        select({ selected: [], rejected: rejected('c1', 'c2', 'c3', 'c4'), fewerQualified: 'Ingen' }),
        'nobody-selected',
      ],
      [
        'with more than announced',
        more,
        select({ selected: ['c1', 'c2', 'c3', 'c4', 'c5', 'c6'], rejected: [] }),
        'too-many-selected',
      ],
      ['while a conflict is open', [declared], select(), 'conflicts-not-cleared'],
    ],
    requestsReceived,
  );
  refuses([
    ['when it is done otherwise', candidatesSelected, select({ fewerQualified: 'x' }), 'candidates-already-selected'],
    ['without a notice', prepared, select(), 'notice-missing'],
  ]);
});

describe('inviting tenders', () => {
  it('is of all selected at once', () => {
    const events = given(partnership, ...candidatesSelected).when(invite(['c3', 'c1', 'c2']));
    expect(events).toHaveLength(1);
    const { procurement } = fold(partnership, [...candidatesSelected, ...events]) as Registered;
    expect(procurement.candidates).toMatchObject({ c1: { status: 'invited' }, c4: { status: 'rejected' } });
  });

  it('changes nothing the second time', () => {
    const command = invite(['c1', 'c2', 'c3']);
    expect(given(partnership, ...candidatesSelected).when(command, command)).toHaveLength(1);
  });

  refuses([
    ['of some only', candidatesSelected, invite(['c1', 'c2']), 'invitation-not-to-all'],
    ['of one rejected', candidatesSelected, invite(['c1', 'c2', 'c3', 'c4']), 'invitation-not-to-all'],
    ['due at once', candidatesSelected, invite(['c1', 'c2', 'c3'], '2025-05-10'), 'tender-deadline-passed'],
    ['before candidates are selected', requestsReceived, invite(['c1']), 'candidates-not-selected'],
    ['a second time, otherwise', tendersInvited, invite(['c1', 'c2', 'c3'], '2025-08-01'), 'tenders-already-invited'],
  ]);
});
