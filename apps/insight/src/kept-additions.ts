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
  /** Of the tables it was read from: another one once others took their place. */
  readonly generation: string;
  readonly additions: Additions;
  /** Everything up to here is in it. */
  readonly position: number;
  /** When that was read, by `performance.now()`. */
  readonly readAt: number;
}

interface State extends Pick<Kept, 'generation' | 'position'> {
  readonly parked: number;
}

/** How many are read at once: that many keep others waiting for some milliseconds. */
const AT_ONCE = 1_000;

/**
 * What everything is added up from, in the memory of this process: read once, beside the questions, and from then on only
 * what came since the last of them.
 */
export class KeptAdditions {
  private readonly kept = new Map<Additive, Kept>();
  private readonly reading = new Set<Additive>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly schema: string,
    private readonly snapshot: Snapshot,
  ) {}

  /**
   * @param query in the snapshot the question is answered from
   * @param begun when that was taken, by `performance.now()`
   * @param known the position that is asked about; everything there is unless given
   * @returns nothing while it is being read for the first time, and while something is parked: that will add to the past
   *   once it is worked in
   */
  addUp<Column extends string>(
    query: Query,
    begun: number,
    additive: Additive<Column>,
    known: number | undefined,
  ): Promise<AddUp<Column> | undefined> {
    // One after the other: they read on where the one before has ended.
    const asked = this.turn.then(() => this.upToDate(query, begun, additive));
    this.turn = asked.catch(() => {});
    return asked.then((found) => {
      if (!found) return undefined;
      const { additions, position } = found;
      return (by, chosen) => additions.sums(known ?? position, by, chosen);
    });
  }

  private async upToDate(query: Query, begun: number, additive: Additive) {
    const state = await this.stateOf(query, additive);
    if (!state || state.parked > 0) return undefined;
    const { generation, position } = state;
    const kept = this.kept.get(additive);
    // A database that was restored has gone back; a snapshot that was taken earlier has not.
    const goesOn = kept?.generation === generation && (kept.position <= position || begun < kept.readAt);
    if (!goesOn) {
      this.readAnew(additive);
      return undefined;
    }
    const { additions, position: from } = kept;
    if (from < position) {
      // Whoever is interrupted leaves it half read.
      this.kept.delete(additive);
      await this.read(query, additive, from, additions);
    }
    this.kept.set(additive, { generation, additions, position: Math.max(from, position), readAt: performance.now() });
    return { additions, position };
  }

  private readAnew(additive: Additive): void {
    if (this.reading.has(additive)) return;
    this.reading.add(additive);
    this.snapshot(async (query) => {
      const state = await this.stateOf(query, additive);
      if (!state || state.parked > 0) return;
      const additions = new Additions(additive.columns, additive.amounts.length);
      await this.read(query, additive, 0, additions);
      this.kept.set(additive, { ...state, additions, readAt: performance.now() });
    })
      // Nobody waits for it, and the next question tries again.
      .catch(() => {})
      .finally(() => this.reading.delete(additive));
  }

  private async stateOf(query: Query, { projection }: Additive): Promise<State | undefined> {
    const [state] = await query<State>(
      `select generation, position, parked from projection.checkpoint where build = $1 and projection = $2`,
      [this.schema, projection],
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
