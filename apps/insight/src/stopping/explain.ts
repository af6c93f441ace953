import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Nested } from '#platform';
import { Asked } from '../asked.js';
import { explained, FiguresExplanation, type Formula, PageOfFacts } from '../case-figures/explanation.js';
import { Readings } from '../reading.js';
import { StoppingFigures } from './answer.js';
import { endingsAsked, stopping } from './show.js';

export class StoppingExplanationQuestion extends PageOfFacts {}

export class StoppingExplanation extends FiguresExplanation {
  @Nested(() => StoppingFigures) figure: StoppingFigures;
}

export class ExplainStopping extends Asked<StoppingExplanationQuestion, StoppingExplanation> {}

const formula: Formula = {
  code: 'stopping',
  expression: 'number of endings by how, phase, route, theme and reason',
  says: {
    en: 'Each ending counts once, in the phase the case was in. A partnership that was reopened, and a decision to stop that another evaluation followed, are no endings. Reasons are counted where one was chosen, and otherwise given in words only.',
    da: 'Hver afslutning tæller én gang, i den fase sagen var i. Et partnerskab, der er genåbnet, og en beslutning om at stoppe, som en ny evaluering fulgte efter, er ikke afslutninger. Årsager tælles, hvor en er valgt, og gives ellers kun med ord.',
  },
};

@QueryHandler(ExplainStopping)
export class ExplainStoppingHandler implements IQueryHandler<ExplainStopping> {
  constructor(private readonly readings: Readings) {}

  execute(asked: ExplainStopping): Promise<StoppingExplanation> {
    const { question } = asked;
    return explained(this.readings, asked, {
      formula,
      figure: (reading) => stopping(reading, question),
      facts: (sql) => `
        select e.partnership_id, e.how as name, e.id, concat_ws(' ', e.phase, w.route, w.theme, e.code) as value, null as unit,
               e.ended_on as day, case e.what when 'contract' then e.id end as contract_id, null as party,
               array[e.position] as positions
          from ${sql.visible('ending')} e join ${sql.visible('portfolio_case')} w on w.partnership_id = e.partnership_id
         where ${endingsAsked(sql, question)}`,
    });
  }
}
