import { type Broker, bytesOf, type TooLarge } from '../kafka/broker.js';
import type { Load } from './gathering.js';

/** What an event leads to is larger than the broker takes. */
export interface Oversize {
  /** Of the event. */
  readonly position: number;
  readonly stream: string | undefined;
  readonly topic: string;
  /** About what its largest message takes. */
  readonly bytes: number;
  /** The most the topic takes; absent where that may not be asked. */
  readonly limit?: number;
}

/** A load the broker refuses for its size. */
export class LoadTooLarge extends Error {
  override readonly name = 'LoadTooLarge';
  constructor(
    readonly load: Load,
    cause: TooLarge,
  ) {
    super(cause.message, { cause });
  }
}

/** What of the load of one event is too large. */
export async function oversizeOf({ position, landmark, outgoing }: Load, broker: Broker): Promise<Oversize> {
  const all = outgoing.flatMap(({ topic, messages }) => messages.map((one) => ({ topic, bytes: bytesOf(one) })));
  const { topic, bytes } = all.reduce((one, other) => (other.bytes > one.bytes ? other : one));
  const limit = await broker.largest(topic).catch(() => undefined);
  return { position, stream: landmark?.stream, topic, bytes, ...(limit !== undefined && { limit }) };
}
