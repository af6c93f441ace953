import { commandIdOf, commandOf, isUnderstood, type Understood } from '#contracts';
import { Refused } from '#decider';
import { codec, DuplicateEvent, type Json, KeyReused, type Transactor } from '#event-store';
import { type Actor, type PartnershipEvent, partnership, partnershipStream } from '#partnership';
import { dayInDenmark } from '#platform';
import { placeOf } from '../dead-letters/dead-letter.js';
import type { Incoming } from './incoming.js';
import type { Earlier, Outcome } from './received.js';

/** Who the gateway is to the rules: what procurement systems tell is recorded in its name. */
export const gatewayActor: Actor = { subject: 'procurement-gateway', role: 'system', organisation: '0000' };

export const partnershipCodec = codec<PartnershipEvent>();

/** What came of a message. */
export interface Verdict {
  readonly outcome: Outcome;
  /** Why it was refused or cannot be read; of a repeated one, why the first was. */
  readonly reason?: string;
  readonly details?: Json;
  /** Position of the last event it led to; absent where everything was so already. */
  readonly position?: number;
}

/** Kept with the events a message led to: enough to know the message again. */
interface FirstAnswer {
  readonly place: string;
  readonly events: readonly string[];
}

/** Takes messages up: what comes of each of them. */
export class Judge {
  constructor(
    private readonly transactor: Transactor,
    private readonly now: () => Date,
  ) {}

  /**
   * Takes a message up. The same one again changes nothing and is answered as the first time, also where a rule would
   * refuse it by now.
   *
   * @param earlier messages of its id, at other places, that became dead letters; none where it is one of them, put back
   * @throws StoreUnavailable, Contended when it is not known whether it was done: taking it up again is safe
   */
  async judge(taken: Incoming, earlier: readonly Earlier[]): Promise<Verdict> {
    const { message, read } = taken;
    const before = answeredBefore(taken, earlier);
    if (before) return before;
    if (!isUnderstood(read))
      return {
        outcome: 'unreadable',
        reason: read.faults[0].reason,
        details: { faults: read.faults } as unknown as Json,
      };
    // Order is kept by key: under another one it would overtake what is told of the same partnership.
    if (message.key !== read.partnershipId)
      return { outcome: 'unreadable', reason: 'key-not-partnership', details: { key: message.key } };
    return this.decided(taken, read);
  }

  private async decided({ message, fingerprint }: Incoming, understood: Understood): Promise<Verdict> {
    const { id, source, partnershipId } = understood;
    const now = this.now();
    const at = now.toISOString();
    const command = commandOf(understood, { by: gatewayActor, at, today: dayInDenmark(now.getTime()) });
    const commandId = commandIdOf(understood);
    const place = placeOf(message);
    try {
      const { position, repeated } = await this.transactor.transact(partnership, partnershipCodec, {
        stream: partnershipStream(partnershipId),
        command,
        commandId,
        metadata: {
          by: gatewayActor.subject,
          role: gatewayActor.role,
          organisation: gatewayActor.organisation,
          occurredOn: command.occurredOn,
          correlationId: id,
          causationId: id,
          commandId,
          source,
        },
        receipt: {
          key: commandId,
          fingerprint,
          answer: (events) => ({ place, events: events.map(({ type }) => type) }) satisfies FirstAnswer,
        },
      });
      if (!repeated) return { outcome: 'applied', ...(position > 0 && { position }) };
      const first = repeated.answer as unknown as FirstAnswer;
      // Of this very message when it is given again because its end was not noted.
      const outcome = first.place === place ? 'applied' : 'repeated';
      return { outcome, ...(first.events.length > 0 && { position: repeated.position }) };
    } catch (error) {
      return refusal(error);
    }
  }
}

const ID_REUSED = 'message-id-reused';

/** What a message is when another one of its id was refused or could not be read. */
function answeredBefore({ fingerprint }: Incoming, earlier: readonly Earlier[]): Verdict | undefined {
  const same = earlier.find((one) => one.fingerprint === fingerprint);
  if (same) {
    const { reason, details } = same;
    return { outcome: 'repeated', ...(reason !== null && { reason, details }) };
  }
  return earlier.some(({ reason }) => reason !== ID_REUSED) ? { outcome: 'refused', reason: ID_REUSED } : undefined;
}

/** What will be the same however often it is tried; anything else is thrown on, to be tried again. */
function refusal(error: unknown): Verdict {
  if (error instanceof Refused) return { outcome: 'refused', reason: error.reason, details: error.details as Json };
  if (error instanceof KeyReused || error instanceof DuplicateEvent) return { outcome: 'refused', reason: ID_REUSED };
  if (error instanceof TypeError || error instanceof RangeError)
    return { outcome: 'refused', reason: 'failed', details: { error: error.message } };
  throw error;
}
