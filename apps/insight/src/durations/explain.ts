import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Nested } from '#platform';
import { Asked } from '../asked.js';
import { explained, FiguresExplanation, type Formula, PageOfFacts } from '../case-figures/explanation.js';
import { Readings } from '../reading.js';
import { DurationFigures } from './answer.js';
import { durations, staysOf } from './show.js';

export class DurationsExplanationQuestion extends PageOfFacts {}

export class DurationsExplanation extends FiguresExplanation {
  @Nested(() => DurationFigures) figure: DurationFigures;
}

export class ExplainDurations extends Asked<DurationsExplanationQuestion, DurationsExplanation> {}

const formula: Formula = {
  code: 'durations',
  expression: 'days = left − entered; quartile k of n at place 1 + (n − 1) × k / 4',
  says: {
    en: 'The days of each stay in a phase, from the day it was entered to the day it was left. Days the case rested are part of them, and told beside, unless they are not known of one of the stays. Of the lengths in order, quartile k of n lies at place 1 + (n − 1) × k / 4, between two of them on a straight line. Stays that are not over are measured up to the day of the answer and never counted with those that are; a phase that is entered again has another stay. Stays with dates that contradict each other are counted, and have no length.',
    da: 'Dagene i hvert ophold i en fase, fra dagen det begyndte til dagen det sluttede. Dage, hvor sagen var i bero, er med og vises ved siden af, medmindre de er ukendte for et af opholdene. Af længderne i rækkefølge ligger kvartil k af n på plads 1 + (n − 1) × k / 4, mellem to af dem på en ret linje. Ophold, der ikke er slut, måles til svarets dag og tælles aldrig med de afsluttede; en fase, der begynder igen, har endnu et ophold. Ophold med datoer, der modsiger hinanden, tælles og har ingen længde.',
  },
};

@QueryHandler(ExplainDurations)
export class ExplainDurationsHandler implements IQueryHandler<ExplainDurations> {
  constructor(private readonly readings: Readings) {}

  execute(asked: ExplainDurations): Promise<DurationsExplanation> {
    const { question } = asked;
    return explained(this.readings, asked, {
      formula,
      figure: (reading) => durations(reading, question),
      facts: (sql, { day }) => `
        select s.partnership_id, concat_ws('-', s.ended, coalesce(s.phase, 'dialogue-to-scale-up'), fact.of) as name,
               s.entered_event::text as id, fact.days::text as value, 'days' as unit, s.entered_on as day, s.left_on as to_day,
               null as contract_id, null as party, array_remove(array[s.entered_event, s.left_event], null) as positions
          from (${staysOf(sql, question, day)}) s cross join lateral (values (null, s.days), ('rested', s.rested)) as fact (of, days)
         where fact.of is null or (s.phase is not null and fact.days is distinct from 0)`,
    });
  }
}
