import pg from 'pg';
import { StoreUnavailable } from '#event-store';
import type { Principal } from '#platform';

/**
 * The columns of the worklist as a partner sees them: the general facts of the case, and of what is due only what
 * belongs to its own contract.
 */
const worklistOfPartner = (cvr: string) => `
  partnership_id, case_number, title, null::text as summary, lead, lead_name, array[lead] as municipalities, route, theme,
  sector, null::json as classification, phase, phase_since, status, registered_on,
  (partners -> ${cvr} ->> 'next_due')::date as next_due, partners -> ${cvr} as facts, revision,
  array(select mark from unnest(illustrative) mark where split_part(mark, '.', 1) not in ('summary', 'classification')) as illustrative,
  (partners -> ${cvr} ->> 'updated_at')::timestamptz as updated_at, position`;

const worklistOfParty = `partnership_id, case_number, title, summary, lead, lead_name, municipalities, route, theme, sector,
  classification, phase, phase_since, status, registered_on, next_due, facts, revision, illustrative, updated_at, position`;

/** The tables that can be read, and how a partner's rows are told from the others. */
const tables = {
  worklist: 'own-columns',
  part: 'by-audience',
  milestone: 'by-audience',
  timeline: 'by-audience',
  kpi: 'by-audience',
  measurement: 'by-audience',
  kpi_subject: 'by-audience',
} as const;
export type ReadTable = keyof typeof tables;

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

/** A database that is away or shutting down is not a fault of the question: asking again later is safe. */
function named(error: Error): Error {
  if (error instanceof pg.DatabaseError && !/^(08|53|57P)/.test(error.code ?? '')) return error;
  return new StoreUnavailable('The read models cannot be reached', { cause: error });
}

/** What a query is written with: its tables by `visible`, its values by `value`. */
export interface Sql {
  /** The rows of a table that the principal may see, as a sub-select to stand after FROM or JOIN. */
  visible(table: ReadTable): string;
  /** A parameter. */
  value(value: unknown): string;
}

/**
 * The one way to read the read models. A query can name a table only through `visible`, which leaves of it what the
 * principal may see:
 *
 * - an auditor and the system: everything
 * - a partner: of the partnerships it has a contract in, what is for all partners or for it alone
 * - everybody else: the partnerships their organisation takes part in
 */
export class Reader {
  constructor(
    private readonly pool: pg.Pool,
    private readonly schema: string,
  ) {}

  /** @throws StoreUnavailable when the read models cannot be reached, or do not answer in time */
  async rows<Row extends object>(principal: Principal, query: (sql: Sql) => string): Promise<Row[]> {
    const values: unknown[] = [];
    const value = (given: unknown) => `$${values.push(given)}`;
    const text = query({ visible: (table) => this.visible(principal, table, value), value });
    // In its types a query's own timeout is missing.
    const bounded = { text, values, types: asJson, query_timeout: LONGEST_QUERY };
    return (await this.pool.query<Row>(bounded).catch((error) => Promise.reject(named(error)))).rows;
  }

  /** Whether the principal may see anything of a partnership: what it may not see is not there. */
  async sees(principal: Principal, partnershipId: string): Promise<boolean> {
    const found = await this.rows(
      principal,
      ({ visible, value }) => `select 1 from ${visible('worklist')} w where w.partnership_id = ${value(partnershipId)}`,
    );
    return found.length > 0;
  }

  private visible({ role, organisation }: Principal, table: ReadTable, value: (given: unknown) => string): string {
    const from = `"${this.schema}"."${table}"`;
    const columns = tables[table] === 'own-columns' ? worklistOfParty : '*';
    if (role === 'auditor' || role === 'system') return `(select ${columns} from ${from})`;
    const mine = value(organisation);
    const inMine = (relation: 'party' | 'partner') =>
      `partnership_id in (select a.partnership_id from "${this.schema}".access a where a.organisation = ${mine} and a.relation = '${relation}')`;
    if (role !== 'partner') return `(select ${columns} from ${from} where ${inMine('party')})`;
    if (tables[table] === 'own-columns') {
      return `(select ${worklistOfPartner(`${mine}::text`)} from ${from} where ${inMine('partner')} and partners -> ${mine} is not null)`;
    }
    return `(select * from ${from} where ${inMine('partner')} and audience in ('partners', ${mine}))`;
  }
}
