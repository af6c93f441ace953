import type { MessageFault } from '#contracts';
import type { Json } from '#event-store';
import { partnershipRefusals, refusalWords } from '#partnership';
import { type Language, type Refusals, refusalSentence } from '#platform';
import type { Fault } from '../dead-letters/dead-letter.js';
import type { Verdict } from './judge.js';

/** What the gateway itself finds wrong with a message, beside the rules of partnerships. */
const inwardFaults = {
  'key-not-partnership': {
    about: 'input',
    en: 'The key of the message is {key} and must be the partnership it is about: order is kept by key.',
    da: 'Meddelelsens nøgle er {key} og skal være det partnerskab, den handler om: rækkefølgen følger nøglen.',
  },
  'message-id-reused': {
    about: 'input',
    en: 'A message with this source and id came before and said something else: give each message an id of its own.',
    da: 'En meddelelse med denne kilde og dette id er kommet før og sagde noget andet: giv hver meddelelse sit eget id.',
  },
  failed: {
    about: 'state',
    en: 'Taking the message up failed here: {error}. Put it back when that is mended.',
    da: 'Meddelelsen kunne ikke behandles her: {error}. Læg den tilbage, når det er rettet.',
  },
} as const satisfies Refusals;

const sentences: Refusals = { ...partnershipRefusals, ...inwardFaults };

/** Why a message was refused or could not be read, for people. */
export function sayWhy({ reason, details }: Why, language: Language): string {
  const { faults, ...named } = (details ?? {}) as { readonly faults?: readonly MessageFault[] };
  if (faults) return faults.map((fault) => `${fault.at ?? theMessage[language]} ${fault[language]}`).join('; ');
  return refusalSentence({ reason, details: named }, sentences, refusalWords, language);
}

/** What was found wrong, as it is noted. */
interface Why {
  readonly reason: string;
  readonly details?: Json | undefined;
}

const theMessage: Readonly<Record<Language, string>> = { en: 'The message', da: 'Meddelelsen' };

/** What a dead letter says of why it is one. */
export function faultOf({ reason = 'failed', details }: Verdict): Fault {
  return { reason, details: sayWhy({ reason, details }, 'en') };
}
