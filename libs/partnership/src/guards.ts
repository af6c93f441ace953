import { Refused } from '#decider';
import type { Registered } from './partnership.js';
import type { BusinessDate, Phase, RefusalTexts, Wish } from './vocabulary.js';

/** Refusals that every room gives in the same words. */
export const guardRefusals = {
  'wrong-phase': {
    about: 'state',
    en: 'The partnership is in the phase {phase}; this belongs in {belongs}.',
    da: 'Partnerskabet er i fasen {phase}; dette hører til i {belongs}.',
  },
  'in-the-future': {
    about: 'input',
    en: 'What has happened cannot lie in the future: {occurredOn}.',
    da: 'Det, der er sket, kan ikke ligge i fremtiden: {occurredOn}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof guardRefusals, details: Record<string, unknown>) => new Refused(reason, details);

/** Refuses what belongs in another phase than the one the case is in. */
export function onlyIn(partnership: Registered, ...belongs: readonly Phase[]): void {
  if (!belongs.includes(partnership.phase)) throw refuse('wrong-phase', { phase: partnership.phase, belongs });
}

/** Refuses a date of something that has happened when it lies after the command's today; plans may lie there. */
export function hasHappened(command: Pick<Wish<string, unknown>, 'today'>, on: BusinessDate): void {
  if (on > command.today) throw refuse('in-the-future', { occurredOn: on });
}

/** What a record holds under an id somebody sent: an id such as 'constructor' finds nothing that is not its own. */
export const own = <Value>(record: Readonly<Record<string, Value>>, id: string): Value | undefined =>
  Object.hasOwn(record, id) ? record[id] : undefined;
