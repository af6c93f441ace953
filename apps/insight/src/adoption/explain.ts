import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Nested } from '#platform';
import { Asked } from '../asked.js';
import { explained, FiguresExplanation, type Formula, PageOfFacts } from '../case-figures/explanation.js';
import { Readings } from '../reading.js';
import { CoverageFigures } from './answer.js';
import { adoptionsAsked, coverage } from './show.js';

export class AdoptionExplanationQuestion extends PageOfFacts {}

export class AdoptionExplanation extends FiguresExplanation {
  @Nested(() => CoverageFigures) figure: CoverageFigures;
}

export class ExplainAdoption extends Asked<AdoptionExplanationQuestion, AdoptionExplanation> {}

const formula: Formula = {
  code: 'adoption-coverage',
  expression: 'municipalities with a live adoption / 98',
  rounding: { decimals: 4, half: 'away-from-zero' },
  says: {
    en: 'Each of the 98 municipalities counts once, by the solution that has come furthest there: live, then adopted, invited, declined, withdrawn. People are counted once a municipality, by its largest live solution, so that the sum is at least so many.',
    da: 'Hver af de 98 kommuner tæller én gang, efter den løsning der er nået længst: i drift, derefter besluttet, inviteret, afvist, trukket tilbage. Borgere tælles én gang pr. kommune, efter dens største løsning i drift, så summen er mindst så mange.',
  },
};

@QueryHandler(ExplainAdoption)
export class ExplainAdoptionHandler implements IQueryHandler<ExplainAdoption> {
  constructor(private readonly readings: Readings) {}

  execute(asked: ExplainAdoption): Promise<AdoptionExplanation> {
    const { question } = asked;
    const positions = 'array(select jsonb_array_elements_text(a.events)::bigint)';
    return explained(this.readings, asked, {
      formula,
      figure: (reading) => coverage(reading, question),
      facts: (sql) => `
        select a.partnership_id, fact.name, a.municipality as id, fact.value, fact.unit, a.since as day, null as contract_id,
               a.municipality as party, ${positions} as positions
          from ${sql.visible('adoption')} a cross join lateral (values
            ('adoption', a.status, null), ('basis', a.basis, null), ('sites', a.sites::text, 'sites'),
            ('population', a.population::text, 'people')) as fact (name, value, unit)
         where fact.value is not null and ${adoptionsAsked(sql, question)}`,
    });
  }
}
