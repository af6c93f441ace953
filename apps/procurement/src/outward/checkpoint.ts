import type { Landmark } from '#event-store';
import type { Broker, Message } from '../kafka/broker.js';
import { CHECKPOINTS_TOPIC } from './topics.js';

/** What the checkpoint topic says of a gateway. */
export interface Checkpoint {
  /** Everything up to here is published; 0 before the first time. */
  readonly position: number;
  /** The last event of what is published, by which the store is known again; undefined before the first. */
  readonly landmark: Landmark | undefined;
  /** Names the latest opening by a gateway with this id; undefined before the first. */
  readonly opening: string | undefined;
}

/** What is sent with each load, in its transaction. */
export const reached = (gateway: string, landmark: Landmark): Message => note(gateway, landmark);

/** What is sent before anything else: whose turn it is. */
export const opened = (gateway: string, opening: string): Message => note(`${gateway}/opening`, { opening });

const note = (key: string, value: object): Message => ({
  key,
  value: Buffer.from(JSON.stringify(value)),
  headers: { 'content-type': 'application/json' },
});

/** @throws BrokerUnavailable */
export async function readCheckpoint(broker: Pick<Broker, 'everything'>, gateway: string): Promise<Checkpoint> {
  let kept: { readonly position: number } & Partial<Landmark> = { position: 0 };
  let opening: string | undefined;
  for await (const { key, value } of broker.everything(CHECKPOINTS_TOPIC)) {
    if (value === null) continue;
    if (key === gateway) kept = JSON.parse(value.toString()) as typeof kept;
    if (key === `${gateway}/opening`) ({ opening } = JSON.parse(value.toString()) as { opening: string });
  }
  // Notes of earlier releases have the position only.
  return { position: kept.position, landmark: kept.id === undefined ? undefined : (kept as Landmark), opening };
}
