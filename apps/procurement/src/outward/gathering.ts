import type { Landmark } from '#event-store';
import type { Message, Outgoing } from '../kafka/broker.js';
import type { Step } from './translator.js';

/** What goes into one transaction. */
export interface Load {
  /** Everything up to here is in this load or in those before. */
  readonly position: number;
  /** The last event it passed; absent when it passed none. */
  readonly landmark?: Landmark;
  readonly outgoing: readonly Outgoing[];
  /** How many events have messages in it. */
  readonly events: number;
  readonly bytes: number;
  /** Those of its events that are traced. */
  readonly traced: readonly Step[];
  /** When the store took the first of them. */
  readonly oldest?: string;
}

export interface LoadLimits {
  /** Most events in a load. */
  readonly events: number;
  /** Most bytes in a load, unless a single event has more. */
  readonly bytes: number;
}

/**
 * Makes loads of steps: each holds all that is ready when it is asked for, up to the limits of that moment, so that they are small at
 * rest and large under load. Steps are fetched meanwhile, two full loads ahead at most.
 */
export async function* gathered(
  steps: AsyncIterable<readonly Step[]>,
  limits: () => LoadLimits,
): AsyncGenerator<Load, void, undefined> {
  const ready: Step[] = [];
  let bytes = 0;
  let ended: { readonly error?: unknown } | undefined;
  let left = false;
  const waiting: (() => void)[] = [];
  const change = () => new Promise<void>((settle) => waiting.push(settle));
  const changed = () => {
    for (const settle of waiting.splice(0)) settle();
  };
  const full = () => ready.length >= 2 * limits().events || bytes >= 2 * limits().bytes;

  const fetch = async () => {
    for await (const some of steps) {
      for (const step of some) bytes += step.bytes;
      ready.push(...some);
      changed();
      while (full() && !left) await change();
      if (left) return;
    }
  };
  const end = (how: typeof ended) => {
    ended = how;
    changed();
  };
  fetch().then(
    () => end({}),
    (error) => end({ error }),
  );

  try {
    for (;;) {
      if (ready.length > 0) {
        const load = take(ready, limits());
        bytes -= load.bytes;
        changed();
        yield load;
      } else if (ended) {
        if ('error' in ended) throw ended.error;
        return;
      } else await change();
    }
  } finally {
    left = true;
    changed();
  }
}

/** Takes from the front what fits into one load; of steps without messages, any number. */
function take(ready: Step[], limits: LoadLimits): Load {
  const topics = new Map<string, Message[]>();
  let position = 0;
  let events = 0;
  let bytes = 0;
  let taken = 0;
  const traced: Step[] = [];
  let oldest: string | undefined;
  let landmark: Landmark | undefined;
  for (const step of ready) {
    if (step.outgoing.length > 0) {
      if (events === limits.events || (events > 0 && bytes + step.bytes > limits.bytes)) break;
      for (const { topic, messages } of step.outgoing) {
        const before = topics.get(topic);
        if (before) before.push(...messages);
        else topics.set(topic, [...messages]);
      }
      events += 1;
      bytes += step.bytes;
      if (step.traceparent !== undefined) traced.push(step);
      oldest ??= step.landmark?.recordedAt;
    }
    position = step.position;
    landmark = step.landmark ?? landmark;
    taken += 1;
  }
  ready.splice(0, taken);
  const outgoing = [...topics].map(([topic, messages]) => ({ topic, messages }));
  return {
    position,
    outgoing,
    events,
    bytes,
    traced,
    ...(landmark && { landmark }),
    ...(oldest !== undefined && { oldest }),
  };
}
