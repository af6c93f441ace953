import type { Checkpoint } from './checkpoint.js';
import type { Rows } from './fold.js';
import type { Statement } from './tables.js';

/** Most rows that are kept: cases that are worked on now come back soon. */
const MOST = 6_000;

/**
 * Rows as the last batch left them, so that the next one need not load them again. They are the truth only as long as
 * nobody else moved the checkpoint or worked parked events off since: its counters tell.
 */
export class RowCache {
  private readonly rows = new Map<string, { readonly row: object; readonly position: number }>();
  private since: string | undefined;

  /** Puts in the rows that are known, if they still are what the tables have. */
  fill(checkpoint: Checkpoint, rows: Rows): void {
    if (this.since !== markOf(checkpoint)) this.forget();
    for (const [table, wanted] of rows.wanted()) {
      for (const [id, version] of wanted) {
        const kept = this.rows.get(`${table} ${id}`);
        if (kept) Object.assign(version, { before: kept.row, after: kept.row, position: kept.position });
      }
    }
  }

  /** Keeps the rows of a batch that has been committed, with the checkpoint it led to. */
  keep(checkpoint: Checkpoint, rows: Rows, tables: ReadonlyMap<string, Statement>): void {
    this.since = markOf(checkpoint);
    for (const [table, wanted] of rows.wanted()) {
      if (!tables.get(table)?.load) continue;
      for (const [id, { after, position }] of wanted) {
        const key = `${table} ${id}`;
        // Set anew, it becomes the youngest.
        this.rows.delete(key);
        if (after) this.rows.set(key, { row: after, position });
      }
    }
    for (const oldest of this.rows.keys()) {
      if (this.rows.size <= MOST) break;
      this.rows.delete(oldest);
    }
  }

  forget(): void {
    this.rows.clear();
    this.since = undefined;
  }
}

const markOf = ({ generation, position, stored, applied, parked }: Checkpoint) =>
  `${generation} ${position} ${stored} ${applied} ${parked}`;
