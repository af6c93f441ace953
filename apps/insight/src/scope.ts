import type { Principal } from '#platform';

/**
 * The columns of the worklist as a partner sees them: the general facts of the case, and of what is due only what
 * belongs to its own contract.
 */
const worklistOfPartner = (cvr: string) => `
  w.partnership_id, w.case_number, w.title, null::text as summary, w.lead, w.lead_name, array[w.lead] as municipalities,
  w.route, w.theme, w.sector, null::json as classification, w.phase, w.phase_since, w.status, w.registered_on,
  (w.partners -> ${cvr} ->> 'next_due')::date as next_due, w.partners -> ${cvr} as facts, l.revision,
  array(select mark from unnest(w.illustrative) mark where split_part(mark, '.', 1) not in ('summary', 'classification')) as illustrative,
  (w.partners -> ${cvr} ->> 'updated_at')::timestamptz as updated_at, w.position`;

const worklistOfParty = `w.partnership_id, w.case_number, w.title, w.summary, w.lead, w.lead_name, w.municipalities, w.route,
  w.theme, w.sector, w.classification, w.phase, w.phase_since, w.status, w.registered_on, w.next_due, w.facts, l.revision,
  w.illustrative, l.updated_at, w.position`;

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
type Value = (given: unknown) => string;

/** Tables whose rows are never changed: what was known then is what stood up to there. */
const appended: ReadonlySet<string> = new Set(['timeline']);

/** What is asked about: the rows as they are, or as they were known when the store was at a position. */
export interface Moment {
  readonly known?: number;
}

/** What a query is written with: its tables by `visible`, its values by `value`. */
export interface Sql {
  /** The rows of a table that the principal may see, as a sub-select to stand after FROM or JOIN. */
  visible(table: ReadTable): string;
  /** A parameter. */
  value(value: unknown): string;
}

/**
 * The one way to name a table of the read models. It leaves what the principal may see:
 *
 * - an auditor and the system: everything
 * - a partner: of the partnerships it has a contract in, what is for all partners or for it alone
 * - everybody else: the partnerships their organisation takes part in
 *
 * Of the past, one sees what one saw then, and only of partnerships one still takes part in.
 */
export function visibleTo({ role, organisation }: Principal, schema: string, moment: Moment, value: Value) {
  const rowsOf = (table: string) => rowsAt(schema, table, moment, value);
  return (table: ReadTable): string => {
    const from =
      tables[table] === 'own-columns'
        ? `${rowsOf(table)} w join ${rowsOf('worklist_latest')} l on l.partnership_id = w.partnership_id`
        : `${rowsOf(table)} w`;
    const columns = tables[table] === 'own-columns' ? worklistOfParty : 'w.*';
    if (role === 'auditor' || role === 'system') return `(select ${columns} from ${from})`;
    const mine = value(organisation);
    const inMine = (relation: 'party' | 'partner') => {
      const granted = [`"${schema}".access`, ...(moment.known === undefined ? [] : [rowsOf('access')])];
      return granted
        .map(
          (access) =>
            `w.partnership_id in (select a.partnership_id from ${access} a where a.organisation = ${mine} and a.relation = '${relation}')`,
        )
        .join(' and ');
    };
    if (role !== 'partner') return `(select ${columns} from ${from} where ${inMine('party')})`;
    if (tables[table] === 'own-columns') {
      return `(select ${worklistOfPartner(`${mine}::text`)} from ${from} where ${inMine('partner')} and w.partners -> ${mine} is not null)`;
    }
    return `(select w.* from ${from} where ${inMine('partner')} and w.audience in ('partners', ${mine}))`;
  };
}

/** A table as it is or, as known at a position, the rows that were the truth there. */
function rowsAt(schema: string, table: string, { known }: Moment, value: Value): string {
  const now = `"${schema}"."${table}"`;
  if (known === undefined) return now;
  const then = value(known);
  if (appended.has(table)) return `(select * from ${now} t where t.position <= ${then}::bigint)`;
  return `(select t.*, null::bigint as ended from ${now} t where t.position <= ${then}::bigint
    union all select h.* from "${schema}"."${table}_history" h where h.position <= ${then}::bigint and h.ended > ${then}::bigint)`;
}
