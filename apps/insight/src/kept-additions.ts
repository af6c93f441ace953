import { setTimeout as pause } from 'node:timers/promises';
import type { Build } from '#projection';
import { Additions, type By, type Chosen, type Sum } from './additions.js';
import type { ProjectionName } from './freshness.js';
import type { ReadTable } from './scope.js';

/** A table whose rows are counted and added up over all partnerships at once. */
export interface Additive<Column extends string = string> {
  readonly table: ReadTable;
  /** The projection the table is of. */
  readonly projection: ProjectionName;
  /** What its rows are added up by, and chosen by: columns, or what is told from them; an empty text without any. */
  readonly columns: readonly Column[];
  /** Columns of whole numbers within 64 bits. */
  readonly amounts: readonly string[];
}

/** Adds up what stood at the position that is asked about. */
export type AddUp<Column extends string> = (by: readonly By<Column>[], chosen?: Chosen<Column>) => readonly Sum[];

/** Reads in one snapshot of the database. */
type Query = <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>;
type Snapshot = <Answer>(work: (query: Query) => Promise<Answer>) => Promise<Answer>;

interface Kept {
  readonly of: State['of'];
  readonly additions: Additions;
  /** Everything up to here is in it. */
  readonly position: number;
}

interface State {
  /** Tells these tables from others that took their place, in a switch of builds or when the database was restored. */
  readonly of: string;
  readonly position: number;
  readonly parked: number;
}

/** How many are read at once: that many keep others waiting for some milliseconds. */
const AT_ONCE = 1_000;
/** With so many events since, it is read beside the questions. */
const FAR_BEHIND = 10_000;
/** How long it is left alone after it could not be read, in milliseconds. */
const LEFT_ALONE = 60_000;

/**
 * What everything is added up from, in the memory of this process: read once, beside the questions, and from then on only
 * what came since the last of them.
 */
export class KeptAdditions {
  private readonly kept = new Map<Additive, Kept>();
  private readonly reading = new Set<Additive>();
  private readonly turns = new Map<Additive, Promise<unknown>>();

  constructor(
    private readonly schema: string,
    private readonly snapshot: Snapshot,
    private readonly log: Build['log'],
  ) {}

  /**
   * @param query in the snapshot the question is answered from
   * @param known the position that is asked about; everything there is unless given
   * @returns nothing while it is not there yet, and while something is parked: that will add to the past once it is
   *   worked in
   */
  async addUp<Column extends string>(
    query: Query,
    additive: Additive<Column>,
    known: number | undefined,
  ): Promise<AddUp<Column> | undefined> {
    const state = await this.stateOf(query, additive);
    if (!state || state.parked > 0) return undefined;
    const position = Math.min(known ?? state.position, state.position);
    // One after the other: each reads on where the one before has ended.
    const additions = (this.turns.get(additive) ?? Promise.resolve()).then(() =>
      this.upTo(position, state, query, additive),
    );
    this.turns.set(
      additive,
      additions.catch(() => {}),
    );
    const found = await additions;
    return found && ((by, chosen) => found.sums(position, by, chosen));
  }

  private async upTo(wanted: number, state: State, query: Query, additive: Additive): Promise<Additions | undefined> {
    const { of, position } = state;
    const kept = this.kept.get(additive);
    if (kept?.of !== of || wanted - kept.position > FAR_BEHIND) {
      this.readAnew(additive);
      return undefined;
    }
    const { additions } = kept;
    // Another question may have read further, which says nothing of what stood before.
    if (wanted <= kept.position) return additions;
    // Whoever is interrupted leaves it half read.
    this.kept.delete(additive);
    await this.read(query, additive, kept.position, additions);
    this.kept.set(additive, { of, additions, position });
    return additions;
  }

  private readAnew(additive: Additive): void {
    if (this.reading.has(additive)) return;
    this.reading.add(additive);
    this.snapshot(async (query) => {
      const state = await this.stateOf(query, additive);
      if (!state || state.parked > 0) return;
      const { of, position } = state;
      const additions = new Additions(additive.columns, additive.amounts.length);
      await this.read(query, additive, 0, additions);
      this.kept.set(additive, { of, additions, position });
    })
      .catch((error) => {
        // Nobody waits for it: the database adds up meanwhile.
        this.log.warn({ err: error, table: additive.table }, 'What a table comes to could not be read into memory');
        return pause(LEFT_ALONE, undefined, { ref: false });
      })
      .finally(() => this.reading.delete(additive));
  }

  private async stateOf(query: Query, { table, projection }: Additive): Promise<State | undefined> {
    const [state] = await query<State>(
      `select concat_ws(' ', generation, to_regclass($3)::oid, pg_postmaster_start_time()) as of, position, parked
         from projection.checkpoint where build = $1 and projection = $2`,
      [this.schema, projection, `"${this.schema}"."${table}"`],
    );
    return state;
  }

  private async read(query: Query, { table, columns, amounts }: Additive, from: number, into: Additions) {
    const now = `"${this.schema}"."${table}"`;
    const ever = `"${this.schema}"."${table}_history"`;
    const texts = [...columns, ...amounts].map((column, n) => `(${column})::text as v${n}`).join(', ');
    // A cursor takes no parameters.
    await query(
      `declare "since" no scroll cursor for
         select position as at, 1 as sign, ${texts} from ${now} where position > ${from}
         union all select position, 1, ${texts} from ${ever} where ended > ${from} and position > ${from}
         union all select ended, -1, ${texts} from ${ever} where ended > ${from}
         order by at`,
      [],
    );
    for (let count = AT_ONCE; count === AT_ONCE; ) {
      const rows = await query<Row>(`fetch ${AT_ONCE} from "since"`, []);
      count = rows.length;
      for (const row of rows) {
        const text = (n: number) => row[`v${n}`] ?? null;
        into.add({
          at: row.at,
          sign: row.sign,
          values: columns.map((_, n) => text(n) ?? ''),
          amounts: amounts.map((_, n) => text(columns.length + n)),
        });
      }
    }
    await query(`close "since"`, []);
  }
}

type Row = { readonly at: number; readonly sign: 1 | -1 } & Readonly<Record<`v${number}`, string | null>>;
