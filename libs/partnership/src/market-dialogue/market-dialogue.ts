import type { BusinessDate, Fact, Wish } from '../vocabulary.js';

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
  readonly status: 'open' | 'concluded';
  readonly opensOn: BusinessDate;
  readonly closesOn: BusinessDate;
  /** Names, lower case, by participant id: the need may not name them. */
  readonly participants: Readonly<Record<string, string>>;
  readonly meetings: Readonly<Record<string, true>>;
  /** Who has received what: participant ids by material id. */
  readonly material: Readonly<Record<string, readonly string[]>>;
  readonly marketHasSolution?: boolean;
}
