import type { BusinessDate, Registered } from '#partnership';
import { contracts } from './contracting.js';
import { type Comparison, type Disagreement, type Heard, knownFrom } from './disagreement.js';
import { invoices, payments, unsettled } from './paying.js';
import { notice, standstill } from './tendering.js';

/** Messages that were refused or could not be read, and were neither put back nor set aside since. */
const notTaken: Comparison = (heard) =>
  heard.flatMap((message): Disagreement[] => {
    const { messageId, outcome, deadLetter, type = 'unknown', why } = message;
    if (deadLetter === undefined || (outcome !== 'refused' && outcome !== 'unreadable')) return [];
    const retry = `npm run dead-letters -- retry ${deadLetter}`;
    const setAside = `npm run dead-letters -- set-aside ${deadLetter} --reason "…"`;
    const there = {
      en: `Message ${messageId} of type ${type} was sent.`,
      da: `Meddelelsen ${messageId} af typen ${type} er sendt.`,
    };
    const reason = why ?? { en: 'no reason is known', da: 'grunden kendes ikke' };
    if (outcome === 'unreadable') {
      return [
        {
          kind: 'unreadable',
          about: { messageId, type },
          there,
          here: { en: `It could not be read: ${reason.en}`, da: `Den kunne ikke læses: ${reason.da}` },
          todo: {
            en: `Have the procurement system send it as described, with an id of its own. Nothing of it is recorded. Then: ${setAside}`,
            da: `Få udbudssystemet til at sende den som beskrevet, med sit eget id. Intet af den er noteret. Derefter: ${setAside}`,
          },
          ...knownFrom(message),
        },
      ];
    }
    return [
      {
        kind: 'refused',
        about: { messageId, type },
        there,
        here: { en: `It was refused: ${reason.en}`, da: `Den blev afvist: ${reason.da}` },
        todo: {
          en: `Put right what the reason names, here or there; then put the message back: ${retry}`,
          da: `Ret det, grunden nævner, her eller dér; læg derefter meddelelsen tilbage: ${retry}`,
        },
        ...knownFrom(message),
      },
    ];
  });

const comparisons: readonly Comparison[] = [notTaken, notice, standstill, contracts, invoices, payments, unsettled];

/**
 * What a procurement system and Medspil do not say alike of a partnership, in a stable order.
 *
 * @param heard its messages as far as they name the partnership, in the order they came
 * @param today the calendar day where the municipality is
 */
export const disagreements = (heard: readonly Heard[], partnership: Registered, today: BusinessDate): Disagreement[] =>
  comparisons.flatMap((compare) => compare(heard, partnership, today));
