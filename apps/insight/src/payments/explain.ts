import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Code, ListOf } from '#platform';
import { Asked } from '../asked.js';
import { all } from '../case-figures/cases.js';
import { explained, FiguresExplanation, type Formula, PageOfFacts } from '../case-figures/explanation.js';
import { Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import { PaymentTotalAnswer } from './answer.js';
import { ofContracts, totalsOf } from './show.js';

export class PaymentsExplanationQuestion extends PageOfFacts {
  @Code({ optional: true, description: 'Only this contract; together with `partnership`' }) contract?: string;
}

export class PaymentsExplanation extends FiguresExplanation {
  @ListOf(() => PaymentTotalAnswer, { max: 200, description: 'As `totals` of the payments' })
  figure: readonly PaymentTotalAnswer[];
}

export class ExplainPayments extends Asked<PaymentsExplanationQuestion, PaymentsExplanation> {}

const formula: Formula = {
  code: 'payments',
  expression: 'Σ agreed, Σ released, Σ settled, Σ cancelled; Σ released / Σ maximum-cost',
  rounding: { decimals: 4, half: 'away-from-zero' },
  says: {
    en: 'Sums of amounts in øre, of each currency by itself; instalments and outcomes apart. What was released, settled or cancelled counts by its day, in the period asked about. The share is what was released of both, over the maximum cost of the contracts. The amount of an outcome is not known before it is released.',
    da: 'Summer af beløb i øre, for hver valuta for sig; rater og resultater hver for sig. Det frigivne, betalte og annullerede tæller efter sin dag, i den periode der spørges om. Andelen er det frigivne af begge i forhold til kontrakternes maksimale omkostninger. Et resultats beløb er ikke kendt, før det er frigivet.',
  },
};

@QueryHandler(ExplainPayments)
export class ExplainPaymentsHandler implements IQueryHandler<ExplainPayments> {
  constructor(private readonly readings: Readings) {}

  execute(asked: ExplainPayments): Promise<PaymentsExplanation> {
    const { question } = asked;
    return explained(this.readings, asked, {
      formula,
      figure: (reading) => totalsOf(reading, question),
      facts: (sql) => facts(sql, question),
    });
  }
}

/** Each step of each payment, and what each contract may cost. */
const facts = (sql: Sql, question: PaymentsExplanationQuestion) => `
  select c.partnership_id, 'maximum-cost' as name, c.contract_id as id, c.maximum_cost_oere::text as value,
         c.currency as unit, c.signed_on as day, c.contract_id, c.cvr as party,
         array(select jsonb_array_elements_text(c.events)::bigint) as positions
    from ${sql.visible('contract_sum')} c where ${all(ofContracts(sql, question, 'c'))}
  union all
  select p.partnership_id, step.name, concat_ws('/', p.contract_id, p.kind, p.item), p.amount_oere::text, p.currency,
         step.day, p.contract_id, null, array[step.event]
    from ${sql.visible('payment')} p cross join lateral (values
      (case p.kind when 'instalment' then 'agreed' else 'verified' end, p.stated_on, p.stated_event),
      ('released', p.released_on, p.released_event), ('settled', p.settled_on, p.settled_event),
      ('cancelled', p.cancelled_on, p.cancelled_event)) as step (name, day, event)
   where step.event is not null and ${all(ofContracts(sql, question, 'p'))}
  union all
  select m.partnership_id, 'cap', concat_ws('/', m.contract_id, m.model_id), m.cap_oere::text, m.currency, null, m.contract_id,
         null, array(select jsonb_array_elements_text(m.events)::bigint)
    from ${sql.visible('payment_cap')} m where ${all(ofContracts(sql, question, 'm'))}`;
