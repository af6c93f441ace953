import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Nested } from '#platform';
import { Asked } from '../asked.js';
import { explained, FiguresExplanation, type Formula, PageOfFacts } from '../case-figures/explanation.js';
import { Readings } from '../reading.js';
import { FollowUpFigures } from './answer.js';
import { followUps, followUpsAsked } from './show.js';

export class FollowUpsExplanationQuestion extends PageOfFacts {}

export class FollowUpsExplanation extends FiguresExplanation {
  @Nested(() => FollowUpFigures) figure: FollowUpFigures;
}

export class ExplainFollowUps extends Asked<FollowUpsExplanationQuestion, FollowUpsExplanation> {}

const formula: Formula = {
  code: 'follow-ups',
  expression: 'missing = due before the day of the answer and not followed up',
  says: {
    en: 'Reports are due on the day the follow-up plan in force names; planned benefits when their year is over. A benefit is followed up once anything realised is recorded for the same KPI, party, year and kind of amount.',
    da: 'Rapporter har frist den dag, den gældende opfølgningsplan angiver; planlagte gevinster når deres år er omme. En gevinst er fulgt op, når noget realiseret er registreret for samme KPI, part, år og slags beløb.',
  },
};

@QueryHandler(ExplainFollowUps)
export class ExplainFollowUpsHandler implements IQueryHandler<ExplainFollowUps> {
  constructor(private readonly readings: Readings) {}

  execute(asked: ExplainFollowUps): Promise<FollowUpsExplanation> {
    const { question } = asked;
    return explained(this.readings, asked, {
      formula,
      figure: (reading) => followUps(reading, question),
      facts: (sql, { day }) => `
        select x.partnership_id, x.kind as name, x.id,
               case when x.late then 'late' when x.done then 'followed-up' when x.due < ${sql.value(day)}::date then 'missing'
                    else 'not-yet-due' end as value,
               null as unit, x.due as day, null as contract_id, x.party, x.positions
          from (${followUpsAsked(sql, question)}) x`,
    });
  }
}
