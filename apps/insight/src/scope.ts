import type { Principal } from '#platform';
import type { Cut } from './until.js';

/** A column of the worklist that every event moves. */
type Latest = (column: 'revision' | 'updated_at') => string;

/**
 * The columns of the worklist as a partner sees them: the general facts of the case, and of what is due only what
 * belongs to its own contract.
 */
const worklistOfPartner = (latest: Latest, cvr: string) => `
  w.partnership_id, w.case_number, w.title, null::text as summary, w.lead, w.lead_name, array[w.lead] as municipalities,
  w.route, w.theme, w.sector, null::json as classification, w.phase, w.phase_since, w.status, w.registered_on,
  (w.partners -> ${cvr} ->> 'next_due')::date as next_due, w.partners -> ${cvr} as facts, '{}'::text[] as handlers, ${latest('revision')},
  array(select mark from unnest(w.illustrative) mark where split_part(mark, '.', 1) not in ('summary', 'classification')) as illustrative,
  (w.partners -> ${cvr} ->> 'updated_at')::timestamptz as updated_at, w.position`;

const worklistOfParty = (
  latest: Latest,
) => `w.partnership_id, w.case_number, w.title, w.summary, w.lead, w.lead_name, w.municipalities, w.route,
  w.theme, w.sector, w.classification, w.phase, w.phase_since, w.status, w.registered_on, w.next_due, w.facts, w.handlers, ${latest('revision')},
  w.illustrative, ${latest('updated_at')}, w.position`;

/** The tables that can be read, and how a partner's rows are told from the others. */
const tables = {
  worklist: 'own-columns',
  worklist_latest: 'not-for-partners',
  part: 'by-audience',
  milestone: 'by-audience',
  timeline: 'by-audience',
  kpi: 'by-audience',
  measurement: 'by-audience',
  kpi_subject: 'by-audience',
  contract_sum: 'by-audience',
  payment: 'by-audience',
  payment_cap: 'by-audience',
  invoice: 'by-audience',
  case_course: 'by-audience',
  phase_stay: 'by-audience',
  adoption: 'by-audience',
  follow_up_plan: 'by-audience',
  follow_up_report: 'by-audience',
  supplier_funnel: 'by-audience',
  ending: 'by-audience',
  collaborator: 'by-audience',
  innovation: 'by-audience',
  benefit: 'by-audience',
  benefit_stated: 'by-audience',
  portfolio_case: 'by-audience',
  portfolio_municipality: 'by-audience',
} as const;
export type ReadTable = keyof typeof tables;
type Value = (given: unknown) => string;
type How = 'few' | 'each';

/** Whether no partnership is hidden from whoever asks, nor anything in it. */
export const seesEverything = ({ role }: Pick<Principal, 'role'>): boolean => role === 'auditor' || role === 'system';

/** Tables read over all partnerships at once, whose history has an index of the positions at which a row stood. */
const ranged: ReadonlySet<string> = new Set([
  'worklist',
  'worklist_latest',
  'portfolio_case',
  'case_course',
  'supplier_funnel',
]);

/** What is asked about: the rows as they are, or as they were known when the store was at a position. */
export interface Moment {
  readonly known?: number;
  /** Limits it to what had occurred by a day; only together with `known`. */
  readonly cut?: Cut;
}

/** What a query is written with: its tables by `visible`, its values by `value`. */
export interface Sql {
  /**
   * The rows of a table that the principal may see, as a sub-select to stand after FROM or JOIN. `few` says that no
   * more are read than a page has, along an index; `each` that they are looked up one by one.
   */
  visible(table: ReadTable, how?: How): string;
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
  const rowsOf = (table: string, how?: How) => rowsAt(schema, table, moment, value, how);
  // What was the latest then is looked up where it is shown, and not for all there are.
  const joined = moment.known === undefined || moment.cut !== undefined;
  const latest: Latest = (column) =>
    joined
      ? `l.${column}`
      : `(select r.${column} from ${rowsOf('worklist_latest', 'each')} r
           where r.partnership_id = w.partnership_id order by r.ended limit 1) as ${column}`;
  const withLatest = () => (joined ? `join ${rowsOf('worklist_latest')} l on l.partnership_id = w.partnership_id` : '');
  // Who may see is asked of what is known, and not of the day: a KPI may have been closed to partners since.
  const stillOurs = (table: ReadTable, mine: string) =>
    moment.cut && table === 'kpi'
      ? `and (w.partnership_id, w.code) in (select k.partnership_id, k.code
          from ${rowsAt(schema, 'kpi', { known: moment.known }, value)} k where k.audience in ('partners', ${mine}))`
      : '';
  return (table: ReadTable, how?: How): string => {
    const ownColumns = tables[table] === 'own-columns';
    const from = `${rowsOf(table, how)} w ${ownColumns ? withLatest() : ''}`;
    const columns = () => (ownColumns ? worklistOfParty(latest) : 'w.*');
    if (seesEverything({ role })) return `(select ${columns()} from ${from})`;
    const mine = value(organisation);
    const inMine = (relation: 'party' | 'partner') => {
      const granted = [`"${schema}".access`, ...(moment.known === undefined ? [] : [rowsOf('access')])];
      return granted
        .map((access) => {
          const ours = `from ${access} a where a.organisation = ${mine} and a.relation = '${relation}'`;
          // Of each row by itself: joined, all partnerships of the organisation would be looked through.
          if (how === 'each') return `(select true ${ours} and a.partnership_id = w.partnership_id limit 1)`;
          return `w.partnership_id in (select a.partnership_id ${ours})`;
        })
        .join(' and ');
    };
    if (role !== 'partner') return `(select ${columns()} from ${from} where ${inMine('party')})`;
    if (tables[table] === 'not-for-partners') return `(select w.* from ${from} where false)`;
    if (ownColumns) {
      return `(select ${worklistOfPartner(latest, `${mine}::text`)} from ${from} where ${inMine('partner')} and w.partners -> ${mine} is not null)`;
    }
    const ours = `w.audience in ('partners', ${mine})`;
    return `(select w.* from ${from} where ${inMine('partner')} and ${ours} ${stillOurs(table, mine)})`;
  };
}

/**
 * The rows of all partnerships the principal takes part in, whoever of it they are for: to be computed with, never shown.
 * Given a municipality, only of partnerships it takes part in or did.
 */
export function partnershipsOf(
  { role, organisation }: Principal,
  schema: string,
  table: string,
  value: Value,
  municipality?: string,
): string {
  const conditions: string[] = [];
  const has = (access: string, one: string) =>
    `r.partnership_id in (select a.partnership_id from "${schema}".${access} a where a.organisation = ${one})`;
  if (!seesEverything({ role })) conditions.push(has('access', value(organisation)));
  if (municipality !== undefined) {
    const one = value(municipality);
    conditions.push(`(${has('access', one)} or ${has('access_history', one)})`);
  }
  const from = `"${schema}"."${table}"`;
  return conditions.length === 0 ? from : `(select r.* from ${from} r where ${conditions.join(' and ')})`;
}

/** When what stands now ends: after every position, and so never by then. */
const NEVER = '9223372036854775807::bigint';

/**
 * A table as it is or, as known at a position, the rows that were the truth there. The condition stands outside of both
 * halves, so that each of them is searched by its index, also in a join.
 */
function rowsAt(schema: string, table: string, { known, cut }: Moment, value: Value, how?: How): string {
  const now = `"${schema}"."${table}"`;
  if (known === undefined) return now;
  const then = `${value(known)}::bigint`;
  if (table === 'timeline') {
    const occurred = cut ? `and t.occurred_on <= ${value(cut.day)}::date` : '';
    return `(select * from ${now} t where t.position <= ${then} ${occurred})`;
  }
  const ever = (stood = ['', '']) =>
    `(select t.*, ${NEVER} as ended${stood[0]} from ${now} t union all select h.*${stood[1]} from "${schema}"."${table}_history" h)`;
  const at = (from: string, stood = '') =>
    `(select r.* from ${from} r where r.position <= ${then} and r.ended > ${then} ${stood})`;
  const rows =
    ranged.has(table) && how === undefined
      ? // Said twice: rows of all partnerships are found by the range. Of what stands now it is always true, and asked of none.
        at(ever([`, '(,)'::int8range as stood`, ', int8range(h.position, h.ended)']), `and r.stood @> ${then}`)
      : at(ever());
  // Who may see is asked of what is known; a measurement is of its period.
  if (!cut || table === 'access') return rows;
  if (table === 'measurement') return `(select m.* from ${rows} m where m.period_to <= ${value(cut.day)}::date)`;
  const anew = cut.anew.get(table);
  if (!anew) throw new Error(`Name the projection of ${table} among those the answer is read from`);
  return `(select r.* from ${ever()} r
      left join unnest(${value(cut.partnerships)}::uuid[], ${value(cut.positions)}::bigint[]) as c (partnership_id, at)
        on c.partnership_id = r.partnership_id
     where r.position <= coalesce(c.at, ${then}) and r.ended > coalesce(c.at, ${then})
    union all select a.*, null::bigint as ended from json_populate_recordset(null::${now}, ${value(anew)}) a)`;
}
