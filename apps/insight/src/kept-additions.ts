import { Additions, type By, type Chosen, type Sum } from './additions.js';
import type { ProjectionName } from './freshness.js';
import type { ReadTable } from './scope.js';

/** A table whose rows are counted and added up over all partnerships at once. */
export interface Additive<Column extends string = string> {
  readonly table: ReadTable;
  /** The projection the table is of. */
  readonly projection: ProjectionName;
  /** What its rows are added up by, and chosen by: columns, or what is told from them; without any, an empty text. */
  readonly columns: readonly Column[];
  /** Columns of whole numbers within 64 bits. */
  readonly amounts: readonly string[];
}

/** Adds up what stood at the position that is asked about. */
export type AddUp<Column extends string> = (by: readonly By<Column>[], chosen?: Chosen<Column>) => readonly Sum[];

interface Kept {
  /** Of the tables it was read from: another one once others took their place. */
  readonly generation: string;
  readonly additions: Additions;
  /** Everything up to here is in it. */
  readonly position: number;
  /** When that was read, on the clock of this process that never goes back. */
  readonly readAt: number;
}

type Query = <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>;

/** How many are read at once. */
const AT_ONCE = 5_000;

/**
 * What everything is added up from, in the memory of this process: read once, and from then on only what came since the
 * last question.
 */
export class KeptAdditions {
  private readonly kept = new Map<Additive, Kept>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly schema: string) {}

  /**
   * @param query reads in one snapshot of the database
   * @param begun when that was taken, by `performance.now()`
   * @param known the position that is asked about; everything there is unless given
   * @returns nothing while something is parked: it will add to the past once it is worked in
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
    const [state] = await query<{ generation: string; position: number; parked: number }>(
      `select generation, position, parked from projection.checkpoint where build = $1 and projection = $2`,
      [this.schema, additive.projection],
    );
    if (!state || state.parked > 0) return undefined;
    const { generation, position } = state;
    const before = this.kept.get(additive);
    // A database that was restored has gone back; a snapshot that was taken earlier has not.
    const goesOn = before?.generation === generation && (before.position <= position || begun < before.readAt);
    const { additions, position: from } = goesOn
      ? before
      : { additions: new Additions(additive.columns, additive.amounts.length), position: 0 };
    if (from < position) {
      // Whoever is interrupted leaves it half read.
      this.kept.delete(additive);
      await this.read(query, additive, from, additions);
    }
    this.kept.set(additive, { generation, additions, position: Math.max(from, position), readAt: performance.now() });
    return { additions, position };
  }

  private async read(
    query: Query,
    { table, columns, amounts }: Additive,
    from: number,
    into: Additions,
  ): Promise<void> {
    const now = `"${this.schema}"."${table}"`;
    const ever = `"${this.schema}"."${table}_history"`;
    const texts = [...columns, ...amounts].map((column, n) => `(${column})::text as v${n}`).join(', ');
    // A cursor takes no parameters.
    await query(
      `declare "${table} since" no scroll cursor for
         select position as at, 1 as sign, ${texts} from ${now} where position > ${from}
         union all select position, 1, ${texts} from ${ever} where ended > ${from} and position > ${from}
         union all select ended, -1, ${texts} from ${ever} where ended > ${from}
         order by at`,
      [],
    );
    for (let count = AT_ONCE; count === AT_ONCE; ) {
      const rows = await query<{ at: number; sign: 1 | -1 } & Record<`v${number}`, string>>(
        `fetch ${AT_ONCE} from "${table} since"`,
        [],
      );
      count = rows.length;
      for (const row of rows) {
        const texts = Array.from({ length: columns.length + amounts.length }, (_, n) => row[`v${n}`]!);
        into.add({
          at: row.at,
          sign: row.sign,
          values: texts.slice(0, columns.length).map((text) => text ?? ''),
          amounts: texts.slice(columns.length),
        });
      }
    }
    await query(`close "${table} since"`, []);
  }
}
