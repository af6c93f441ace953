import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Nested } from '#platform';
import { Asked } from '../asked.js';
import { explained, FiguresExplanation, type Formula, PageOfFacts } from '../case-figures/explanation.js';
import { Readings } from '../reading.js';
import { CollaborationFigures } from './answer.js';
import { collaboration, collaboratorsAsked, innovationsAsked } from './show.js';

export class CollaborationExplanationQuestion extends PageOfFacts {}

export class CollaborationExplanation extends FiguresExplanation {
  @Nested(() => CollaborationFigures) figure: CollaborationFigures;
}

export class ExplainCollaboration extends Asked<CollaborationExplanationQuestion, CollaborationExplanation> {}

const formula: Formula = {
  code: 'collaboration',
  expression: 'cases with such a partner / cases; cases of more than one innovation type / cases',
  rounding: { decimals: 4, half: 'away-from-zero' },
  says: {
    en: 'Partners are who takes part as a party and has not left, and who has a contract; all but the own municipality’s are external. A case counts once at each type of partner and of innovation it has.',
    da: 'Partnere er dem, der deltager som part og ikke er udtrådt, og dem, der har en kontrakt; alle andre end kommunens egne er eksterne. En sag tæller én gang ved hver type partner og innovation, den har.',
  },
};

@QueryHandler(ExplainCollaboration)
export class ExplainCollaborationHandler implements IQueryHandler<ExplainCollaboration> {
  constructor(private readonly readings: Readings) {}

  execute(asked: ExplainCollaboration): Promise<CollaborationExplanation> {
    const { question } = asked;
    return explained(this.readings, asked, {
      formula,
      figure: (reading) => collaboration(reading, question),
      facts: (sql) => `
        select i.partnership_id, 'innovation-types' as name, '' as id, array_to_string(i.types, ' ') as value, null as unit,
               i.registered_on as day, null as contract_id, null as party, array[i.stated_event] as positions
          from ${sql.visible('innovation')} i where ${innovationsAsked(sql, question)}
        union all
        select c.partnership_id, 'partner', c.organisation, coalesce(c.partner_type, 'not-stated'), null, null, null, c.organisation,
               array(select jsonb_array_elements_text(c.events)::bigint)
          from ${sql.visible('collaborator')} c where ${collaboratorsAsked(sql, question)}`,
    });
  }
}
