import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Nested } from '#platform';
import { Asked } from '../asked.js';
import { explained, FiguresExplanation, type Formula, PageOfFacts } from '../case-figures/explanation.js';
import { Readings } from '../reading.js';
import { SupplierFunnelFigures } from './answer.js';
import { funnelSteps } from './rows.js';
import { funnel, funnelsAsked } from './show.js';

export class FunnelExplanationQuestion extends PageOfFacts {}

export class FunnelExplanation extends FiguresExplanation {
  @Nested(() => SupplierFunnelFigures) figure: SupplierFunnelFigures;
}

export class ExplainFunnel extends Asked<FunnelExplanationQuestion, FunnelExplanation> {}

const formula: Formula = {
  code: 'supplier-funnel',
  expression: 'Σ suppliers of a step; Σ suppliers / Σ suppliers of the step before',
  rounding: { decimals: 4, half: 'away-from-zero' },
  says: {
    en: 'The sum of the suppliers at each step, of the cases that came to it. The share is a ratio of sums over the cases that came to both steps, so that a case still on its way is not counted as having lost everybody. Accepted are the contracts whose solution reached its performance level, where leadership decided to scale.',
    da: 'Summen af leverandørerne på hvert trin i de sager, der er nået dertil. Andelen er en brøk af summer over de sager, der er nået til begge trin, så en sag undervejs ikke tæller, som om alle var faldet fra. Accepterede er de kontrakter, hvis løsning nåede sit præstationsniveau, hvor ledelsen besluttede at udbrede.',
  },
};

@QueryHandler(ExplainFunnel)
export class ExplainFunnelHandler implements IQueryHandler<ExplainFunnel> {
  constructor(private readonly readings: Readings) {}

  execute(asked: ExplainFunnel): Promise<FunnelExplanation> {
    const { question } = asked;
    const steps = funnelSteps.map((step) => `('${step}', f.${step}, f.events -> '${step}')`);
    return explained(this.readings, asked, {
      formula,
      figure: (reading) => funnel(reading, question),
      facts: (sql) => `
        select f.partnership_id, step.name, '' as id, step.suppliers::text as value, 'suppliers' as unit, f.registered_on as day,
               null as contract_id, null as party, array(select jsonb_array_elements_text(step.events)::bigint) as positions
          from ${sql.visible('supplier_funnel')} f cross join lateral (values ${steps.join(', ')}) as step (name, suppliers, events)
         where step.suppliers is not null and ${funnelsAsked(sql, question)}`,
    });
  }
}
