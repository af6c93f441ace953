import { Instant, Nested, OneOf, WholeNumber } from '#platform';

export const outwardStates = ['off', 'connected', 'away', 'superseded', 'stopped'] as const;
export type OutwardState = (typeof outwardStates)[number];

/** What is published. */
export class OutwardAnswer {
  @OneOf(outwardStates, {
    description:
      'off: no broker is configured; away: broker or store cannot be reached, it goes on by itself; superseded: another gateway with the same id publishes; stopped: an event of a later release or one that cannot be told, see the log',
  })
  state: OutwardState;
  @WholeNumber({ optional: true, description: 'Everything up to here is published' }) position?: number;
  @WholeNumber({ optional: true, description: 'About how many events are still to come' }) behind?: number;
  @Instant({ optional: true, description: 'When it came into this state' }) since?: string;
}

/** What the gateway to procurement systems tells of itself in the process's health. */
export class ProcurementAnswer {
  @Nested(() => OutwardAnswer) outward: OutwardAnswer;
}
