import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Refused } from '#decider';
import { StoreUnavailable } from '#event-store';
import { dayInDenmark, Invalid, type Principal } from '#platform';
import type { Freshness, ProjectionName } from './freshness.js';
import { type Additive, type AddUp, KeptAdditions } from './kept-additions.js';
import type { AsOf, Fresh } from './paging.js';
import { projections } from './read-models.js';
import { type Moment, partnershipsOf, type Sql, seesEverything, visibleTo } from './scope.js';
import { cutOff, ToldAnew } from './until.js';

/** What an answer is read from: everything in it is of one moment. */
export interface Reading {
  readonly principal: Principal;
  /** The day to judge by, 'YYYY-MM-DD'. */
  readonly day: string;
  readonly asOf: AsOf;
  /** @throws StoreUnavailable when the read models cannot be reached, or do not answer in time */
  rows<Row extends object>(query: (sql: Sql) => string): Promise<Row[]>;
  /**
   * What adds up all rows of a table, of every partnership, without reading them again. Nothing for a principal who does not
   * see all of them, for what had occurred by a day, and while it is not there: the database adds those up.
   */
  addUp<Column extends string>(additive: Additive<Column>): Promise<AddUp<Column> | undefined>;
  /** Whether the principal may see anything of a partnership: what it may not see is not there. */
  sees(partnershipId: string): Promise<boolean>;
  /** The projections it is read from, by name, each with the version that built its tables: another one after an update. */
  readFrom(): Promise<{ readonly name: string; readonly version: number }[]>;
}

// Values come as JSON would have them: dates and instants as texts, positions and amounts as numbers.
const asJson: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text') => {
    if (oid === pg.types.builtins.DATE) return (text: string) => text;
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
    return pg.types.getTypeParser(oid, format);
  }) as typeof pg.types.getTypeParser,
};

/** Longest a query may take, in milliseconds: a database that does not answer is away. */
const LONGEST_QUERY = 10_000;

/**
 * Tens of thousands of rows are joined and grouped in memory rather than sorted on the disk; and a statement is over
 * before it would have been compiled.
 */
const ADDING_UP = `set local work_mem to '32MB'; set local jit to off`;

/** What occurred by a day is not asked of these: who may see is asked of what is known, and the timeline has the days itself. */
const notCut: ReadonlySet<ProjectionName> = new Set(['access', 'timeline']);

/**
 * How far behind the clock an answer dates itself, in milliseconds: what is recorded just now and has not come here yet
 * must not lie before the time of an answer that does not know it.
 */
const IN_THE_WORKS = 1_000;

/**
 * The position of the last event that was recorded by a time. Times never fall as positions rise, so that the place is
 * found by halving.
 */
const positionAt = (schema: string) => `
  with recursive halved (low, high) as (
    select 0::bigint, coalesce(max(position), 0) from "${schema}".timeline
    union all
    select case when early then middle else low end, case when early then high else middle - 1 end
      from (select h.*, (h.low + h.high + 1) / 2 as middle from halved h where h.low < h.high) m,
           lateral (select coalesce(
             (select t.recorded_at <= $1::timestamptz from "${schema}".timeline t
               where t.position <= m.middle order by t.position desc limit 1), true) as early) e)
  select coalesce((select t.position from "${schema}".timeline t
     where t.position <= (select max(low) from halved) order by t.position desc limit 1), 0) as position`;

/** Connection lost or refused, out of resources, shut down; what the server calls a misuse of the protocol, 08P01, is ours. */
const AWAY = /^(0800[0136]|53|57P|57014)/;

/** A table or schema that is not there: somebody dropped it. Once all of them are gone, they are built anew. */
const GONE = /^(42P01|3F000)$/;

/** A database that is away or shutting down is not a fault of the question: asking again later is safe. */
function named(error: Error): Error {
  if (error instanceof pg.DatabaseError && GONE.test(error.code ?? ''))
    return new StoreUnavailable('The read models are gone, or some of them', { cause: error });
  if (error instanceof pg.DatabaseError && !AWAY.test(error.code ?? '')) return error;
  return new StoreUnavailable('The read models cannot be reached', { cause: error });
}

/** Days that a question may be limited to, inclusive. */
interface Period {
  readonly from?: string;
  readonly to?: string;
}

// Answered with nothing, it would look as though nothing had happened.
function checkPeriod({ from, to }: Period): void {
  if (from === undefined || to === undefined || from <= to) return;
  throw new Invalid('query', [
    { parameter: 'from', says: { en: `must not lie after to, ${to}`, da: `må ikke ligge efter to, ${to}` } },
    { parameter: 'to', says: { en: `must not lie before from, ${from}`, da: `må ikke ligge før from, ${from}` } },
  ]);
}

/** The one way to read the read models: by question and principal, at one moment, within what may be seen. */
export class Readings {
  private readonly told = new ToldAnew();
  private readonly additions: KeptAdditions;

  constructor(
    private readonly freshness: Freshness,
    private readonly now: () => Date,
  ) {
    this.additions = new KeptAdditions(freshness.build.schema, (work) => this.snapshot(work), freshness.build.log);
  }

  /**
   * Answers a question out of what these projections knew at one moment: now, or when the question says.
   *
   * @throws NotThereYet when what was asked for is not worked in in time
   * @throws Invalid when the question asks about the future, or for a period that ends before it begins
   * @throws Refused when what is known of the past does not reach that far, or the question is too wide
   */
  async answer<Answer>(
    principal: Principal,
    question: Fresh & Period & { readonly id?: string; readonly municipality?: string },
    projections: readonly ProjectionName[],
    answer: (reading: Reading) => Promise<Answer>,
  ): Promise<Answer> {
    checkPeriod(question);
    const { until } = question;
    const always: readonly ProjectionName[] = until === undefined ? ['access'] : ['access', 'timeline'];
    const names = [...new Set([...always, ...projections])];
    await this.awaited(question, names);
    // Looked at before the database is: what comes in between is not known for certain.
    const upTo = this.freshness.caughtUp(names) ? this.now().getTime() - IN_THE_WORKS : 0;
    return this.snapshot(async (query) => {
      const { asOf, known } = await this.moment(query, question, names, upTo);
      const today = dayInDenmark(Date.parse(asOf.time));
      const day = until !== undefined && until < today ? until : today;
      const moment: Moment =
        until === undefined ? { known } : await this.cutOff(query, principal, question, names, asOf.position, until);
      const written = (write: (sql: Sql) => string): [text: string, values: unknown[]] => {
        const values: unknown[] = [];
        const value = (given: unknown) => `$${values.push(given)}`;
        const visible = visibleTo(principal, this.freshness.build.schema, moment, value);
        return [write({ visible, value }), values];
      };
      const rows = <Row extends object>(write: (sql: Sql) => string) => query<Row>(...written(write));
      return answer({
        principal,
        day,
        asOf,
        rows,
        addUp: async (additive) =>
          seesEverything(principal) && !moment.cut ? this.additions.addUp(query, additive, known) : undefined,
        async sees(id) {
          const found = await rows(
            ({ visible, value }) =>
              `select 1 from ${visible('worklist')} w where w.partnership_id = ${value(id)}::uuid`,
          );
          return found.length > 0;
        },
        readFrom: () =>
          query(
            `select projection as name, version from projection.checkpoint
              where build = $1 and projection = any($2::text[]) order by projection`,
            [this.freshness.build.schema, names],
          ),
      });
    });
  }

  private async awaited(question: Fresh, names: readonly ProjectionName[]): Promise<void> {
    const { 'at-least': atLeast, 'known-at': knownAt } = question;
    if (atLeast !== undefined) await this.freshness.reach(names, atLeast);
    if (knownAt === undefined) return;
    if (Date.parse(knownAt) > this.now().getTime()) {
      const says = { en: 'must not lie in the future', da: 'må ikke ligge i fremtiden' };
      throw new Invalid('query', [{ parameter: 'known-at', says }]);
    }
    if (this.freshness.outdated([...names, 'timeline'])) throw new Refused('known-at-needs-rebuild');
    // What was recorded before then may still be on its way into the store, or here.
    await pause(Math.max(Date.parse(knownAt) + IN_THE_WORKS - this.now().getTime(), 0));
    await this.freshness.reach([...names, 'timeline'], await this.freshness.build.store.head());
  }

  /** @param upTo until when everything that was recorded is worked in, in milliseconds since 1970 */
  private async moment(query: Query, question: Fresh, names: readonly ProjectionName[], upTo: number) {
    const { schema } = this.freshness.build;
    const { 'known-at': knownAt } = question;
    if (knownAt !== undefined) {
      const [row] = await query<{ position: number }>(positionAt(schema), [knownAt]);
      const { position } = row!;
      return { known: position, asOf: { position, time: new Date(knownAt).toISOString() } };
    }
    const [row] = await query<{ least: number; most: number; told: number; recorded_at: string | null }>(
      `with c as (
         select coalesce(min(position) filter (where projection = any($2)), 0) as least,
                coalesce(max(position) filter (where projection = any($2)), 0) as most,
                coalesce(max(position) filter (where projection = 'timeline'), 0) as told
           from projection.checkpoint where build = $1)
       select c.*, (select t.recorded_at from "${schema}".timeline t where t.position <= c.least order by t.position desc limit 1)
         from c`,
      [schema, names],
    );
    const { least: position, most, told } = row!;
    // Of projections that are not equally far, all are read as they were at the one furthest behind.
    const known = position === most ? undefined : position;
    const recordedAt = told < position ? await this.recordedAt(position) : row!.recorded_at;
    const recorded = recordedAt === null ? 0 : Date.parse(recordedAt);
    const time = Math.max(upTo, recorded);
    return { known, asOf: { position, time: new Date(time).toISOString() } };
  }

  /** Of the timeline that is behind, the store knows. */
  private async recordedAt(position: number): Promise<string | null> {
    const { events } = await this.freshness.build.store.readAll(position - 1, { max: 1 });
    return events[0]?.recordedAt ?? null;
  }

  private async cutOff(
    query: Query,
    principal: Principal,
    { id: partnershipId, municipality }: { readonly id?: string; readonly municipality?: string },
    names: readonly ProjectionName[],
    known: number,
    day: string,
  ): Promise<Moment> {
    const { schema, store } = this.freshness.build;
    const cut = await cutOff({
      store,
      query,
      timeline: (value) => partnershipsOf(principal, schema, 'timeline', value, municipality),
      told: this.told,
      projections: projections.filter(({ name }) => names.includes(name) && !notCut.has(name)),
      known,
      day,
      partnershipId,
    });
    return { known, cut };
  }

  /** Gives queries that all see the database as it is at the first of them. */
  private async snapshot<Answer>(work: (query: Query) => Promise<Answer>): Promise<Answer> {
    const client = await this.freshness.build.pool.connect().catch((error) => Promise.reject(named(error)));
    let broken: Error | undefined;
    let over = false;
    const lost = (error: Error) => {
      broken = error;
    };
    client.on('error', lost);
    // One after the other: a connection does one thing at a time.
    let turn: Promise<unknown> = Promise.resolve();
    const query: Query = (text, values) => {
      // The connection is somebody else's by then.
      if (over) return Promise.reject(new Error('The snapshot is over'));
      // In its types a query's own timeout is missing.
      const bounded = { text, values, types: asJson, query_timeout: LONGEST_QUERY };
      const result = turn
        .then(() => client.query(bounded))
        .catch((error: Error) => {
          if (!(error instanceof pg.DatabaseError)) broken = error;
          throw named(error);
        });
      turn = result.catch(() => {});
      return result.then(({ rows }) => rows);
    };
    try {
      // Locked before anything is read: tables of two builds must not meet in one answer.
      const start = 'begin isolation level repeatable read read only';
      await query(
        `${start}; set local statement_timeout to ${LONGEST_QUERY}; ${ADDING_UP}; lock table projection.serving in access share mode`,
        [],
      );
      return await work(query);
    } finally {
      over = true;
      await turn;
      if (!broken) await client.query('rollback').catch(lost);
      client.off('error', lost);
      client.release(broken);
    }
  }
}

type Query = <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>;
