import { setTimeout as pause } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { v5 as uuid } from 'uuid';
import { type Decider, fold, Refused } from '#decider';
import type { Codec, DomainEvent } from './codec.js';
import { type Measure, measured } from './measure.js';
import {
  type Appended,
  type EventStore,
  type Json,
  type KeptReceipt,
  KeyReused,
  type NewEvent,
  type Receipt,
  StoreUnavailable,
  WrongRevision,
} from './store.js';
import { inAppendSpan, traceparent } from './trace.js';

export interface Transaction<Command> {
  readonly stream: string;
  readonly command: Command;
  /** UUID from which the events' ids are made, the first one's as it is: the same only when the same command is repeated. */
  readonly commandId: string;
  /** Kept with every event, beside its version and the trace it is part of. */
  readonly metadata: Readonly<Record<string, Json>>;
  /** Revision the caller has seen and decides on (If-Match); -1 for none. */
  readonly expectedRevision?: number;
  /** Makes a repeated request find the first answer. */
  readonly receipt?: Omit<Receipt, 'answer'> & { readonly answer: Json | AnswerTo };
}

/** Makes the answer of what was decided, for answers that tell of it. */
export type AnswerTo = (events: readonly DomainEvent[]) => Json;

export interface Transacted<Event, State> {
  /** What was decided and written; none when the command changes nothing or is repeated. */
  readonly events: readonly Event[];
  /** Revision of the stream after it; of a repeated request, the revision then. */
  readonly revision: number;
  /** Position to wait for in order to read what was written; 0 when nothing was. */
  readonly position: number;
  /** State after it; absent for a repeated request. */
  readonly state?: State;
  /** The receipt of the first time, when the request is repeated. */
  readonly repeated?: KeptReceipt;
}

export interface TransactorOptions {
  /** How many streams' states are kept in memory; 1,000 unless given. */
  readonly streams?: number;
  /** How often a command is decided anew after losing a race; 10 times unless given. */
  readonly attempts?: number;
  /** How long in ms a store that is away is waited for; 5,000 unless given. */
  readonly patience?: number;
  /** Told of each append and each lost race. */
  readonly measure?: Measure;
}

/** The stream is not at the revision the caller decided on. */
export class PreconditionFailed extends Error {
  override readonly name = 'PreconditionFailed';
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`${stream} was expected at ${expected} and is at ${actual}`);
  }
}

/** So many others write to the stream that this command lost every race; it changed nothing and may be repeated. */
export class Contended extends Error {
  override readonly name = 'Contended';
  constructor(readonly stream: string) {
    super(`Too many are writing to ${stream}`);
  }
}

interface Known<State> {
  readonly revision: number;
  readonly state: State;
}

interface Cached extends Known<unknown> {
  readonly decider: unknown;
}

/**
 * The way of a command: the stream's state, the decision, the append at the revision it was decided on.
 *
 * States are kept by stream and revision, so that the usual command reads nothing. That they may be behind another
 * process does no harm: the append fails then, what is new is read, and it is decided again. An answer that writes
 * nothing has no append to prove it right, so it is given only after what is new was read.
 */
export class Transactor {
  private readonly cache: LRUCache<string, Cached>;
  private readonly turns = new Map<string, Promise<unknown>>();
  private readonly attempts: number;
  private readonly patience: number;
  private readonly measure: Measure | undefined;

  constructor(
    private readonly store: EventStore,
    { streams = 1_000, attempts = 10, patience = 5_000, measure }: TransactorOptions = {},
  ) {
    this.cache = new LRUCache({ max: streams });
    this.attempts = attempts;
    this.patience = patience;
    this.measure = measure;
  }

  /**
   * Decides a command and appends what it leads to.
   *
   * @throws Refused when a rule says no
   * @throws PreconditionFailed when the stream is not at `expectedRevision`
   * @throws KeyReused when the receipt's key is known for another request
   * @throws Contended when every race was lost
   * @throws StoreUnavailable when the store stays away; repeating with the same `commandId` is safe
   * @throws NotStorable when an event holds what would not come back
   */
  transact<Command, Event extends DomainEvent, State>(
    decider: Decider<Command, Event, State>,
    codec: Codec<Event>,
    transaction: Transaction<Command>,
  ): Promise<Transacted<Event, State>> {
    const { stream } = transaction;
    const deadline = performance.now() + this.patience;
    // Commands of this process on one stream take turns: each finds the state the one before it left.
    return this.inTurn(stream, () => {
      if (performance.now() > deadline) throw new StoreUnavailable(`The turn on ${stream} did not come in time`);
      return this.decideAndAppend(decider, codec, transaction, deadline);
    });
  }

  /**
   * What a stream has led to by now; for a decision on another stream that must agree with it.
   *
   * @throws StoreUnavailable when the store stays away
   */
  stateOf<Event extends DomainEvent, State>(
    decider: Decider<never, Event, State>,
    codec: Codec<Event>,
    stream: string,
  ): Promise<{ readonly revision: number; readonly state: State }> {
    return this.readOn(decider, codec, stream, this.cached(decider, stream), performance.now() + this.patience);
  }

  private async decideAndAppend<Command, Event extends DomainEvent, State>(
    decider: Decider<Command, Event, State>,
    codec: Codec<Event>,
    transaction: Transaction<Command>,
    deadline: number,
  ): Promise<Transacted<Event, State>> {
    const { stream, receipt } = transaction;
    let known = this.cached(decider, stream);
    let fresh = known === undefined;
    known ??= await this.readOn(decider, codec, stream, undefined, deadline);
    for (let attempt = 1; ; ) {
      const { events, refusal } = decide(decider, transaction, known);
      if (events.length === 0 && !fresh) {
        known = await this.readOn(decider, codec, stream, known, deadline);
        fresh = true;
        continue;
      }
      if (refusal) {
        const kept = receipt && (await this.keptReceipt(receipt, deadline));
        if (kept) return repeated(kept);
        throw refusal;
      }
      if (events.length === 0 && !receipt) return { events, ...known, position: 0 };
      try {
        const kept = receipt && { ...receipt, answer: answerOf(receipt.answer, events) };
        const at = known.revision;
        const appended = await inAppendSpan(stream, events, () =>
          this.append(at, encoded(events, codec, transaction), stream, kept, deadline),
        );
        if (appended.repeated) return repeated(appended.repeated);
        const { revision, position } = appended;
        // Further on than these events lead: they had been written before, and others after them.
        if (revision !== known.revision + events.length) return { events, revision, position };
        const state = fold(decider, events, known.state);
        this.cache.set(stream, { decider, revision, state });
        return { events, revision, position, state };
      } catch (error) {
        if (!(error instanceof WrongRevision)) throw error;
        this.measure?.lostRace(attempt < this.attempts ? 'decided-anew' : 'given-up');
        if (attempt++ === this.attempts) throw new Contended(stream);
        await pause(Math.random() * 5 * attempt);
        known = await this.readOn(decider, codec, stream, known, deadline);
        fresh = true;
      }
    }
  }

  /** The state of a stream as far as it is known here, brought up to date. */
  private async readOn<Event extends DomainEvent, State>(
    decider: Decider<never, Event, State>,
    codec: Codec<Event>,
    stream: string,
    known: Known<State> | undefined,
    deadline: number,
  ): Promise<Known<State>> {
    let { revision, state } = known ?? { revision: -1, state: decider.initial };
    for (let full = true; full; ) {
      const page = await patiently(deadline, () => this.store.read(stream, { from: revision + 1, max: PAGE }));
      state = fold(decider, page.map(codec.decode), state);
      revision += page.length;
      full = page.length === PAGE;
    }
    this.cache.set(stream, { decider, revision, state });
    return { revision, state };
  }

  private cached<State>(decider: { readonly initial: State }, stream: string): Known<State> | undefined {
    const cached = this.cache.get(stream);
    return cached?.decider === decider ? (cached as Known<State>) : undefined;
  }

  private append(
    revision: number,
    events: readonly NewEvent[],
    stream: string,
    receipt: Receipt | undefined,
    deadline: number,
  ): Promise<Appended> {
    const expected = revision === -1 ? 'absent' : revision;
    const append = () => this.store.append(stream, expected, events, receipt);
    return patiently(deadline, () => measured(this.measure, append));
  }

  private async keptReceipt(
    { key, fingerprint }: Omit<Receipt, 'answer'>,
    deadline: number,
  ): Promise<KeptReceipt | undefined> {
    const kept = await patiently(deadline, () => this.store.receipt(key));
    if (kept && kept.fingerprint !== fingerprint) throw new KeyReused(key);
    return kept;
  }

  private inTurn<Result>(stream: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.turns.get(stream) ?? Promise.resolve();
    const mine = before.then(work, work);
    const leave = () => {
      if (this.turns.get(stream) === mine) this.turns.delete(stream);
    };
    this.turns.set(stream, mine);
    mine.then(leave, leave);
    return mine;
  }
}

// Events of a stream may be large: a page of them is what is held at once.
const PAGE = 200;

const answerOf = (answer: Json | AnswerTo, events: readonly DomainEvent[]) =>
  typeof answer === 'function' ? answer(events) : answer;

function decide<Command, Event, State>(
  decider: Decider<Command, Event, State>,
  { stream, command, expectedRevision }: Transaction<Command>,
  { revision, state }: Known<State>,
): { readonly events: readonly Event[]; readonly refusal?: Error } {
  try {
    const events = decider.decide(command, state);
    // Asked after the rules: who may not know of a stream must not learn its revision by trying preconditions.
    if (expectedRevision === undefined || expectedRevision === revision) return { events };
    return { events: [], refusal: new PreconditionFailed(stream, expectedRevision, revision) };
  } catch (error) {
    if (error instanceof Refused) return { events: [], refusal: error };
    throw error;
  }
}

function encoded<Event extends DomainEvent>(
  events: readonly Event[],
  codec: Codec<Event>,
  { commandId, metadata }: Transaction<unknown>,
): NewEvent[] {
  const kept = { ...metadata, ...traceparent() };
  // Most commands lead to one event, which needs no id of its own.
  return events.map((event, n) =>
    codec.encode(event, { id: n === 0 ? commandId : uuid(String(n), commandId), metadata: kept }),
  );
}

const repeated = (kept: KeptReceipt) => ({
  events: [],
  revision: kept.revision,
  position: kept.position,
  repeated: kept,
});

// The store knows events by their ids: repeating what may have been done already does it once.
async function patiently<Result>(deadline: number, work: () => Promise<Result>): Promise<Result> {
  for (let wait = 50; ; wait = Math.min(wait * 2, 1_000)) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || performance.now() + wait > deadline) throw error;
      await pause(wait * (0.5 + Math.random() / 2));
    }
  }
}
