import { Oere, WholeNumber } from '#platform';
import { all, type CasesQuestion, inPeriod } from '../case-figures/cases.js';
import type { Reading } from '../reading.js';
import type { Sql } from '../scope.js';

/** The version of the figures over cases that first had invoices: of what an earlier one built, nothing is known of them. */
const INVOICED_SINCE = 2;

/** What partners have asked to be paid, whatever was agreed and released. */
export class InvoiceSumAnswer {
  @WholeNumber({ description: 'Invoices, received in the period when one is given' }) items: number;
  @Oere({ description: "What they ask for, of those in the contract's currency" }) amountOere: number;
  @WholeNumber({ description: 'Invoices in another currency: currencies are never added' }) notAdded: number;
  @WholeNumber({ description: 'How many have a date or an amount that no source gives' }) illustrative: number;
}

/** Invoices of one kind, added up. */
export interface InvoiceTally {
  readonly kind: 'instalment' | 'outcome';
  readonly items: number;
  readonly amount_oere: number;
  readonly not_added: number;
  readonly illustrative: number;
}

/** The sum of what was asked for; of no invoices, nothing. */
export function invoiceSum(tallies: readonly InvoiceTally[]): InvoiceSumAnswer {
  const sum = (of: 'items' | 'amount_oere' | 'not_added' | 'illustrative') =>
    tallies.reduce((total, tally) => total + tally[of], 0);
  return {
    items: sum('items'),
    amountOere: sum('amount_oere'),
    notAdded: sum('not_added'),
    illustrative: sum('illustrative'),
  };
}

/** Invoices added up by some columns; undefined where the tables were built before there were any. */
export async function invoiceTallies<Key extends object>(
  { rows: read, readFrom }: Reading,
  question: CasesQuestion,
  by: readonly string[],
  conditions: (sql: Sql) => readonly string[],
): Promise<readonly (InvoiceTally & Key)[] | undefined> {
  const built = (await readFrom()).find(({ name }) => name === 'case-figures');
  if (built && built.version < INVOICED_SINCE) return undefined;
  const columns = ['kind', ...by].map((column) => `i.${column}`).join(', ');
  return read<InvoiceTally & Key>(
    (sql) => `select ${columns}, count(*)::integer as items,
        coalesce(sum(i.amount_oere) filter (where i.asked_currency = i.currency), 0)::bigint as amount_oere,
        count(*) filter (where i.asked_currency <> i.currency)::integer as not_added,
        count(*) filter (where i.illustrative)::integer as illustrative
      from ${sql.visible('invoice')} i where ${all([...conditions(sql), inPeriod(sql, question, 'i.received_on')])}
      group by ${columns}`,
  );
}
