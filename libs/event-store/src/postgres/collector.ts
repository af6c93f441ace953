import type { Socket } from 'node:net';
import pg from 'pg';
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

/** What `event_store.append` gives back, as its migration describes it. */
type Answers = Answer[] | { readonly head: number; readonly tips: readonly number[] };

const MOST_EVENTS = 1_000;
const MOST_BYTES = 1_000_000;
const EXPECTED = { absent: -1, exists: -2, any: -3 };
const SETTINGS = {
  // Inside the function every statement must see what was committed before the lock was given.
  default_transaction_isolation: 'read\\ committed',
  // Plans are made while the tables may still be empty, and kept: they must go by the indexes all the same.
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  jit: 'off',
};
const APPEND = 'select event_store.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)';

/**
 * Commits together what arrives together. One commit is under way at a time; what arrives meanwhile goes into the next
 * one, so commits grow with the load and nobody waits for a timer.
 */
export class Collector {
  private queue: Waiting[] = [];
  private sent: { readonly batch: readonly Waiting[]; readonly since: number } | undefined;
  private working: Promise<void> | undefined;
  private client: pg.Client | undefined;

  constructor(
    private readonly config: pg.ClientConfig,
    /** Longest time in ms that an append may take before it is given up as `StoreUnavailable`. */
    private readonly timeout: number,
    /** Called after each commit with the position it reached. */
    private readonly onCommit: (position: number) => void,
  ) {}

  append(stream: string, expected: Expected, events: readonly NewEvent[], receipt?: Receipt): Promise<Appended> {
    return new Promise((answer, fail) => {
      const data = events.map((event) => JSON.stringify(event.data));
      const metadata = events.map((event) => JSON.stringify(event.metadata));
      const bytes = length(data) + length(metadata);
      const deadline = performance.now() + this.timeout;
      this.queue.push({ stream, expected, events, data, metadata, bytes, receipt, deadline, answer, fail });
      this.working ??= this.work();
    });
  }

  /** Answers everything taken in so far, and lets go of the connection. */
  async close(): Promise<void> {
    await this.working;
    await this.client?.end();
  }

  private async work(): Promise<void> {
    const watch = setInterval(() => this.giveUp(), Math.min(this.timeout / 4, 250));
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
    this.sent = { batch, since: performance.now() };
    try {
      this.client ??= await this.connect();
      const { rows } = await this.client.query<[Answers]>(statement(batch));
      this.settle(batch, rows[0]![0]);
    } catch (error) {
      const rejected = isRejection(error);
      if (!rejected) this.cut();
      // Something in one of them is unacceptable to the server: the others do not suffer for it.
      if (rejected && batch.length > 1) for (const one of batch) await this.commit([one]);
      else for (const one of batch) one.fail(named(error));
    } finally {
      this.sent = undefined;
    }
  }

  private settle(batch: readonly Waiting[], answers: Answers): void {
    if (Array.isArray(answers)) {
      answers.forEach((answer, n) => {
        this.settleOne(batch[n]!, answer);
      });
      return;
    }
    let { head } = answers;
    batch.forEach(({ events, answer }, n) => {
      head += events.length;
      answer({ revision: answers.tips[n]! + events.length, position: events.length === 0 ? 0 : head });
    });
    this.onCommit(head);
  }

  private settleOne({ stream, expected, receipt, answer, fail }: Waiting, given: Answer): void {
    switch (given[0]) {
      case 'appended': {
        const [, revision, position] = given;
        this.onCommit(position);
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
    // A server that no longer answers would hold up everyone behind this commit.
    if (this.sent && this.sent.since + this.timeout <= now) this.cut();
  }

  private async connect(): Promise<pg.Client> {
    const settings = Object.entries({ ...SETTINGS, statement_timeout: this.timeout });
    const options = settings.map(([name, value]) => `-c ${name}=${value}`).join(' ');
    const client = new pg.Client({ ...this.config, options, query_timeout: undefined });
    // A lost connection shows in the commit that needs it; without a listener it would end the process.
    client.on('error', () => {});
    client.once('end', () => {
      if (this.client === client) this.client = undefined;
    });
    await client.connect();
    return client;
  }

  private cut(): void {
    // In the types of pg it is missing; `end` would wait for an answer.
    (this.client as (pg.Client & { connection: { stream: Socket } }) | undefined)?.connection.stream.destroy();
    this.client = undefined;
  }
}

const turn = () => new Promise<void>((settle) => setImmediate(settle));
const length = (texts: readonly string[]) => texts.reduce((sum, text) => sum + text.length, 0);

function statement(batch: readonly Waiting[]) {
  const starts: number[] = [];
  const owners: number[] = [];
  batch.forEach(({ events }, n) => {
    starts.push(owners.length);
    for (const _ of events) owners.push(n + 1);
  });
  const events = batch.flatMap((one) => one.events);
  const noted = batch.some(({ receipt }) => receipt);
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
      noted ? batch.map(({ receipt }) => receipt?.key) : null,
      noted ? batch.map(({ receipt }) => receipt?.fingerprint) : null,
      noted ? batch.map(({ receipt }) => receipt && JSON.stringify(receipt.answer)) : null,
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
