import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Code, Text, WholeNumber } from '#platform';
import { Asked } from '../asked.js';
import { all, CasesQuestion, inPeriod, ofCases } from '../case-figures/cases.js';
import { DEFAULT_LIMIT, decodeCursor, encodeCursor, MOST, pageOf } from '../paging.js';
import { type Reading, Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import {
  type Caps,
  contractAnswer,
  type ListedContract,
  type PaymentsAnswer,
  sumsAnswer,
  type Tally,
} from './answer.js';
import { invoiceTallies } from './invoices.js';
import type { PaymentCapRow } from './rows.js';

export class PaymentsQuestion extends CasesQuestion {
  @Code({ optional: true, description: 'Only this contract; together with `partnership`' }) contract?: string;
  @WholeNumber({ min: 1, max: MOST, optional: true, description: `Most contracts; ${DEFAULT_LIMIT} unless given` })
  limit?: number;
  @Text({ max: 1000, optional: true, description: '`next` of the page before; all other parameters stay the same' })
  cursor?: string;
}

export class ShowPayments extends Asked<PaymentsQuestion, PaymentsAnswer> {}

type OfContract = { readonly partnership_id: string; readonly contract_id: string };
type PhaseTally = Tally & OfContract & { readonly phase_no: number | null };

/** Payments invoiced, released and settled against their contracts: of each, and of all that are asked about. */
@QueryHandler(ShowPayments)
export class ShowPaymentsHandler implements IQueryHandler<ShowPayments> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowPayments): Promise<PaymentsAnswer> {
    return this.readings.answer(principal, question, ['case-figures', 'portfolio'], async (reading) => {
      const totals = await totalsOf(reading, question);
      const { limit = DEFAULT_LIMIT } = question;
      const { page, ...next } = pageOf(await contractsOf(reading, question), limit, (row) =>
        encodeCursor('payments', [row.signed_on, row.partnership_id, row.contract_id]),
      );
      const [tallies, caps, invoices] = await Promise.all([
        talliesOf(reading, question, page),
        capsOf(reading, page),
        invoiceTallies<OfContract & { readonly phase_no: number | null }>(
          reading,
          question,
          ['partnership_id', 'contract_id', 'phase_no'],
          (sql) => [among(sql, page, 'i')],
        ),
      ]);
      const items = page.map((row) => {
        const own = (one: OfContract) =>
          one.partnership_id === row.partnership_id && one.contract_id === row.contract_id;
        return contractAnswer(row, tallies.filter(own), caps.filter(own), invoices?.filter(own));
      });
      return { totals, items, ...next, asOf: reading.asOf };
    });
  }
}

type AboutContracts = CasesQuestion & Pick<PaymentsQuestion, 'contract'>;

export function ofContracts(sql: Sql, question: AboutContracts, alias: string): string[] {
  const { contract } = question;
  const conditions = ofCases(sql, question, alias);
  return contract === undefined ? conditions : [...conditions, `${alias}.contract_id = ${sql.value(contract)}`];
}

export async function totalsOf(reading: Reading, question: AboutContracts): Promise<PaymentsAnswer['totals']> {
  const { rows: read } = reading;
  const [contracts, tallies, caps, invoices] = await Promise.all([
    read<{ currency: string; contracts: number; maximum: number }>(
      (sql) => `select c.currency, count(*)::integer as contracts, sum(c.maximum_cost_oere)::bigint as maximum
        from ${sql.visible('contract_sum')} c where ${all(ofContracts(sql, question, 'c'))} group by c.currency order by c.currency`,
    ),
    read<Tally & { currency: string }>(
      (sql) => `select p.currency, p.kind, ${states(sql, question)}
        from ${sql.visible('payment')} p where ${all(ofContracts(sql, question, 'p'))} group by p.currency, ${byState(question)}`,
    ),
    read<Caps & { currency: string }>(
      (sql) => `select m.currency, count(*)::integer as models,
          case when count(m.cap_oere) = count(*) then sum(m.cap_oere)::bigint end as cap_oere
        from ${sql.visible('payment_cap')} m where ${all(ofContracts(sql, question, 'm'))} group by m.currency`,
    ),
    invoiceTallies<{ currency: string }>(reading, question, ['currency'], (sql) => ofContracts(sql, question, 'i')),
  ]);
  return contracts.map(({ currency, contracts, maximum }) => {
    const same = (one: { readonly currency: string }) => one.currency === currency;
    return {
      contracts,
      ...sumsAnswer(currency, maximum, tallies.filter(same), caps.find(same), invoices?.filter(same)),
    };
  });
}

const contractsOf = ({ rows: read }: Reading, question: PaymentsQuestion) =>
  read<ListedContract>((sql) => {
    const { value, visible } = sql;
    const after = decodeCursor(question.cursor, 'payments', ['date', 'uuid', 'text']);
    const conditions = ofContracts(sql, question, 'c');
    if (after) {
      const [signedOn, id, contractId] = after;
      conditions.push(
        `(c.signed_on, c.partnership_id, c.contract_id) > (${value(signedOn)}::date, ${value(id)}::uuid, ${value(contractId)})`,
      );
    }
    const order = 'c.signed_on, c.partnership_id, c.contract_id';
    return `select c.*, w.case_number, w.title as partnership
      from (select c.* from ${visible('contract_sum')} c where ${all(conditions)}
             order by ${order} limit ${value((question.limit ?? DEFAULT_LIMIT) + 1)}) c
      join ${visible('portfolio_case')} w on w.partnership_id = c.partnership_id order by ${order}`;
  });

const talliesOf = ({ rows: read }: Reading, question: PaymentsQuestion, contracts: readonly OfContract[]) =>
  read<PhaseTally>(
    (sql) => `select p.partnership_id, p.contract_id, p.kind, p.phase_no, ${states(sql, question)}
      from ${sql.visible('payment')} p where ${among(sql, contracts, 'p')}
      group by p.partnership_id, p.contract_id, p.phase_no, ${byState(question)}`,
  );

const capsOf = ({ rows: read }: Reading, contracts: readonly OfContract[]) =>
  read<PaymentCapRow>((sql) => `select m.* from ${sql.visible('payment_cap')} m where ${among(sql, contracts, 'm')}`);

const among = ({ value }: Sql, contracts: readonly OfContract[], alias: string) =>
  `(${alias}.partnership_id, ${alias}.contract_id) in (
    select * from unnest(${value(contracts.map((one) => one.partnership_id))}::uuid[], ${value(contracts.map((one) => one.contract_id))}::text[]))`;

const steps = ['released', 'settled', 'cancelled'] as const;
const hasPeriod = ({ from, to }: CasesQuestion) => from !== undefined || to !== undefined;

/**
 * What was done with payments, to be grouped by; and how many of them there are, for how much. Where no period is asked
 * about, what was ever done is what was done in it.
 */
const states = (sql: Sql, question: CasesQuestion) => `
  ${steps.map((step) => `p.${step}_on is not null as ${step}`).join(', ')},
  ${steps.map((step) => `${hasPeriod(question) ? inPeriod(sql, question, `p.${step}_on`) : `p.${step}_on is not null`} as ${step}_in_period`).join(', ')},
  p.illustrative, count(*)::integer as items, coalesce(sum(p.amount_oere), 0)::bigint as amount_oere`;
const byState = (question: CasesQuestion) =>
  ['p.kind', ...steps, ...(hasPeriod(question) ? steps.map((step) => `${step}_in_period`) : []), 'p.illustrative'].join(
    ', ',
  );
