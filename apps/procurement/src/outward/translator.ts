import { setImmediate as breathe } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Told } from '#contracts';
import type { Decider } from '#decider';
import { type Batch, type EventStore, type Landmark, landmarkOf, type StoredEvent, traceparentOf } from '#event-store';
import { partnershipStream } from '#partnership';
import type { Outgoing } from '../kafka/broker.js';
import { NotTellable, partnershipOf, toldOf } from './told.js';

/** A position that was passed, and the messages its event led to; none at the end of a page. */
export interface Step {
  readonly position: number;
  /** The event; absent at the end of a page. */
  readonly landmark?: Landmark;
  /** The span the event was appended in, in W3C's words; absent where that was not recorded. */
  readonly traceparent?: string;
  readonly outgoing: readonly Outgoing[];
  /** About what the messages take on their way. */
  readonly bytes: number;
}

/** How events are put into messages: with what their partnership was before. */
export interface Language<State> {
  readonly following: Pick<Decider<never, Told, State>, 'initial' | 'evolve'>;
  /** Answers the same whenever it is asked the same. */
  messagesOf(told: Told, before: State): readonly Outgoing[];
}

/** Partnerships whose state is kept at hand; more than a batch can be about. */
const AT_HAND = 5_000;
/** Streams that are read at the same time, so that commands find connections too. */
const READ_AT_ONCE = 4;
const PAGE = 200;
/** Events translated without letting others of the process have a turn. */
const TURN = 100;

/** Translates what a subscription gives, in its order. Keeps states of partnerships, so one is good for one run through the events. */
export class Translator<State> {
  private readonly states = new LRUCache<string, { readonly state: State }>({ max: AT_HAND });

  constructor(
    private readonly store: EventStore,
    private readonly language: Language<State>,
  ) {}

  /**
   * The steps of a batch, a few at a time.
   *
   * @throws NotTellable at an event that cannot be translated, after the steps before it
   * @throws StoreUnavailable
   */
  async *stepsOf({ events, position }: Batch): AsyncGenerator<readonly Step[], void, undefined> {
    await this.fetchStates(events);
    for (let start = 0; start < events.length; start += TURN) {
      const steps: Step[] = [];
      try {
        for (const event of events.slice(start, start + TURN)) steps.push(this.stepOf(event));
      } catch (error) {
        yield steps;
        throw error;
      }
      yield steps;
      await breathe();
    }
    yield [{ position, outgoing: [], bytes: 0 }];
  }

  private stepOf(stored: StoredEvent): Step {
    const { position, type } = stored;
    try {
      const told = toldOf(stored);
      const { following, messagesOf } = this.language;
      const before = this.states.get(told.partnershipId)?.state ?? following.initial;
      this.states.set(told.partnershipId, { state: following.evolve(before, told) });
      const traceparent = traceparentOf(stored);
      const outgoing = inTrace(messagesOf(told, before), traceparent);
      const landmark = landmarkOf(stored);
      return { position, landmark, outgoing, bytes: bytesOf(outgoing), ...(traceparent && { traceparent }) };
    } catch (error) {
      throw notTellable(position, type, error);
    }
  }

  /** Reads what partnerships were before the first of these events that is about them, where that is not at hand. */
  private async fetchStates(events: readonly StoredEvent[]): Promise<void> {
    const missing = new Map<string, number>();
    for (const { stream, position, revision } of events) {
      const id = partnershipOf(stream);
      // Asked for, and not only looked for: what a batch needs is the last to go while the rest of it is fetched.
      if (this.states.get(id) || missing.has(id)) continue;
      if (revision === 0 && stream === partnershipStream(id))
        this.states.set(id, { state: this.language.following.initial });
      else missing.set(id, position);
    }
    const rest = missing.entries();
    const readers = Array.from({ length: READ_AT_ONCE }, async () => {
      for (const [id, position] of rest) this.states.set(id, { state: await this.stateBefore(id, position) });
    });
    await Promise.all(readers);
  }

  private async stateBefore(id: string, position: number): Promise<State> {
    const { following } = this.language;
    let state = following.initial;
    for (let from = 0; ; from += PAGE) {
      const page = await this.store.read(partnershipStream(id), { from, max: PAGE });
      for (const event of page) {
        if (event.position >= position) return state;
        try {
          state = following.evolve(state, toldOf(event));
        } catch (error) {
          throw notTellable(event.position, event.type, error);
        }
      }
      if (page.length < PAGE) return state;
    }
  }
}

const notTellable = (position: number, type: string, cause: unknown) =>
  new NotTellable(`The event at position ${position} (${type}) cannot be told: ${(cause as Error).message}`, { cause });

/** Messages that name the trace of their event. It is the one it was appended in: published again, they are the same again. */
function inTrace(outgoing: readonly Outgoing[], traceparent: string | undefined): readonly Outgoing[] {
  if (traceparent === undefined) return outgoing;
  return outgoing.map(({ topic, messages }) => ({
    topic,
    messages: messages.map((message) => ({ ...message, headers: { ...message.headers, traceparent } })),
  }));
}

/** What a message takes beside its value, as ours are: key, headers, frame. */
const BESIDE = 500;

function bytesOf(outgoing: readonly Outgoing[]): number {
  let bytes = 0;
  for (const { messages } of outgoing) for (const { value } of messages) bytes += BESIDE + (value?.length ?? 0);
  return bytes;
}
