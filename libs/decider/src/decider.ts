/**
 * A business rule book over one event stream, as pure functions: no clock, no id generator, no I/O.
 *
 * After Jérémie Chassaing, "Functional Event Sourcing Decider" (2021).
 */
export interface Decider<Command, Event, State> {
  /** The state of a stream nobody has written to. */
  readonly initial: State;
  /** The events a command leads to; none when it changes nothing. Throws `Refused` when a rule says no. */
  decide(command: Command, state: State): Event[];
  /** The state after an event. Never throws, and returns the state as it is for a type it does not know. */
  evolve(state: State, event: Event): State;
}

/** The state after `events`, starting from `from` (the decider's initial state unless given). */
export function fold<Event, State>(
  decider: Pick<Decider<never, Event, State>, 'initial' | 'evolve'>,
  events: Iterable<Event>,
  from: State = decider.initial,
): State {
  let state = from;
  for (const event of events) state = decider.evolve(state, event);
  return state;
}
