import type { Language, Principal, Sentence } from '#platform';
import { ListOf, Text, WholeNumber } from '#platform';
import { given } from '../asked.js';
import { Explanation, type FormulaAnswer, InputAnswer } from '../explanation/answer.js';
import { eventsBehind, projectionBehind } from '../explanation/behind.js';
import { decodeCursor, encodeCursor, pageOf } from '../paging.js';
import type { Reading, Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import { CasesQuestion } from './cases.js';

/** Facts an explanation names unless asked for another number. */
const USUAL_FACTS = 1_000;
const MOST_FACTS = 10_000;

export class PageOfFacts extends CasesQuestion {
  @WholeNumber({ min: 1, max: MOST_FACTS, optional: true, description: `Most facts; ${USUAL_FACTS} unless given` })
  limit?: number;
  @Text({ max: 1000, optional: true, description: '`next` of the page before; all other parameters stay the same' })
  cursor?: string;
}

/** How a figure came to be, fact by fact: what is explained extends this by its `figure`. */
export abstract class FiguresExplanation extends Explanation {
  @ListOf(() => InputAnswer, { max: MOST_FACTS, description: 'The facts of this page, by partnership' })
  declare inputs: readonly InputAnswer[];
  @Text({
    max: 1000,
    optional: true,
    description: 'Cursor of the next facts; ask for them with `known-at` the `asOf.time` of this answer',
  })
  next?: string;
}

export interface Formula extends Omit<FormulaAnswer, 'text'> {
  readonly says: Sentence;
}

/** One fact a figure is made of, as a query selects it; `id` and `name` tell those of one partnership apart. */
interface Fact {
  readonly partnership_id: string;
  readonly name: string;
  readonly id: string;
  readonly value: string | null;
  readonly unit: string | null;
  /** The day it holds from. */
  readonly day: string | null;
  /** And the one it holds to, where that is another. */
  readonly to_day?: string | null;
  readonly contract_id: string | null;
  readonly party: string | null;
  readonly positions: readonly number[];
}

interface ExplainedFigure<Figure> {
  readonly formula: Formula;
  figure(reading: Reading): Promise<Figure>;
  /** A select with the columns of a fact: those that are not named here are null. */
  facts(sql: Sql, reading: Reading): string;
}

/** Explains a figure over many cases by the facts it is made of, page by page. */
export async function explained<Figure>(
  readings: Readings,
  { principal, question, language }: { principal: Principal; question: PageOfFacts; language: Language },
  { formula: { says, ...formula }, figure, facts }: ExplainedFigure<Figure>,
) {
  const { limit = USUAL_FACTS } = question;
  const after = decodeCursor(question.cursor, 'facts', ['uuid', 'text', 'text']);
  const answer = await readings.answer(principal, question, ['case-figures', 'portfolio'], async (reading) => {
    const rows = await reading.rows<Fact>((sql) => {
      const { value } = sql;
      const rest =
        after &&
        `(f.partnership_id, f.name, f.id) > (${value(after[0])}::uuid, ${value(after[1])}, ${value(after[2])})`;
      return `select f.* from (${facts(sql, reading)}) f where ${rest ?? 'true'}
        order by f.partnership_id, f.name, f.id limit ${value(limit + 1)}`;
    });
    const { page, ...next } = pageOf(rows, limit, (row) =>
      encodeCursor('facts', [row.partnership_id, row.name, row.id]),
    );
    return { figure: await figure(reading), inputs: page.map(inputOf), ...next, asOf: reading.asOf };
  });
  return {
    ...answer,
    formula: { ...formula, text: says[language] },
    events: await eventsBehind(
      readings,
      principal,
      answer.inputs.flatMap(({ positions }) => positions),
    ),
    projection: projectionBehind('case-figures'),
  };
}

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
    // bigint arrays come as texts
    positions: positions.map(Number),
  }) as InputAnswer;
