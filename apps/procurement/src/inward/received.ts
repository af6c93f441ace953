import type pg from 'pg';
import type { Json } from '#event-store';
import { ask } from '../read-models.js';
import type { Identity } from './incoming.js';

export const outcomes = ['applied', 'repeated', 'refused', 'unreadable'] as const;
/**
 * What came of a message: `applied` to its partnership, `repeated` under an id that was taken up before, `refused` by a
 * rule, or `unreadable`.
 */
export type Outcome = (typeof outcomes)[number];

/** A row of `procurement.received`: a message by its place, and what came of it. */
export interface ReceivedRow {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** When the broker took it. */
  readonly sent_at: string;
  /** When it was taken up here. */
  readonly at: string;
  readonly source: string | null;
  readonly message_id: string | null;
  readonly fingerprint: string;
  readonly type: string | null;
  readonly partnership_id: string | null;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly details: Json;
  /** Position of the last event it led to. */
  readonly position: number | null;
  readonly dead_letter: string | null;
  readonly put_back_of: string | null;
  /** What it says, where that could be read. */
  readonly said: Json;
}

/** A message that became a dead letter. */
export type Earlier = Pick<
  ReceivedRow,
  'source' | 'message_id' | 'partition' | 'offset' | 'fingerprint' | 'reason' | 'details'
>;

/** What tells whether a message is a dead letter that was put back. */
export type DeadLetterRow = Pick<ReceivedRow, 'dead_letter' | 'source' | 'message_id' | 'fingerprint'>;

// PostgreSQL takes neither NUL nor half of a surrogate pair; what cannot be read may hold either.
// biome-ignore lint/suspicious/noControlCharactersInRegex: a control character is what is looked for
const unstorable = /[\p{Surrogate}\u0000]/gu;

/** The messages that were received, and what came of each. */
export class ReceivedMessages {
  constructor(private readonly pool: pg.Pool) {}

  /**
   * Notes what came of messages; of one that was noted before, what came of it now.
   *
   * @throws StoreUnavailable
   */
  async note(rows: readonly ReceivedRow[]): Promise<void> {
    await ask(
      this.pool,
      `insert into procurement.received
       select * from json_populate_recordset(null::procurement.received, $1)
       on conflict (topic, partition, "offset") do update set
         (sent_at, at, source, message_id, fingerprint, type, partnership_id, outcome, reason, details, position, dead_letter, put_back_of, said) =
         (excluded.sent_at, excluded.at, excluded.source, excluded.message_id, excluded.fingerprint, excluded.type, excluded.partnership_id,
          excluded.outcome, excluded.reason, excluded.details, excluded.position, excluded.dead_letter, excluded.put_back_of, excluded.said)`,
      [JSON.stringify(rows, (_, value) => (typeof value === 'string' ? value.replace(unstorable, '\ufffd') : value))],
    );
  }

  /**
   * The messages of these ids that became dead letters.
   *
   * @throws StoreUnavailable
   */
  earlier(topic: string, identities: readonly Identity[]): Promise<Earlier[]> {
    return ask<Earlier>(
      this.pool,
      `select r.source, r.message_id, r.partition, r."offset"::text, r.fingerprint, r.reason, r.details
         from procurement.received r
        where r.dead_letter is not null and r.topic = $1
          and (r.message_id, r.source) in (select * from unnest($2::text[], $3::text[]))
        order by r.sent_at`,
      [topic, identities.map(({ id }) => id), identities.map(({ source }) => source)],
    );
  }

  /**
   * The dead letters of these ids.
   *
   * @throws StoreUnavailable
   */
  deadLetters(topic: string, ids: readonly string[]): Promise<DeadLetterRow[]> {
    return ask<DeadLetterRow>(
      this.pool,
      `select r.dead_letter, r.source, r.message_id, r.fingerprint from procurement.received r
        where r.dead_letter = any($2) and r.topic = $1`,
      [topic, ids],
    );
  }

  /**
   * Whether a message of a partition from an offset on is noted as a dead letter already.
   *
   * @throws StoreUnavailable
   */
  async anyDeadLetter(topic: string, partition: number, from: string): Promise<boolean> {
    const found = await ask(
      this.pool,
      `select 1 from procurement.received r
        where r.topic = $1 and r.partition = $2 and r."offset" >= $3::bigint and r.dead_letter is not null limit 1`,
      [topic, partition, from],
    );
    return found.length > 0;
  }

  /**
   * What became of dead letters that were put back, by their ids; those not taken up yet are left out.
   *
   * @throws StoreUnavailable
   */
  async becameOf(deadLetters: readonly string[]): Promise<ReadonlyMap<string, ReceivedRow>> {
    const rows = await ask<ReceivedRow>(
      this.pool,
      `select r.*, r."offset"::text from procurement.received r where r.put_back_of = any($1) order by r.sent_at`,
      [deadLetters],
    );
    return new Map(rows.map((row) => [row.put_back_of as string, row]));
  }

  /**
   * Notes that dead letters were set aside; of those noted before it changes nothing.
   *
   * @throws StoreUnavailable
   */
  async setAside(ones: readonly { readonly deadLetter: string; readonly at: string }[]): Promise<void> {
    await ask(
      this.pool,
      `insert into procurement.set_aside select * from unnest($1::text[], $2::timestamptz[]) on conflict do nothing`,
      [ones.map(({ deadLetter }) => deadLetter), ones.map(({ at }) => at)],
    );
  }

  /**
   * How many dead letters wait, by reason: those that were neither taken up again nor set aside.
   *
   * @throws StoreUnavailable
   */
  async waitingDeadLetters(): Promise<ReadonlyMap<string, number>> {
    const rows = await ask<{ reason: string; letters: number }>(
      this.pool,
      `select r.reason, count(*) as letters from procurement.received r
        where r.dead_letter is not null
          and not exists (select 1 from procurement.received b where b.put_back_of = r.dead_letter)
          and not exists (select 1 from procurement.set_aside s where s.dead_letter = r.dead_letter)
        group by r.reason order by r.reason`,
    );
    return new Map(rows.map(({ reason, letters }) => [reason, letters]));
  }
}
