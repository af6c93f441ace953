import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Asked, given } from '../asked.js';
import type { InputAnswer } from '../explanation/answer.js';
import { eventsBehind } from '../explanation/behind.js';
import { inLanguage } from '../explanation/formula.js';
import { decodeCursor, encodeCursor, pageOf } from '../paging.js';
import { type Reading, Readings } from '../reading.js';
import { type FiguresExplanation, type PageOfFacts, USUAL_FACTS } from './answer.js';
import { type ExplainedName, explainedFigures, type Fact, type FigureOf, type FiguresQuestion } from './explained.js';

export class ExplainFigures<Name extends ExplainedName = ExplainedName> extends Asked<
  PageOfFacts & FiguresQuestion & { readonly figure: Name },
  FiguresExplanation & { readonly figure: FigureOf<Name> }
> {}

/** Explains a figure over many cases by the facts it is made of, page by page. */
@QueryHandler(ExplainFigures)
export class ExplainFiguresHandler implements IQueryHandler<ExplainFigures> {
  constructor(private readonly readings: Readings) {}

  async execute({ principal, question, language }: ExplainFigures) {
    const { formula, figure, facts } = explainedFigures[question.figure];
    const { limit = USUAL_FACTS } = question;
    const after = decodeCursor(question.cursor, 'facts', ['uuid', 'text', 'text']);
    const answer = await this.readings.answer(principal, question, ['case-figures', 'portfolio'], async (reading) => {
      const rows = await reading.rows<Fact>((sql) => {
        const { value } = sql;
        const rest =
          after &&
          `(f.partnership_id, f.name, f.id) > (${value(after[0])}::uuid, ${value(after[1])}, ${value(after[2])})`;
        return `select f.* from (${facts(sql, question, reading.day)}) f where ${rest ?? 'true'}
          order by f.partnership_id, f.name, f.id limit ${value(limit + 1)}`;
      });
      const { page, ...next } = pageOf(rows, limit, (row) =>
        encodeCursor('facts', [row.partnership_id, row.name, row.id]),
      );
      return {
        figure: await figure(reading, question),
        inputs: [...askedOf(reading, question), ...page.map(inputOf)],
        ...next,
        projections: await reading.readFrom(),
        asOf: reading.asOf,
      };
    });
    const positions = answer.inputs.flatMap((input) => input.positions);
    return {
      ...answer,
      formula: inLanguage(formula, language),
      events: await eventsBehind(this.readings, principal, positions),
    };
  }
}

/** What the facts are held against. */
const askedOf = ({ day }: Reading, { from, to }: FiguresQuestion): InputAnswer[] =>
  Object.entries(given({ day, from, to })).map(([name, value]) => ({ name, value, positions: [] }));

const inputOf = ({
  partnership_id,
  name,
  id,
  value,
  unit,
  day,
  to_day,
  contract_id,
  party,
  illustrative,
  positions,
}: Fact): InputAnswer =>
  given({
    name,
    id: id === '' ? null : id,
    value,
    unit,
    period: day === null ? null : { from: day, to: to_day ?? day },
    partnershipId: partnership_id,
    contractId: contract_id,
    party,
    illustrative: illustrative || null,
    // bigint arrays come as texts
    positions: positions.map(Number),
  }) as InputAnswer;
