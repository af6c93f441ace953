import type pg from 'pg';
import {
  type Appended,
  DuplicateEvent,
  type Expected,
  type Json,
  KeyReused,
  type NewEvent,
  type Receipt,
  StoreUnavailable,
  WrongRevision,
} from '../store.js';
import { isRejection, named } from './failures.js';
import { types } from './rows.js';

interface Waiting {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly NewEvent[];
  readonly data: readonly string[];
  readonly metadata: readonly string[];
  readonly bytes: number;
  readonly receipt: Receipt | undefined;
  readonly deadline: number;
  answer(answer: Appended): void;
  fail(error: Error): void;
}

type Answer =
  | ['appended', revision: number, position: number]
  | ['repeated', revision: number, position: number, stream: string, answer: Json]
  | ['wrong-revision', actual: number]
  | ['duplicate']
  | ['key-reused'];

export interface CollectorOptions {
  /** Longest time in ms that an append may take before it is given up as `StoreUnavailable`. */
  readonly timeout: number;
  /** Called after each commit with the position it reached. */
  readonly onCommit: (position: number) => void;
}

const MOST_EVENTS = 1_000;
const MOST_BYTES = 1_000_000;
const EXPECTED = { absent: -1, exists: -2, any: -3 };
const APPEND = 'select event_store.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)';

/**
 * Commits together what arrives together. One commit is under way at a time; what arrives meanwhile goes into the next
 * one, so commits grow with the load and nobody waits for a timer.
 */
export class Collector {
  private queue: Waiting[] = [];
  private sent: { batch: readonly Waiting[]; since: number; client?: pg.PoolClient } | undefined;
  private working: Promise<void> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly options: CollectorOptions,
  ) {}

  append(stream: string, expected: Expected, events: readonly NewEvent[], receipt?: Receipt): Promise<Appended> {
    return new Promise((answer, fail) => {
      const data = events.map((event) => JSON.stringify(event.data));
      const metadata = events.map((event) => JSON.stringify(event.metadata));
      const bytes = length(data) + length(metadata);
      const deadline = performance.now() + this.options.timeout;
      this.queue.push({ stream, expected, events, data, metadata, bytes, receipt, deadline, answer, fail });
      this.working ??= this.work();
    });
  }

  /** Settles when everything taken in so far has been answered. */
  async drained(): Promise<void> {
    await this.working;
  }

  private async work(): Promise<void> {
    const watch = setInterval(() => this.giveUp(), Math.min(this.options.timeout / 4, 250));
    // Those who append in this turn of the event loop, and those just answered who come back, go together.
    for (await turn(); this.queue.length > 0; await turn()) await this.commit(this.next());
    clearInterval(watch);
    this.working = undefined;
  }

  private next(): Waiting[] {
    let events = 0;
    let bytes = 0;
    const full = this.queue.findIndex((one, n) => {
      events += one.events.length;
      bytes += one.bytes;
      return n > 0 && (events > MOST_EVENTS || bytes > MOST_BYTES);
    });
    return this.queue.splice(0, full === -1 ? this.queue.length : full);
  }

  private async commit(batch: readonly Waiting[]): Promise<void> {
    const sent: typeof this.sent = { batch, since: performance.now() };
    this.sent = sent;
    try {
      sent.client = await this.pool.connect();
      const { rows } = await sent.client.query<[Answer[]]>(statement(batch));
      sent.client.release();
      rows[0]![0].forEach((answer, n) => {
        this.settle(batch[n]!, answer);
      });
    } catch (error) {
      const rejected = isRejection(error);
      sent.client?.release(!rejected);
      // Something in one of them is unacceptable to the server: the others do not suffer for it.
      if (rejected && batch.length > 1) for (const one of batch) await this.commit([one]);
      else for (const one of batch) one.fail(named(error));
    } finally {
      this.sent = undefined;
    }
  }

  private settle({ stream, expected, receipt, answer, fail }: Waiting, given: Answer): void {
    switch (given[0]) {
      case 'appended': {
        const [, revision, position] = given;
        this.options.onCommit(position);
        answer({ revision, position });
        break;
      }
      case 'repeated': {
        const [, revision, position, keptIn, first] = given;
        answer({ revision, position, repeated: { ...receipt!, answer: first, stream: keptIn, revision, position } });
        break;
      }
      case 'wrong-revision':
        fail(new WrongRevision(stream, expected, given[1]));
        break;
      case 'duplicate':
        fail(new DuplicateEvent(stream));
        break;
      case 'key-reused':
        fail(new KeyReused(receipt!.key));
    }
  }

  private giveUp(): void {
    const now = performance.now();
    const late = (one: Waiting) => one.deadline <= now;
    for (const one of [...this.queue, ...(this.sent?.batch ?? [])].filter(late)) {
      one.fail(new StoreUnavailable('The event store did not answer in time'));
    }
    this.queue = this.queue.filter((one) => !late(one));
    // Cuts the connection: a server that no longer answers would hold up everyone behind this commit.
    if (this.sent && this.sent.since + this.options.timeout <= now) cut(this.sent.client);
  }
}

const turn = () => new Promise<void>((settle) => setImmediate(settle));
const length = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);

function cut(client: pg.PoolClient | undefined): void {
  (
    client as (pg.PoolClient & { connection: { stream: { destroy(): void } } }) | undefined
  )?.connection.stream.destroy();
}

function statement(batch: readonly Waiting[]) {
  const starts: number[] = [];
  const owners: number[] = [];
  batch.forEach(({ events }, n) => {
    starts.push(owners.length);
    for (const _ of events) owners.push(n + 1);
  });
  const events = batch.flatMap((one) => one.events);
  return {
    name: 'append',
    text: APPEND,
    types,
    rowMode: 'array' as const,
    values: [
      batch.map(({ stream }) => stream),
      numbers(batch.map(({ expected }) => (typeof expected === 'number' ? expected : EXPECTED[expected]))),
      numbers(starts),
      numbers(batch.map((one) => one.events.length)),
      batch.map(({ receipt }) => receipt?.key),
      batch.map(({ receipt }) => receipt?.fingerprint),
      batch.map(({ receipt }) => receipt && JSON.stringify(receipt.answer)),
      numbers(owners),
      events.map(({ id }) => id),
      events.map(({ type }) => type),
      jsons(batch.flatMap((one) => one.data)),
      jsons(batch.flatMap((one) => one.metadata)),
    ],
  };
}

const numbers = (list: readonly number[]) => `{${list.join()}}`;

// In JSON text nothing needs quoting but " and \, for which JSON and PostgreSQL's arrays have the same rule.
const jsons = (texts: readonly string[]) => `{${JSON.stringify(texts).slice(1, -1)}}`;
