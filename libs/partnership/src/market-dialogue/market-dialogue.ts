import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { hasHappened, onlyIn, own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { BusinessDate, Fact, RefusalTexts, Wish } from '../vocabulary.js';

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type MarketDialogueEvent =
  | Fact<
      'MarketDialogueOpened',
      {
        readonly title: string;
        readonly callLink: string;
        readonly opensOn: BusinessDate;
        readonly closesOn: BusinessDate;
        readonly questions?: readonly string[];
      }
    >
  | Fact<
      'DialogueParticipantRegistered',
      { readonly participantId: string; readonly name: string; readonly cvr?: string; readonly country: string }
    >
  | Fact<
      'DialogueMeetingHeld',
      {
        readonly meetingId: string;
        readonly participants: readonly string[];
        readonly heldOn: BusinessDate;
        readonly subject: string;
        readonly minutes?: string;
      }
    >
  | Fact<
      'DialogueMaterialShared',
      {
        readonly materialId: string;
        readonly title: string;
        readonly link: string;
        /** Participant ids. */
        readonly recipients: readonly string[];
      }
    >
  | Fact<
      'MarketDialogueConcluded',
      { readonly summary: string; readonly marketHasSolution: boolean; readonly evidence: string }
    >;

type DataOf<T extends MarketDialogueEvent['type']> = Extract<MarketDialogueEvent, { type: T }>['data'];

export type MarketDialogueCommand =
  | Wish<'OpenMarketDialogue', DataOf<'MarketDialogueOpened'>>
  | Wish<'RegisterDialogueParticipant', DataOf<'DialogueParticipantRegistered'>>
  | Wish<'HoldDialogueMeeting', DataOf<'DialogueMeetingHeld'>>
  | Wish<'ShareDialogueMaterial', DataOf<'DialogueMaterialShared'>>
  | Wish<'ConcludeMarketDialogue', DataOf<'MarketDialogueConcluded'>>;

export interface Dialogue {
  readonly opened: DataOf<'MarketDialogueOpened'>;
  /** By participant id; the need may not name them. */
  readonly participants: Readonly<Record<string, DataOf<'DialogueParticipantRegistered'>>>;
  readonly meetings: Readonly<Record<string, DataOf<'DialogueMeetingHeld'>>>;
  /** By material id; recipients are all who have received it, over however many times it was shared. */
  readonly material: Readonly<Record<string, DataOf<'DialogueMaterialShared'>>>;
  /** Set once the dialogue is concluded. */
  readonly conclusion?: DataOf<'MarketDialogueConcluded'>;
}

export const marketDialogueRefusals = {
  'need-not-described': {
    about: 'state',
    en: 'Describe the need before opening a market dialogue about it.',
    da: 'Beskriv behovet, før der åbnes en markedsdialog om det.',
  },
  'dialogue-already-opened': {
    about: 'state',
    en: 'A market dialogue is opened already: {title}.',
    da: 'Der er allerede åbnet en markedsdialog: {title}.',
  },
  'dialogue-dates-reversed': {
    about: 'input',
    en: 'A dialogue that opens on {opensOn} cannot close on {closesOn}.',
    da: 'En dialog, der åbner den {opensOn}, kan ikke lukke den {closesOn}.',
  },
  'dialogue-not-opened': {
    about: 'state',
    en: 'Open the market dialogue first.',
    da: 'Åbn markedsdialogen først.',
  },
  'dialogue-concluded': {
    about: 'state',
    en: 'The market dialogue is concluded.',
    da: 'Markedsdialogen er afsluttet.',
  },
  'dialogue-still-open': {
    about: 'state',
    en: 'The call is open until {closesOn}: the dialogue cannot be concluded on {occurredOn}.',
    da: 'Indkaldelsen er åben til {closesOn}: dialogen kan ikke afsluttes den {occurredOn}.',
  },
  'dialogue-words-missing': {
    about: 'input',
    en: 'Say what came out of the dialogue, and the evidence for it.',
    da: 'Beskriv hvad dialogen viste, og hvad det bygger på.',
  },
  'participant-id-taken': {
    about: 'state',
    en: 'There is another participant {participantId} already: choose another id.',
    da: 'Der findes allerede en anden deltager {participantId}: vælg et andet id.',
  },
  'participant-unknown': {
    about: 'state',
    en: 'These do not take part in the dialogue: {participants}. Register them first.',
    da: 'Disse deltager ikke i dialogen: {participants}. Registrér dem først.',
  },
  'meeting-id-taken': {
    about: 'state',
    en: 'There is another meeting {meetingId} already: choose another id.',
    da: 'Der findes allerede et andet møde {meetingId}: vælg et andet id.',
  },
  'meeting-without-participants': {
    about: 'input',
    en: 'Say who took part in the meeting {meetingId}.',
    da: 'Angiv hvem der deltog i mødet {meetingId}.',
  },
  'meeting-before-dialogue': {
    about: 'input',
    en: 'The dialogue opened on {opensOn}: the meeting cannot have been held on {heldOn}.',
    da: 'Dialogen åbnede den {opensOn}: mødet kan ikke være holdt den {heldOn}.',
  },
  'material-id-taken': {
    about: 'state',
    en: 'There is other material {materialId} already: choose another id.',
    da: 'Der findes allerede andet materiale {materialId}: vælg et andet id.',
  },
  'material-without-recipients': {
    about: 'input',
    en: 'There is nobody to share the material {materialId} with: register the participants first.',
    da: 'Der er ingen at dele materialet {materialId} med: registrér deltagerne først.',
  },
  'material-not-to-all': {
    about: 'state',
    en: 'All participants receive the same material: share {lacking}.',
    da: 'Alle deltagere skal have det samme materiale: del {lacking}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof marketDialogueRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

/** The dialogue while something can still be done in it. */
function stillOpen({ dialogue }: Registered): Dialogue {
  if (!dialogue) throw refuse('dialogue-not-opened');
  if (dialogue.conclusion) throw refuse('dialogue-concluded');
  return dialogue;
}

function takingPart({ participants }: Dialogue, ids: readonly string[]): void {
  const unknown = ids.filter((id) => !own(participants, id));
  if (unknown.length > 0) throw refuse('participant-unknown', { participants: unknown });
}

/** Who lacks a piece of material, in words: "<material> with <participant>". */
const lacking = ({ participants }: Dialogue, title: string, recipients: readonly string[]): string[] =>
  Object.values(participants)
    .filter(({ participantId }) => !recipients.includes(participantId))
    .map(({ name }) => `${title} → ${name}`);

export const marketDialogueDecisions: Decisions<MarketDialogueCommand> = {
  OpenMarketDialogue({ data }, partnership) {
    const { dialogue, need } = partnership;
    if (dialogue && sameContent(dialogue.opened, data)) return [];
    if (dialogue) throw refuse('dialogue-already-opened', { title: dialogue.opened.title });
    if (!need) throw refuse('need-not-described');
    // After a cancelled procurement the market may be asked anew.
    if (partnership.procurement.prepared) onlyIn(partnership, 'need');
    else onlyIn(partnership, 'need', 'procurement');
    const { opensOn, closesOn } = data;
    if (closesOn < opensOn) throw refuse('dialogue-dates-reversed', { opensOn, closesOn });
    return [{ type: 'MarketDialogueOpened', data }];
  },

  RegisterDialogueParticipant({ data }, partnership) {
    const { participantId } = data;
    const taken = partnership.dialogue && own(partnership.dialogue.participants, participantId);
    if (taken && sameContent(taken, data)) return [];
    if (taken) throw refuse('participant-id-taken', { participantId });
    stillOpen(partnership);
    return [{ type: 'DialogueParticipantRegistered', data }];
  },

  HoldDialogueMeeting(command, partnership) {
    const { data } = command;
    const { meetingId, participants, heldOn } = data;
    const taken = partnership.dialogue && own(partnership.dialogue.meetings, meetingId);
    if (taken && sameContent(taken, data)) return [];
    if (taken) throw refuse('meeting-id-taken', { meetingId });
    const dialogue = stillOpen(partnership);
    if (participants.length === 0) throw refuse('meeting-without-participants', { meetingId });
    takingPart(dialogue, participants);
    hasHappened(command, heldOn);
    const { opensOn } = dialogue.opened;
    if (heldOn < opensOn) throw refuse('meeting-before-dialogue', { heldOn, opensOn });
    return [{ type: 'DialogueMeetingHeld', data }];
  },

  ShareDialogueMaterial({ data }, partnership) {
    const { materialId, title, link, recipients } = data;
    const before = partnership.dialogue && own(partnership.dialogue.material, materialId);
    if (before && (before.title !== title || before.link !== link)) throw refuse('material-id-taken', { materialId });
    if (before && recipients.every((id) => before.recipients.includes(id))) return [];
    const dialogue = stillOpen(partnership);
    if (recipients.length === 0) throw refuse('material-without-recipients', { materialId });
    takingPart(dialogue, recipients);
    const without = lacking(dialogue, title, [...(before?.recipients ?? []), ...recipients]);
    if (without.length > 0) throw refuse('material-not-to-all', { lacking: without });
    return [{ type: 'DialogueMaterialShared', data }];
  },

  ConcludeMarketDialogue({ data, occurredOn }, partnership) {
    const concluded = partnership.dialogue?.conclusion;
    if (concluded && sameContent(concluded, data)) return [];
    const dialogue = stillOpen(partnership);
    const { closesOn } = dialogue.opened;
    if (occurredOn < closesOn) throw refuse('dialogue-still-open', { closesOn, occurredOn });
    const without = Object.values(dialogue.material).flatMap(({ title, recipients }) =>
      lacking(dialogue, title, recipients),
    );
    if (without.length > 0) throw refuse('material-not-to-all', { lacking: without });
    if (isBlank(data.summary) || isBlank(data.evidence)) throw refuse('dialogue-words-missing');
    return [{ type: 'MarketDialogueConcluded', data }];
  },
};

const change = (partnership: Registered, how: (dialogue: Dialogue) => Partial<Dialogue>): Registered =>
  partnership.dialogue
    ? { ...partnership, dialogue: { ...partnership.dialogue, ...how(partnership.dialogue) } }
    : partnership;

export const marketDialogueEvolutions: Evolutions<MarketDialogueEvent> = {
  MarketDialogueOpened: (partnership, data) => ({
    ...partnership,
    phase: 'market-dialogue',
    dialogue: { opened: data, participants: {}, meetings: {}, material: {} },
  }),
  DialogueParticipantRegistered: (partnership, data) =>
    change(partnership, ({ participants }) => ({ participants: { ...participants, [data.participantId]: data } })),
  DialogueMeetingHeld: (partnership, data) =>
    change(partnership, ({ meetings }) => ({ meetings: { ...meetings, [data.meetingId]: data } })),
  DialogueMaterialShared: (partnership, data) =>
    change(partnership, ({ material }) => {
      const before = own(material, data.materialId)?.recipients ?? [];
      const recipients = [...new Set([...before, ...data.recipients])];
      return { material: { ...material, [data.materialId]: { ...data, recipients } } };
    }),
  MarketDialogueConcluded: (partnership, data) => change(partnership, () => ({ conclusion: data })),
};
