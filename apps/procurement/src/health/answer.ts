import { Code, Instant, ListOf, Nested, OneOf, Text, WholeNumber } from '#platform';

export const outwardStates = ['off', 'connected', 'away', 'too-large', 'superseded', 'stopped'] as const;
export type OutwardState = (typeof outwardStates)[number];

/** A message the broker refuses for its size. */
export class TooLargeAnswer {
  @WholeNumber({ description: 'Position of the event it tells; everything before it is published' }) position: number;
  @Text({ max: 249, example: 'medspil.ocds.v1' }) topic: string;
  @WholeNumber({ description: 'About its bytes' }) bytes: number;
  @WholeNumber({
    optional: true,
    description: 'What the topic takes: its max.message.bytes; absent where that is not told',
  })
  limit?: number;
}

/** What is published. */
export class OutwardAnswer {
  @OneOf(outwardStates, {
    description:
      'off: no broker is configured; away: broker or store cannot be reached, it goes on by itself; too-large: the broker refuses a message for its size, it goes on by itself once max.message.bytes of the topic is raised; superseded: another gateway with the same id publishes; stopped: an event of a later release or one that cannot be told, or another store, or the process is ending, see the log',
  })
  state: OutwardState;
  @WholeNumber({ optional: true, description: 'Everything up to here is published' }) position?: number;
  @WholeNumber({ optional: true, description: 'About how many events are still to come' }) behind?: number;
  @Instant({ optional: true, description: 'When it came into this state' }) since?: string;
  @Nested(() => TooLargeAnswer, { optional: true, description: 'While it is too-large' }) tooLarge?: TooLargeAnswer;
}

export const inwardStates = ['off', 'starting', 'connected', 'away', 'other-store', 'stopped'] as const;

export class WaitingAnswer {
  @OneOf(['store', 'read-models']) what: 'store' | 'read-models';
  @Instant({ description: 'Since when messages wait for it' }) since: string;
}

export class DeadLettersAnswer {
  @Code({ example: 'not-released' }) reason: string;
  @WholeNumber({ description: 'How many wait to be looked at: npm run dead-letters' }) waiting: number;
}

/** What is received. */
export class InwardAnswer {
  @OneOf(inwardStates, {
    description:
      'off: no broker is configured; starting: broker or store was not found yet; away: it goes on by itself; other-store: the store is not the one this gateway published from, and nothing is taken up until it is started anew',
  })
  state: (typeof inwardStates)[number];
  @ListOf(() => WaitingAnswer, { max: 2, description: 'What is away, so that messages wait' })
  waitingFor: readonly WaitingAnswer[];
  @Instant({ optional: true, description: 'When this process last took a message up' }) at?: string;
  @ListOf(() => DeadLettersAnswer, {
    max: 1000,
    optional: true,
    description: 'Absent where that cannot be read in time',
  })
  deadLetters?: readonly DeadLettersAnswer[];
}

/** What the gateway to procurement systems tells of itself in the process's health. */
export class GatewayHealth {
  @Nested(() => OutwardAnswer) outward: OutwardAnswer;
  @Nested(() => InwardAnswer) inward: InwardAnswer;
}
