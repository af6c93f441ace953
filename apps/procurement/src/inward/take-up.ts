import { isUnderstood } from '#contracts';
import { placeOf, putBackOf } from '../dead-letters/dead-letter.js';
import { type Incoming, identityOf } from './incoming.js';
import type { Verdict } from './judge.js';
import type { DeadLetterRow, Earlier, ReceivedRow } from './received.js';

/** A message, and what came of it. */
export interface TakenUp extends Incoming {
  readonly verdict: Verdict;
  /** The dead letter it was put back from. */
  readonly putBackOf: string | undefined;
}

/** Whether a message goes to the dead letters. */
export const isDead = ({ verdict: { outcome } }: TakenUp): boolean => outcome === 'refused' || outcome === 'unreadable';

/**
 * The dead letter a message was put back from. Whoever may send may write in a header that it was: so it holds only where the
 * message is what that dead letter is.
 */
export function putBackFrom(one: Incoming, letters: readonly DeadLetterRow[]): string | undefined {
  const named = putBackOf(one.message);
  const letter = letters.find(({ dead_letter }) => dead_letter === named);
  if (!letter) return undefined;
  const { source, message_id, fingerprint } = letter;
  const isSame =
    (source === null || source === one.read.source) &&
    (message_id === null || message_id === one.read.id) &&
    [one.fingerprint, one.rawFingerprint].includes(fingerprint);
  return isSame ? named : undefined;
}

/** What is known of dead letters by the id of their messages, and what is added to it as messages are taken up. */
export class EarlierOnes {
  private readonly known = new Map<string, Earlier[]>();

  constructor(noted: readonly Earlier[]) {
    for (const one of noted) this.known.set(nameOf(one), [...(this.known.get(nameOf(one)) ?? []), one]);
  }

  /** Those of a message's id at other places than its own. */
  of(one: Incoming): readonly Earlier[] {
    const mine = earlierOf(one);
    const all = (mine && this.known.get(nameOf(mine))) ?? [];
    return all.filter(({ partition, offset }) => partition !== mine?.partition || offset !== mine.offset);
  }

  /** Notes what came of a message now, in the place of what was known of it. */
  takenUp(one: TakenUp): void {
    const mine = earlierOf(one, one.verdict);
    if (mine) this.known.set(nameOf(mine), [...this.of(one), ...(isDead(one) ? [mine] : [])]);
  }
}

const nameOf = ({ source, message_id }: Earlier) => JSON.stringify([source, message_id]);

function earlierOf(
  one: Incoming,
  { reason = null, details = null }: Partial<Pick<Earlier, 'reason' | 'details'>> = {},
): Earlier | undefined {
  const identity = identityOf(one);
  const { fingerprint, message } = one;
  const { partition, offset } = message;
  return (
    identity && { source: identity.source, message_id: identity.id, partition, offset, fingerprint, reason, details }
  );
}

/** What is noted of a message. */
export function rowOf(one: TakenUp, at: string): ReceivedRow {
  const { message, read, fingerprint, verdict } = one;
  const { topic, partition, offset, key } = message;
  const { outcome, reason = null, details = null, position = null } = verdict;
  return {
    topic,
    partition,
    offset,
    sent_at: message.at.toISOString(),
    at,
    source: read.source ?? null,
    message_id: read.id ?? null,
    fingerprint,
    type: read.type ?? null,
    partnership_id: read.partnershipId ?? (isUuid(key) ? key : null),
    outcome,
    reason,
    details,
    position,
    dead_letter: isDead(one) ? placeOf(message) : null,
    put_back_of: one.putBackOf ?? null,
    said: isUnderstood(read) ? (read.data as unknown as ReceivedRow['said']) : null,
  };
}

const isUuid = (text: string | null): boolean =>
  text !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
