import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { type Refusal, refuses as refusesAll } from '../../test/refuses.js';
import {
  awarded,
  dialogueOpened,
  leader,
  manager,
  refusal,
  registered,
  sensorPatch,
  today,
  wish,
} from '../../test/story.js';
import { type PartnershipCommand, type PartnershipEvent, partnership, type Registered } from '../partnership.js';

const planned: PartnershipEvent = {
  type: 'MilestonePlanned',
  data: { code: 'M1', title: 'Prototype klar', plannedOn: '2026-05-01', responsible: 'pm-1' },
};
const reached: PartnershipEvent = {
  type: 'MilestoneReached',
  data: { code: 'M1', reachedOn: '2026-05-03', note: 'Afprøvet i køkkenet', evidence: ['doc-1'] },
};
const partly: PartnershipEvent = {
  type: 'MilestonePartlyReached',
  data: { code: 'M1', reachedOn: '2026-05-03', note: 'Sensor virker', remaining: 'Alarm mangler' },
};
const missed: PartnershipEvent = {
  type: 'MilestoneMissed',
  data: { code: 'M1', missedOn: '2026-05-02', note: 'Leverancen blev forsinket' },
};
const dropped: PartnershipEvent = { type: 'MilestoneDropped', data: { code: 'M1', reason: 'Erstattet af M2' } };
const journalised: PartnershipEvent = {
  type: 'DocumentJournalised',
  data: {
    documentId: 'doc-1',
    title: 'Testrapport',
    documentType: 'rapport',
    direction: 'received',
    date: '2026-05-03',
    confidentiality: 'internal',
    sha256: 'a'.repeat(64),
    link: 'https://esdh.example/doc-1',
  },
};
const contractSigned = (contractId: string, cvr: string): PartnershipEvent => ({
  type: 'PartnershipContractSigned',
  data: {
    contractId,
    title: 'Udvikling og afprøvning',
    partner: { cvr, name: 'Partner' },
    signedOn: '2025-10-12',
    currency: 'DKK',
    maximumCostOere: 100,
    iprScheme: 'Leverandøren ejer',
    performanceLevels: [],
    phases: [
      {
        no: 1,
        title: 'Udvikling',
        plannedStart: '2025-11-01',
        plannedEnd: '2026-05-01',
        valueOere: 100,
        targets: [{ code: 'T1', title: 'Prototype', criterion: 'Virker' }],
        instalments: [{ code: 'R1', title: 'Rate', amountOere: 100 }],
      },
    ],
  },
});
const contracts = [...awarded, contractSigned('k1', '11111111'), contractSigned('k2', '22222222')];

const plan = (data: object = {}) =>
  wish(manager, 'PlanMilestone', { code: 'M1', title: 'Prototype klar', plannedOn: '2026-05-01', ...data });
const reach = (data: object = {}) => wish(manager, 'ReachMilestone', { code: 'M1', reachedOn: '2026-05-03', ...data });
const partlyReach = (data: object = {}) =>
  wish(manager, 'PartlyReachMilestone', {
    code: 'M1',
    reachedOn: '2026-05-03',
    note: 'Sensor virker',
    remaining: 'Alarm mangler',
    ...data,
  });
const miss = (data: object = {}) =>
  wish(manager, 'MissMilestone', { code: 'M1', missedOn: '2026-05-02', note: 'Leverancen blev forsinket', ...data });
const reschedule = (data: object = {}) =>
  wish(manager, 'RescheduleMilestone', { code: 'M1', plannedOn: '2026-09-01', reason: 'Sommerferie', ...data });
const drop = (data: object = {}) => wish(manager, 'DropMilestone', { code: 'M1', reason: 'Erstattet af M2', ...data });
const correct = (data: object) => wish(manager, 'CorrectMilestone', { code: 'M1', reason: 'Tastefejl', ...data });

const milestone = (...events: readonly PartnershipEvent[]) =>
  (fold(partnership, [...registered, ...events]) as Registered).milestones.get('M1');
const said = (events: readonly PartnershipEvent[], ...commands: PartnershipCommand[]) =>
  given(partnership, ...registered, ...events).when(...commands);

const refuses = (cases: readonly Refusal[]) => refusesAll(cases, registered);

describe('planning a milestone', () => {
  it('is done in any phase, before there are contracts too', () => {
    expect(given(partnership, ...dialogueOpened).when(plan())).toEqual([
      { type: 'MilestonePlanned', data: { code: 'M1', title: 'Prototype klar', plannedOn: '2026-05-01' } },
    ]);
  });

  it('may belong to a phase of a contract', () => {
    expect(given(partnership, ...contracts).when(plan({ contractId: 'k1', phaseNo: 1 }))).toHaveLength(1);
  });

  it('changes nothing the second time, whatever has happened to the milestone since', () => {
    expect(said([planned, missed], plan({ responsible: 'pm-1' }))).toEqual([]);
  });

  refuses([
    ['under the code of another milestone', [planned], plan({ title: 'Noget andet' }), 'milestone-code-taken'],
    ['for a contract there is not', [], plan({ contractId: 'k9' }), 'milestone-contract-unknown'],
    ['for what only an object has', [], plan({ contractId: 'constructor' }), 'milestone-contract-unknown'],
    ['for a phase of no contract', [], plan({ phaseNo: 1 }), 'milestone-phase-without-contract'],
    [
      'for a phase the contract has not',
      contracts.slice(registered.length),
      plan({ contractId: 'k1', phaseNo: 2 }),
      'milestone-phase-unknown',
    ],
  ]);
});

describe('reaching a milestone', () => {
  it('says when, in what words and on what evidence', () => {
    const what = { note: 'Afprøvet i køkkenet', evidence: ['doc-1'] };
    expect(said([planned, journalised], reach(what))).toEqual([reached]);
  });

  it('is possible late, after it was missed or partly reached', () => {
    expect(said([planned, missed], reach())).toHaveLength(1);
    expect(said([planned, partly], reach())).toHaveLength(1);
  });

  it('changes nothing the second time', () => {
    const what = { note: 'Afprøvet i køkkenet', evidence: ['doc-1'] };
    expect(said([planned, journalised, reached], reach(what))).toEqual([]);
    expect(said([planned, partly], reach(), reach())).toHaveLength(1);
  });

  it('names the day it was reached when it is told another', () => {
    expect(refusal(() => said([planned, journalised, reached], reach())).details).toEqual({
      code: 'M1',
      reachedOn: '2026-05-03',
    });
  });

  refuses([
    ['when nobody planned it', [], reach(), 'milestone-unknown'],
    ['when it was reached otherwise', [planned, journalised, reached], reach(), 'milestone-already-reached'],
    ['when it was dropped', [planned, dropped], reach(), 'milestone-dropped'],
    ['before it has happened', [planned], reach({ reachedOn: '2026-06-02' }), 'in-the-future'],
    [
      'on evidence that is not journalised',
      [planned],
      reach({ evidence: ['doc-1'] }),
      'milestone-evidence-not-journalised',
    ],
  ]);

  describe('by a partner', () => {
    const ofContract = (contractId: string): PartnershipEvent => ({
      type: 'MilestonePlanned',
      data: { code: 'M1', title: 'Prototype klar', plannedOn: '2026-05-01', contractId },
    });
    const document = (contractId?: string): PartnershipEvent =>
      ({ ...journalised, data: { ...journalised.data, contractId } }) as PartnershipEvent;
    const submit = wish(sensorPatch, 'ReachMilestone', { code: 'M1', reachedOn: today, evidence: ['doc-1'] });

    it("is of its own contract, on its own contract's documents", () => {
      expect(given(partnership, ...contracts, ofContract('k1'), document('k1')).when(submit)).toHaveLength(1);
    });

    it("is refused for another partner's milestone", () => {
      const decide = () => given(partnership, ...contracts, ofContract('k2'), document('k1')).when(submit);
      expect(refusal(decide).reason).toBe('not-your-contract');
    });

    it("is refused on another partner's documents as on documents there are not", () => {
      const decide = () => given(partnership, ...contracts, ofContract('k1'), document('k2')).when(submit);
      expect(refusal(decide).reason).toBe('milestone-evidence-not-journalised');
    });
  });
});

describe('reaching a milestone in part', () => {
  it('says what remains', () => {
    expect(said([planned], partlyReach())).toEqual([partly]);
  });

  it('may be said again as more is reached, and changes nothing when nothing is', () => {
    expect(said([planned, partly], partlyReach())).toEqual([]);
    expect(said([planned, partly], partlyReach({ reachedOn: '2026-05-20', remaining: 'Kun mærkning' }))).toHaveLength(
      1,
    );
  });

  refuses([
    ['when it was reached', [planned, reached], partlyReach(), 'milestone-already-reached'],
    ['when it was dropped', [planned, dropped], partlyReach(), 'milestone-dropped'],
    ['before it has happened', [planned], partlyReach({ reachedOn: '2026-06-02' }), 'in-the-future'],
    ['without what remains', [planned], partlyReach({ remaining: ' ' }), 'milestone-words-missing'],
    ['on loose evidence', [planned], partlyReach({ evidence: ['x'] }), 'milestone-evidence-not-journalised'],
  ]);
});

describe('missing a milestone', () => {
  it('says when and why', () => {
    expect(said([planned], miss())).toEqual([missed]);
  });

  it('changes nothing the second time', () => {
    expect(said([planned, missed], miss())).toEqual([]);
  });

  refuses([
    ['when it was missed otherwise', [planned, missed], miss({ note: 'x' }), 'milestone-already-missed'],
    ['when it was reached', [planned, reached], miss(), 'milestone-already-reached'],
    ['when it was dropped', [planned, dropped], miss(), 'milestone-dropped'],
    ['before it has happened', [planned], miss({ missedOn: '2026-06-02' }), 'in-the-future'],
    ['before it is due', [planned], miss({ missedOn: '2026-04-30' }), 'milestone-not-due'],
    ['without a word of why', [planned], miss({ note: '' }), 'milestone-words-missing'],
  ]);
});

describe('rescheduling a milestone', () => {
  it('gives a missed milestone a new day and makes it planned again', () => {
    const moved = said([planned, missed], reschedule());
    expect(moved).toHaveLength(1);
    expect(milestone(planned, missed, ...moved)).toMatchObject({
      state: 'planned',
      plannedOn: '2026-09-01',
      stateSince: undefined,
    });
  });

  it('lets what is partly reached stay so', () => {
    const moved = said([planned, partly], reschedule());
    expect(milestone(planned, partly, ...moved)).toMatchObject({
      state: 'partly-reached',
      stateSince: '2026-05-03',
      plannedOn: '2026-09-01',
    });
  });

  it('changes nothing the second time', () => {
    expect(said([planned], reschedule(), reschedule())).toHaveLength(1);
  });

  refuses([
    ['to the day it is planned for', [planned], reschedule({ plannedOn: '2026-05-01' }), 'milestone-same-date'],
    [
      'to the day on which it was missed to be reached',
      [planned, { type: 'MilestoneRescheduled', data: { code: 'M1', plannedOn: '2026-05-02', reason: 'r' } }, missed],
      reschedule({ plannedOn: '2026-05-02', reason: 'Leverancen blev forsinket' }),
      'milestone-same-date',
    ],
    ['when it was reached', [planned, reached], reschedule(), 'milestone-already-reached'],
    ['when it was dropped', [planned, dropped], reschedule(), 'milestone-dropped'],
    ['without a reason', [planned], reschedule({ reason: '' }), 'milestone-words-missing'],
  ]);
});

describe('dropping a milestone', () => {
  it('says why', () => {
    expect(said([planned], drop())).toEqual([dropped]);
    expect(milestone(planned, dropped)?.state).toBe('dropped');
  });

  it('changes nothing the second time', () => {
    expect(said([planned, dropped], drop())).toEqual([]);
  });

  refuses([
    ['when it was dropped for another reason', [planned, dropped], drop({ reason: 'x' }), 'milestone-dropped'],
    ['when it was reached', [planned, reached], drop(), 'milestone-already-reached'],
    ['without a reason', [planned], drop({ reason: '' }), 'milestone-words-missing'],
  ]);
});

describe('correcting a milestone', () => {
  it('tells exactly what was wrong and leaves the rest', () => {
    const corrected = said([planned, reached], correct({ title: 'Prototype 2 klar', plannedOn: '2026-05-01' }));
    expect(corrected).toEqual([
      { type: 'MilestoneCorrected', data: { code: 'M1', reason: 'Tastefejl', title: 'Prototype 2 klar' } },
    ]);
    expect(milestone(planned, reached, ...corrected)).toMatchObject({
      title: 'Prototype 2 klar',
      plannedOn: '2026-05-01',
      state: 'reached',
      stateSince: '2026-05-03',
      note: 'Afprøvet i køkkenet',
    });
  });

  it('moves the day it was reached, naming the state with it', () => {
    expect(said([planned, reached], correct({ stateSince: '2026-05-04' }))).toEqual([
      {
        type: 'MilestoneCorrected',
        data: { code: 'M1', reason: 'Tastefejl', state: 'reached', stateSince: '2026-05-04' },
      },
    ]);
  });

  it('takes back that it was reached, so that it can be reached anew', () => {
    const corrected = said([planned, reached], correct({ state: 'planned' }));
    expect(milestone(planned, reached, ...corrected)).toMatchObject({ state: 'planned', stateSince: undefined });
    expect(said([planned, reached, ...corrected], reach())).toHaveLength(1);
  });

  it('reaches what was recorded as dropped or missed by mistake', () => {
    for (const mistake of [dropped, missed])
      expect(
        milestone(
          planned,
          mistake,
          ...said([planned, mistake], correct({ state: 'reached', stateSince: '2026-05-02' })),
        ),
      ).toMatchObject({ state: 'reached', stateSince: '2026-05-02' });
  });

  it('corrects responsible person and note', () => {
    expect(said([planned], correct({ responsible: 'pm-2', note: 'Ny' }))).toHaveLength(1);
  });

  it('changes nothing when it is so already', () => {
    const asItIs = { title: 'Prototype klar', responsible: 'pm-1', state: 'reached', stateSince: '2026-05-03' };
    expect(said([planned, reached], correct(asItIs))).toEqual([]);
  });

  refuses([
    ['when nobody planned it', [], correct({ title: 'x' }), 'milestone-unknown'],
    ['without saying what was wrong', [planned], correct({ title: undefined }), 'milestone-nothing-corrected'],
    ['without a reason', [planned], correct({ title: 'x', reason: ' ' }), 'milestone-words-missing'],
    ['to a state without its day', [planned], correct({ state: 'reached' }), 'milestone-state-without-date'],
    [
      'to planned since a day',
      [planned, reached],
      correct({ state: 'planned', stateSince: '2026-05-01' }),
      'milestone-planned-with-date',
    ],
    [
      'to have been planned since a day',
      [planned],
      correct({ stateSince: '2026-05-01' }),
      'milestone-planned-with-date',
    ],
    [
      'to what has not happened yet',
      [planned],
      correct({ state: 'reached', stateSince: '2026-06-02' }),
      'in-the-future',
    ],
  ]);
});

describe('what is said of a milestone nobody planned', () => {
  it('leaves the case as it is', () => {
    const before = fold(partnership, registered);
    expect(fold(partnership, [reached, partly, missed, dropped], before)).toBe(before);
  });
});

describe('logging milestones', () => {
  it('is not for leadership', () => {
    const command = wish(leader, 'ReachMilestone', { code: 'M1', reachedOn: today });
    expect(refusal(() => said([planned], command)).reason).toBe('role-may-not');
  });
});
