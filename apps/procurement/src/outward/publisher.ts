import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, OtherStore, requireSameStore, StoreUnavailable } from '#event-store';
import type { Log } from '#projection';
import { type Broker, BrokerUnavailable, Fenced, type Sender, TooLarge } from '../kafka/broker.js';
import { type Checkpoint, opened, reached, readCheckpoint } from './checkpoint.js';
import { gathered, type Load, type LoadLimits } from './gathering.js';
import { LoadTooLarge, type Oversize, oversizeOf } from './oversize.js';
import { NotTellable, toldStreams } from './told.js';
import { CHECKPOINTS_TOPIC, outwardTopics } from './topics.js';
import { tracePublished } from './trace.js';
import { type Language, type Step, Translator } from './translator.js';

const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 10_000;
/** A gateway that has fenced this one is given this long to say that it has taken over, in milliseconds. */
const GRACE = 1_000;

/** How long a stop waits for the broker, in milliseconds. */
const GOODBYE = 10_000;

/** A load is one transaction. */
const limits: LoadLimits = { events: 1_000, bytes: 4_000_000 };
/** While it is found out which event is too large. */
const oneByOne: LoadLimits = { ...limits, events: 1 };
/** So many positions without a message are passed before that is noted. */
const NOTED = 10_000;
/** How often it is made sure that the store is still the same one, in milliseconds: none is restored so soon. */
const LOOK = 1_000;

export type PublisherState =
  | { readonly state: 'connected' }
  /** Broker or store cannot be reached: trying again by itself. */
  | { readonly state: 'away'; readonly error: string }
  /** The broker refuses a message for its size, and nothing after it is published: trying again by itself. */
  | { readonly state: 'too-large'; readonly oversize: Oversize }
  /** Another gateway with this id has taken over: nothing is published from here any more. */
  | { readonly state: 'superseded' }
  /** An event cannot be told, and nothing after it is until a release that can is started; or the store is another one. */
  | { readonly state: 'stopped'; readonly error?: string };

/** Told, whenever it was looked up, whether the store is the one that this id publishes from. */
export type OnStore = (isSame: boolean) => void;

/** Told of each load that is published. */
export type OnPublished = (load: Load) => void;

export interface PublisherOptions<State> {
  readonly store: EventStore;
  readonly broker: Broker;
  readonly gateway: string;
  readonly language: Language<State>;
  readonly log: Log;
  readonly onPublished?: OnPublished;
  readonly onStore?: OnStore;
}

/** Another gateway with the same id has opened since this one did. */
class Superseded extends Error {
  override readonly name = 'Superseded';
}

/**
 * Publishes what the store has, in its order and exactly once: each load of messages goes in one transaction with the
 * position it ends at. Whatever goes wrong, it begins anew, and reads where it is from what was committed.
 */
export class Publisher<State = unknown> {
  private current: PublisherState & { readonly since: string } = { ...starting, since: new Date().toISOString() };
  private published: number | undefined;
  private failures = 0;
  /** Up to here one event at a time is sent: something among them is too large. */
  private carefulTo = 0;
  private readonly life = new AbortController();
  /** Openings that are our own, or were there when we came. */
  private readonly known = new Set<string | undefined>();
  private done = Promise.resolve();

  constructor(private readonly options: PublisherOptions<State>) {}

  get state(): PublisherState & { readonly since: string } {
    return this.current;
  }

  /** Everything up to this position is published; undefined until that was read. */
  get position(): number | undefined {
    return this.published;
  }

  start(): void {
    this.done = this.run();
  }

  /** Ends after the transaction that is under way; a broker that does not answer is not waited for long. */
  async stop(): Promise<void> {
    this.life.abort();
    await Promise.race([this.done, pause(GOODBYE, undefined, { ref: false })]);
  }

  private async run(): Promise<void> {
    const { signal } = this.life;
    while (!signal.aborted) {
      try {
        await this.publish();
      } catch (error) {
        if (signal.aborted) break;
        if (error instanceof LoadTooLarge && error.load.events > 1) {
          this.carefulTo = error.load.position;
          continue;
        }
        if (error instanceof LoadTooLarge) await this.tellOversize(error);
        else if (this.isEnd(error as Error)) return;
        const longest = Math.min(FIRST_PAUSE * 2 ** this.failures++, LONGEST_PAUSE);
        const rest = Math.max(longest * (0.5 + Math.random() / 2), error instanceof Fenced ? GRACE : 0);
        await pause(rest, undefined, { signal }).catch(() => {});
      }
    }
    this.is({ state: 'stopped' });
  }

  /** Tells what went wrong, and whether that is the end. */
  private isEnd(error: Error): boolean {
    const { log, gateway } = this.options;
    if (error instanceof Superseded) {
      log.error({ gateway }, 'Another gateway with this id publishes now: this one has stopped');
      this.is({ state: 'superseded' });
      return true;
    }
    if (error instanceof NotTellable) {
      log.error({ gateway, err: error }, 'Publishing has stopped: an event cannot be told');
      this.is({ state: 'stopped', error: error.message });
      return true;
    }
    if (error instanceof OtherStore) {
      log.error(
        { gateway, err: error },
        'Publishing has stopped, and nothing is received: this id published from another store, or from this one before it was restored. Another KAFKA_GATEWAY_ID publishes from the beginning',
      );
      this.is({ state: 'stopped', error: error.message });
      this.options.onStore?.(false);
      return true;
    }
    const expected = [BrokerUnavailable, Fenced, StoreUnavailable].some((kind) => error instanceof kind);
    if (!expected) log.error({ gateway, err: error }, 'Publishing has failed and tries again');
    else if (this.failures === 0) log.warn({ gateway, err: error }, 'Publishing is interrupted and tries again');
    this.is({ state: 'away', error: error.message });
    return false;
  }

  private async tellOversize(error: LoadTooLarge): Promise<void> {
    const { log, gateway, broker } = this.options;
    const oversize = await oversizeOf(error.load, broker);
    if (this.current.state !== 'too-large')
      log.error(
        { gateway, err: error, ...oversize },
        'Publishing waits before an event whose message is larger than the broker takes: raise max.message.bytes of the topic',
      );
    this.is({ state: 'too-large', oversize });
  }

  private async publish(): Promise<void> {
    const { broker, gateway, store, language, log } = this.options;
    await broker.ensureTopics(outwardTopics);
    const sender = await broker.openSender(gateway);
    // Ends the subscription when this round does, so that none is left waiting behind.
    const round = new AbortController();
    try {
      let seen = await this.takeOver(sender);
      const from = seen.position;
      let looked = performance.now();
      this.published = from;
      // Not before that message went through.
      if (this.current.state !== 'too-large') this.is({ state: 'connected' });
      log.info({ gateway, position: from }, 'Publishing');
      const signal = AbortSignal.any([round.signal, this.life.signal]);
      const steps = stepsOf(store, new Translator(store, language), from, signal);
      let noted = from;
      for await (const load of gathered(steps, () => (this.published! < this.carefulTo ? oneByOne : limits))) {
        const { landmark } = load;
        if (landmark && (load.events > 0 || landmark.position >= noted + NOTED)) {
          if (performance.now() - looked > LOOK) {
            await requireSameStore(store, seen);
            looked = performance.now();
          }
          const began = performance.now();
          const outgoing = [...load.outgoing, { topic: CHECKPOINTS_TOPIC, messages: [reached(gateway, landmark)] }];
          await sender.send(outgoing).catch((error) => {
            throw error instanceof TooLarge ? new LoadTooLarge(load, error) : error;
          });
          this.is({ state: 'connected' });
          seen = { position: landmark.position, landmark };
          noted = landmark.position;
          this.options.onPublished?.(load);
          tracePublished(load, gateway, began);
        }
        this.published = load.position;
        this.failures = 0;
        if (this.life.signal.aborted) return;
      }
    } finally {
      round.abort();
      await sender.close().catch(() => {});
    }
  }

  private is(state: PublisherState): void {
    if (state.state === this.current.state) this.current = { ...state, since: this.current.since };
    else this.current = { ...state, since: new Date().toISOString() };
  }

  /**
   * Answers where the gateways before this one came to, which is certain: since the sender was opened, none of them can
   * commit any more. Then says that this is the one now.
   *
   * @throws Superseded when another one has said so since this one did
   * @throws OtherStore before it says so
   */
  private async takeOver(sender: Sender): Promise<Pick<Checkpoint, 'position' | 'landmark'>> {
    const { broker, gateway, store } = this.options;
    const { opening: latest, ...reachedBefore } = await readCheckpoint(broker, gateway);
    if (this.known.size > 0 && !this.known.has(latest)) throw new Superseded();
    await requireSameStore(store, reachedBefore);
    this.options.onStore?.(true);
    const opening = randomUUID();
    this.known.add(latest).add(opening);
    await sender.send([{ topic: CHECKPOINTS_TOPIC, messages: [opened(gateway, opening)] }]);
    return reachedBefore;
  }
}

const starting = { state: 'away', error: 'Not connected yet' } as const;

async function* stepsOf<State>(
  store: EventStore,
  translator: Translator<State>,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<readonly Step[], void, undefined> {
  const filter = { streams: toldStreams };
  for await (const batch of store.subscribe({ from, filter, signal })) yield* translator.stepsOf(batch);
}
