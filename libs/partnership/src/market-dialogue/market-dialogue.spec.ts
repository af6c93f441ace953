import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { refuses } from '../../test/refuses.js';
import {
  dialogueConcluded,
  dialogueOpened,
  manager,
  needDescribed,
  officer,
  prepared,
  refusal,
  registered,
  wish,
} from '../../test/story.js';
import { type PartnershipEvent, partnership, type Registered } from '../partnership.js';

const open = (data: object = {}) =>
  wish(manager, 'OpenMarketDialogue', {
    title: 'Åben dialog',
    callLink: 'https://udbud.example/dialog/2',
    opensOn: '2025-02-01',
    closesOn: '2025-03-01',
    ...data,
  });
const takePart = (participantId: string, name: string) =>
  wish(manager, 'RegisterDialogueParticipant', { participantId, name, country: 'DK' });
const meet = (data: object = {}) =>
  wish(manager, 'HoldDialogueMeeting', {
    meetingId: 'dm2',
    participants: ['d2'],
    heldOn: '2025-02-11',
    subject: 'Drikkevægt',
    ...data,
  });
const share = (materialId: string, recipients: string[], data: object = {}) =>
  wish(manager, 'ShareDialogueMaterial', {
    materialId,
    title: 'Svar på spørgsmål',
    link: 'https://udbud.example/m2',
    recipients,
    ...data,
  });
const conclude = (data: object = {}, on = '2025-03-01') =>
  wish(
    officer,
    'ConcludeMarketDialogue',
    { summary: 'Intet findes', marketHasSolution: false, evidence: 'Fem samtaler', ...data },
    on,
  );
const latecomer: PartnershipEvent = {
  type: 'DialogueParticipantRegistered',
  data: { participantId: 'd3', name: 'Sidste Chance', country: 'DK' },
};

describe('opening a market dialogue', () => {
  it('takes a described need into the dialogue', () => {
    const opened = given(partnership, ...needDescribed).when(open());
    expect(opened).toHaveLength(1);
    expect(fold(partnership, [...needDescribed, ...opened])).toMatchObject({ phase: 'market-dialogue' });
  });

  it('may close on the day it opens', () => {
    expect(given(partnership, ...needDescribed).when(open({ closesOn: '2025-02-01' }))).toHaveLength(1);
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...needDescribed).when(open(), open())).toHaveLength(1);
  });

  it('may follow on a cancelled procurement that had none', () => {
    const past: PartnershipEvent[] = [
      ...needDescribed,
      { type: 'ProcurementPrepared', data: { summary: 'Direkte' } },
      { type: 'ProcurementCancelled', data: { reason: 'Fejl', decidedBy: 'lead-1' } },
    ];
    expect(given(partnership, ...past).when(open())).toHaveLength(1);
  });

  const development: PartnershipEvent = {
    type: 'DevelopmentStarted',
    data: { legalRationale: 'OPI', startedOn: '2025-06-01', decidedBy: 'lead-1' },
  };
  const preparedWithout: PartnershipEvent = { type: 'ProcurementPrepared', data: { summary: 'Direkte' } };
  refuses([
    ['before the need is described', registered, open(), 'need-not-described'],
    ['when another is opened', dialogueOpened, open(), 'dialogue-already-opened'],
    ['backwards', needDescribed, open({ closesOn: '2025-01-31' }), 'dialogue-dates-reversed'],
    ['once the procurement is prepared', [...needDescribed, preparedWithout], open(), 'wrong-phase'],
    ['once development has started without one', [...needDescribed, development], open(), 'wrong-phase'],
  ]);
});

describe('taking part', () => {
  it('is possible, late too, until the dialogue is concluded', () => {
    expect(given(partnership, ...dialogueOpened).when(takePart('d3', 'Sidste Chance'))).toEqual([latecomer]);
  });

  it('changes nothing the second time', () => {
    const command = takePart('d3', 'Sidste Chance');
    expect(given(partnership, ...dialogueOpened).when(command, command)).toHaveLength(1);
  });

  refuses([
    ['under a taken id', dialogueOpened, takePart('d1', 'En anden'), 'participant-id-taken'],
    ['before the dialogue is opened', needDescribed, takePart('d3', 'X'), 'dialogue-not-opened'],
    ['after it is concluded', dialogueConcluded, takePart('d3', 'X'), 'dialogue-concluded'],
  ]);
});

describe('meeting in the dialogue', () => {
  it('is recorded once', () => {
    expect(given(partnership, ...dialogueOpened).when(meet(), meet())).toHaveLength(1);
  });

  refuses([
    ['under a taken id', dialogueOpened, meet({ meetingId: 'dm1' }), 'meeting-id-taken'],
    ['with nobody', dialogueOpened, meet({ participants: [] }), 'meeting-without-participants'],
    ['with strangers', dialogueOpened, meet({ participants: ['d9'] }), 'participant-unknown'],
    ['before the dialogue opened', dialogueOpened, meet({ heldOn: '2025-01-31' }), 'meeting-before-dialogue'],
    ['before it was held', dialogueOpened, meet({ heldOn: '2026-06-02' }), 'in-the-future'],
    ['after it is concluded', dialogueConcluded, meet(), 'dialogue-concluded'],
  ]);
});

describe('sharing material', () => {
  it('is with all participants alike', () => {
    expect(given(partnership, ...dialogueOpened).when(share('m2', ['d2', 'd1']))).toHaveLength(1);
  });

  it('gives a latecomer what the others have, by itself or with them', () => {
    const again = { title: 'Behovsbeskrivelse', link: 'https://udbud.example/m1' };
    for (const recipients of [['d3'], ['d1', 'd2', 'd3']]) {
      const shared = given(partnership, ...dialogueOpened, latecomer).when(share('m1', recipients, again));
      expect(shared).toHaveLength(1);
      const { dialogue } = fold(partnership, [...dialogueOpened, latecomer, ...shared]) as Registered;
      expect(dialogue?.material.m1?.recipients).toEqual(['d1', 'd2', 'd3']);
    }
  });

  it('changes nothing for those who have it', () => {
    const again = { title: 'Behovsbeskrivelse', link: 'https://udbud.example/m1' };
    expect(given(partnership, ...dialogueOpened).when(share('m1', ['d1', 'd2'], again))).toEqual([]);
  });

  it('names who would be left out of what', () => {
    expect(refusal(() => given(partnership, ...dialogueOpened).when(share('m2', ['d1']))).details).toEqual({
      lacking: ['Svar på spørgsmål → Hydra GmbH'],
    });
  });

  const other: PartnershipEvent = {
    type: 'DialogueParticipantRegistered',
    data: { participantId: 'd4', name: 'Endnu En', country: 'DK' },
  };
  const again = { title: 'Behovsbeskrivelse', link: 'https://udbud.example/m1' };
  const opened: PartnershipEvent = { type: 'MarketDialogueOpened', data: { ...open().data } };
  refuses([
    ['with some of the participants', dialogueOpened, share('m2', ['d1']), 'material-not-to-all'],
    [
      'with one of two latecomers',
      [...dialogueOpened, latecomer, other],
      share('m1', ['d3'], again),
      'material-not-to-all',
    ],
    ['with strangers', dialogueOpened, share('m2', ['d1', 'd2', 'd9']), 'participant-unknown'],
    ['with nobody', [...needDescribed, opened], share('m2', []), 'material-without-recipients'],
    ['under the id of other material', dialogueOpened, share('m1', ['d1', 'd2']), 'material-id-taken'],
    ['after the dialogue is concluded', dialogueConcluded, share('m2', ['d1', 'd2']), 'dialogue-concluded'],
  ]);
});

describe('concluding the dialogue', () => {
  it('says what came out of it, from the closing date on', () => {
    expect(given(partnership, ...dialogueOpened).when(conclude())).toHaveLength(1);
  });

  it('changes nothing the second time', () => {
    expect(given(partnership, ...dialogueOpened).when(conclude(), conclude())).toHaveLength(1);
  });

  it('waits for what a latecomer lacks, and names it', () => {
    expect(refusal(() => given(partnership, ...dialogueOpened, latecomer).when(conclude()))).toMatchObject({
      reason: 'material-not-to-all',
      details: { lacking: ['Behovsbeskrivelse → Sidste Chance'] },
    });
  });

  refuses([
    ['before the call closes', dialogueOpened, conclude({}, '2025-02-28'), 'dialogue-still-open'],
    ['before it was opened', needDescribed, conclude(), 'dialogue-not-opened'],
    ['in other words than it was', dialogueConcluded, conclude(), 'dialogue-concluded'],
    ['without evidence', dialogueOpened, conclude({ evidence: ' ' }), 'dialogue-words-missing'],
    ['without a summary', dialogueOpened, conclude({ summary: '' }), 'dialogue-words-missing'],
    ['when the procurement is prepared on it', prepared, conclude(), 'dialogue-concluded'],
  ]);
});
