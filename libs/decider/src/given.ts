import { type Decider, fold } from './decider.js';

/**
 * The test vocabulary: `given(decider, ...events).when(command)` returns the events decided, or throws
 * `Refused`. Several commands are decided one after the other, each on what the ones before led to.
 */
export function given<Command, Event, State>(decider: Decider<Command, Event, State>, ...events: Event[]) {
  return {
    when(...commands: Command[]): Event[] {
      let state = fold(decider, events);
      const decided: Event[] = [];
      for (const command of commands) {
        const more = decider.decide(command, state);
        state = fold(decider, more, state);
        decided.push(...more);
      }
      return decided;
    },
  };
}
