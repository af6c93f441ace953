import type { Registered } from '#partnership';
import type { Followed } from '../following.js';
import type { Told } from '../told.js';
import type { Draft, Message } from './message.js';

export interface Context {
  readonly told: Told;
  /** The partnership before the event; absent while it is not registered. */
  readonly before?: Registered & Pick<Followed, 'marked'>;
  /** The partnership after it. */
  after(): Registered | undefined;
}

/** What leaves of a type of stored event: messages, or nothing and why. */
export type Telling<Data> =
  | {
      readonly as: readonly Pick<Message<never>, 'type' | 'schema'>[];
      /** What stays behind of it, and when nothing leaves at all. */
      readonly but?: string;
      tell(data: Data, context: Context): readonly Draft[];
    }
  | { readonly kept: string };

export type Tellings<Event extends { readonly type: string; readonly data: unknown }> = {
  readonly [Type in Event['type']]: Telling<Extract<Event, { type: Type }>['data']>;
};

export const kept = (why: string) => ({ kept: why });

/** A value by a name that people give. */
export const own = <Value>(record: Readonly<Record<string, Value>> | undefined, name: string): Value | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined;
