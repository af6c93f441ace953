import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { ListOf, OneOf, Text, WholeNumber } from '#platform';
import { Asked } from '../asked.js';
import { all, CasesQuestion, inPeriod, ofCases } from '../case-figures/cases.js';
import { DEFAULT_LIMIT, decodeCursor, encodeCursor, MOST, pageOf } from '../paging.js';
import { type Reading, Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import {
  type EndingTally,
  endingAnswer,
  type ListedEnding,
  type StoppingFigures,
  type StoppingPage,
  stoppingOf,
} from './answer.js';
import { ways } from './rows.js';

export class StoppingQuestion extends CasesQuestion {
  @ListOf(OneOf(ways), { max: ways.length, optional: true, description: 'List only these; all are counted' })
  how?: readonly string[];
  @WholeNumber({ min: 1, max: MOST, optional: true, description: `Most endings; ${DEFAULT_LIMIT} unless given` })
  limit?: number;
  @Text({ max: 1000, optional: true, description: '`next` of the page before; all other parameters stay the same' })
  cursor?: string;
}

export class ShowStopping extends Asked<StoppingQuestion, StoppingPage> {}

/** What ended before its time, by phase, route and theme, and the reasons as they were given. */
@QueryHandler(ShowStopping)
export class ShowStoppingHandler implements IQueryHandler<ShowStopping> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowStopping): Promise<StoppingPage> {
    return this.readings.answer(principal, question, ['case-figures', 'portfolio'], async (reading) => {
      const { limit = DEFAULT_LIMIT } = question;
      const figures = await stopping(reading, question);
      const { page, ...next } = pageOf(await endings(reading, question), limit, (row) =>
        encodeCursor('stopping', [row.ended_on, row.partnership_id, `${row.what} ${row.id}`]),
      );
      return { figures, items: page.map(endingAnswer), ...next, asOf: reading.asOf };
    });
  }
}

export const endingsAsked = (sql: Sql, question: CasesQuestion): string =>
  all([inPeriod(sql, question, 'e.ended_on'), ...ofCases(sql, question, 'e')]);

export async function stopping({ rows }: Reading, question: CasesQuestion): Promise<StoppingFigures> {
  return stoppingOf(
    await rows<EndingTally>(
      (sql) => `select e.how, e.phase, e.code, w.route, w.theme, count(*)::integer as number
        from ${sql.visible('ending')} e join ${sql.visible('portfolio_case')} w on w.partnership_id = e.partnership_id
        where ${endingsAsked(sql, question)} group by e.how, e.phase, e.code, w.route, w.theme`,
    ),
  );
}

const endings = ({ rows }: Reading, question: StoppingQuestion) =>
  rows<ListedEnding>((sql) => {
    const { value, visible } = sql;
    const after = decodeCursor(question.cursor, 'stopping', ['date', 'uuid', 'text']);
    const conditions = [endingsAsked(sql, question)];
    if (question.how) conditions.push(`e.how = any(${value(question.how)}::text[])`);
    if (after) {
      conditions.push(
        `(e.ended_on, e.partnership_id, e.what || ' ' || e.id) < (${value(after[0])}::date, ${value(after[1])}::uuid, ${value(after[2])})`,
      );
    }
    const order = `e.ended_on desc, e.partnership_id desc, e.what || ' ' || e.id desc`;
    return `select e.*, w.case_number, w.title as partnership
      from (select e.* from ${visible('ending')} e where ${all(conditions)}
             order by ${order} limit ${value((question.limit ?? DEFAULT_LIMIT) + 1)}) e
      join ${visible('portfolio_case')} w on w.partnership_id = e.partnership_id order by ${order}`;
  });
