import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { refuses } from '../../test/refuses.js';
import { awarded, economist, leader, manager, officer, registered, sensorPatch, wish } from '../../test/story.js';
import { type PartnershipCommand, type PartnershipEvent, partnership, type Registered } from '../partnership.js';

const when = (...commands: PartnershipCommand[]) => given(partnership, ...registered).when(...commands);
const caseWork = (...commands: PartnershipCommand[]) =>
  (fold(partnership, [...registered, ...when(...commands)]) as Registered).caseWork;
const twice = (command: PartnershipCommand) => when(command, command);
const past = (...commands: PartnershipCommand[]) => [...registered, ...when(...commands)];

describe('who is responsible', () => {
  const assign = (data: object = {}) =>
    wish(leader, 'AssignResponsible', {
      assignmentId: 'a1',
      subject: 'pm-1',
      responsibility: 'project-manager',
      from: '2025-01-01',
      until: '2026-12-31',
      ...data,
    });
  const end = (until: string) => wish(manager, 'EndResponsibility', { assignmentId: 'a1', until });

  it('is said with a period, and ended earlier or later', () => {
    expect(caseWork(assign(), end('2026-06-30')).assignments.get('a1')?.until).toBe('2026-06-30');
  });

  it('changes nothing the second time', () => {
    expect(twice(assign())).toHaveLength(1);
    expect(when(assign(), end('2026-06-30'), end('2026-06-30'), assign())).toHaveLength(2);
  });

  refuses([
    ['under a taken id', past(assign()), assign({ subject: 'pm-2' }), 'assignment-id-taken'],
    ['backwards', registered, assign({ until: '2024-12-31' }), 'assignment-dates-reversed'],
    ['an end before its beginning', past(assign()), end('2024-12-31'), 'assignment-dates-reversed'],
    ['an end of nothing', registered, end('2026-06-30'), 'assignment-unknown'],
  ]);
});

describe('deadlines', () => {
  const set = (data: object = {}) =>
    wish(manager, 'SetDeadline', { deadlineId: 'f1', title: 'Svar til revisionen', due: '2026-07-01', ...data });
  const shift = (due: string, reason = 'Udsat') => wish(manager, 'ShiftDeadline', { deadlineId: 'f1', due, reason });
  const meet = (metOn: string) => wish(manager, 'MeetDeadline', { deadlineId: 'f1', metOn });

  it('are shifted with a reason, and met', () => {
    expect(caseWork(set(), shift('2026-08-01'), meet('2026-05-30')).deadlines.get('f1')).toMatchObject({
      due: '2026-08-01',
      metOn: '2026-05-30',
    });
  });

  it('change nothing the second time', () => {
    expect(twice(set())).toHaveLength(1);
    expect(when(set(), shift('2026-08-01'), shift('2026-08-01'), set())).toHaveLength(2);
    expect(when(set(), meet('2026-05-30'), meet('2026-05-30'))).toHaveLength(2);
  });

  refuses([
    ['under a taken id', past(set()), set({ title: 'Andet' }), 'deadline-id-taken'],
    ['a shift of nothing', registered, shift('2026-08-01'), 'deadline-unknown'],
    ['a shift to the same day', past(set()), shift('2026-07-01'), 'deadline-same-date'],
    ['a shift without a reason', past(set()), shift('2026-08-01', ' '), 'deadline-reason-missing'],
    ['a shift once met', past(set(), meet('2026-05-30')), shift('2026-08-01'), 'deadline-already-met'],
    ['meeting on another day', past(set(), meet('2026-05-30')), meet('2026-05-31'), 'deadline-already-met'],
    ['meeting tomorrow', past(set()), meet('2026-06-02'), 'in-the-future'],
  ]);
});

describe('risks', () => {
  const raise = (data: object = {}) =>
    wish(manager, 'RaiseRisk', {
      riskId: 'r1',
      title: 'Leverandøren mangler folk',
      likelihood: 3,
      consequence: 4,
      ...data,
    });
  const reassess = (data: object = {}) =>
    wish(manager, 'ReassessRisk', { riskId: 'r1', likelihood: 2, consequence: 4, reason: 'Ny ansat', ...data });
  const closeRisk = (outcome = 'Indtraf ikke') => wish(manager, 'CloseRisk', { riskId: 'r1', outcome });

  it('are raised, reassessed and closed', () => {
    expect(caseWork(raise(), reassess(), closeRisk()).risks.get('r1')).toMatchObject({
      likelihood: 2,
      consequence: 4,
      outcome: 'Indtraf ikke',
    });
  });

  it('change nothing the second time', () => {
    expect(when(raise(), reassess(), reassess(), raise(), closeRisk(), closeRisk())).toHaveLength(3);
  });

  refuses([
    ['under a taken id', past(raise()), raise({ title: 'Andet' }), 'risk-id-taken'],
    ['beyond the scale', registered, raise({ likelihood: 6 }), 'risk-scale'],
    ['below the scale', registered, raise({ consequence: 0 }), 'risk-scale'],
    ['between two grades', registered, raise({ consequence: 2.5 }), 'risk-scale'],
    ['reassessed beyond the scale', past(raise()), reassess({ consequence: 6 }), 'risk-scale'],
    ['reassessed without a reason', past(raise()), reassess({ reason: '' }), 'risk-words-missing'],
    ['reassessed when there is none', registered, reassess(), 'risk-unknown'],
    ['reassessed once closed', past(raise(), closeRisk()), reassess(), 'risk-closed'],
    ['closed in another way', past(raise(), closeRisk()), closeRisk('Indtraf'), 'risk-closed'],
    ['closed without an outcome', past(raise()), closeRisk(''), 'risk-words-missing'],
  ]);
});

describe('notes, decisions and documents', () => {
  const write = (text = 'Mødet gik godt') => wish(manager, 'WriteNote', { noteId: 'n1', text });
  const correctNote = (text: string, reason = 'Tastefejl') =>
    wish(manager, 'CorrectNote', { noteId: 'n1', text, reason });
  const decide = (data: object = {}) =>
    wish(manager, 'RecordDecision', {
      decisionId: 'b1',
      title: 'Igangsættelse',
      decision: 'Godkendt',
      decidedOn: '2026-05-01',
      body: 'Sundhedsudvalget',
      ...data,
    });
  const journalise = (data: object = {}, by = manager) =>
    wish(by, 'JournaliseDocument', {
      documentId: 'd1',
      title: 'Referat',
      documentType: 'referat',
      direction: 'internal',
      date: '2026-05-01',
      confidentiality: 'public',
      sha256: '0123456789abcdefABCDEF'.padEnd(64, '0'),
      link: 'https://esdh.example/d1',
      ...data,
    });

  it('are kept, and notes are corrected with a reason', () => {
    const { notes, decisions, documents } = caseWork(write(), correctNote('Mødet gik fint'), decide(), journalise());
    expect(notes.get('n1')?.text).toBe('Mødet gik fint');
    expect([...decisions.keys(), ...documents.keys()]).toEqual(['b1', 'd1']);
  });

  it('change nothing the second time', () => {
    const again = correctNote('Mødet gik fint');
    expect(when(write(), again, again, write())).toHaveLength(2);
    expect(twice(decide())).toHaveLength(1);
    expect(twice(journalise())).toHaveLength(1);
  });

  it('lets a partner journalise to its own contract', () => {
    const signed: PartnershipEvent = {
      type: 'PartnershipContractSigned',
      data: {
        contractId: 'k1',
        title: 'Udvikling',
        partner: { cvr: sensorPatch.organisation, name: 'Væskevagt' },
        signedOn: '2025-10-12',
        currency: 'DKK',
        maximumCostOere: 0,
        iprScheme: '',
        performanceLevels: [],
        phases: [],
      },
    };
    const command = journalise({ contractId: 'k1' }, sensorPatch);
    expect(given(partnership, ...awarded, signed).when(command)).toHaveLength(1);
  });

  refuses([
    ['a note under a taken id', past(write()), write('Andet'), 'note-id-taken'],
    ['the correction of no note', registered, correctNote('x'), 'note-unknown'],
    ['a correction without a reason', past(write()), correctNote('x', ''), 'note-reason-missing'],
    ['a decision under a taken id', past(decide()), decide({ decision: 'Afvist' }), 'decision-id-taken'],
    ['a decision of tomorrow', registered, decide({ decidedOn: '2026-06-02' }), 'in-the-future'],
    ['a document under a taken id', past(journalise()), journalise({ title: 'x' }), 'document-id-taken'],
    ['a document of tomorrow', registered, journalise({ date: '2026-06-02' }), 'in-the-future'],
    ['a short sum', registered, journalise({ sha256: 'a'.repeat(63) }), 'document-sha256-malformed'],
    ['a sum that is none', registered, journalise({ sha256: 'g'.repeat(64) }), 'document-sha256-malformed'],
    ['a document of no contract', registered, journalise({ contractId: 'k1' }), 'document-contract-unknown'],
  ]);
});

describe('business case and budget', () => {
  const party = (organisation: string) => ({ organisation, investmentOere: 100, expectedGainOere: 200 });
  const setCase = (data: object = {}) =>
    wish(economist, 'SetBusinessCase', {
      horizonYears: 4,
      orderVolumeOere: 1_000,
      parties: [party('0250'), party('0165')],
      assumptions: 'Illustrativ',
      ...data,
    });
  const setLine = (data: object = {}) =>
    wish(economist, 'SetBudgetLine', {
      budgetLineId: 'l1',
      year: 2026,
      amountOere: 1_000,
      source: 'Driftsbudget',
      covers: { purchase: true, implementation: true, operation: false },
      ...data,
    });

  it('are set, set anew, and the same again changes nothing', () => {
    expect(when(setCase(), setCase(), setCase({ horizonYears: 5 }))).toHaveLength(2);
    expect(when(setLine(), setLine(), setLine({ amountOere: 2_000 }))).toHaveLength(2);
  });

  const nothing = { purchase: false, implementation: false, operation: false };
  refuses(
    [
      ['for nobody', [], setCase({ parties: [] }), 'business-case-without-parties'],
      ['for no time', [], setCase({ horizonYears: 0 }), 'business-case-horizon'],
      ['for half a year', [], setCase({ horizonYears: 0.5 }), 'business-case-horizon'],
      ['twice for one', [], setCase({ parties: [party('0250'), party('0250')] }), 'business-case-party-repeated'],
      ['for an outsider', [], setCase({ parties: [party('0101')] }), 'business-case-party-unknown'],
      ['a line that covers nothing', [], setLine({ covers: nothing }), 'budget-line-covers-nothing'],
      ['to the evaluator', [], { ...setLine(), by: { ...officer, role: 'evaluator' } }, 'role-may-not'],
    ],
    registered,
  );
});
