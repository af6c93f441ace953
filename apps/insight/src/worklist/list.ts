import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { phases, routes, sectorAreas, themes } from '#partnership';
import { Flag, Kommunekode, ListOf, OneOf, SubjectId, Text } from '#platform';
import { Asked } from '../asked.js';
import { DEFAULT_LIMIT, decodeCursor, encodeCursor, Paged, pageOf } from '../paging.js';
import { Readings } from '../reading.js';
import { type Sql, seesEverything } from '../scope.js';
import { cardOf, type PartnershipPage, type VisibleRow } from './answer.js';
import { worklistStatuses } from './course.js';

/** What a list can be sorted by: the expression, and its type. */
const sorts = {
  title: ['lower(w.title)', 'text'],
  phase: [`array_position(array['${phases.join("','")}'], w.phase)`, 'integer'],
  nextDeadline: ['w.next_due', 'date'],
  updated: ['w.updated_at', 'timestamptz'],
  registered: ['w.registered_on', 'date'],
} as const;
const cursorKinds = { text: 'text', integer: 'whole', date: 'date', timestamptz: 'instant' } as const;
const sortNames = Object.keys(sorts) as readonly (keyof typeof sorts)[];

export class WorklistQuestion extends Paged {
  @ListOf(OneOf(phases), { max: phases.length, optional: true }) phase?: readonly string[];
  @ListOf(OneOf(worklistStatuses), { max: worklistStatuses.length, optional: true }) status?: readonly string[];
  @SubjectId({ optional: true, description: 'Handled by this person now' }) handler?: string;
  @Kommunekode({ optional: true, description: 'A municipality that takes part' }) municipality?: string;
  @ListOf(OneOf(themes), { max: themes.length, optional: true }) theme?: readonly string[];
  @ListOf(OneOf(sectorAreas), { max: sectorAreas.length, optional: true }) sector?: readonly string[];
  @ListOf(OneOf(routes), { max: routes.length, optional: true }) route?: readonly string[];
  @Text({ max: 200, optional: true, description: 'Found in title, case number, lead or summary', example: 'diaper' })
  text?: string;
  @Flag({ optional: true, description: 'Only those with (or without) something overdue' }) overdue?: boolean;
  @OneOf(sortNames, { optional: true, example: 'nextDeadline', description: 'registered unless given' })
  sort?: keyof typeof sorts;
  @OneOf(['asc', 'desc'], { optional: true, description: 'asc unless given; what has no value stands last either way' })
  order?: 'asc' | 'desc';
}

export class ListPartnerships extends Asked<WorklistQuestion, PartnershipPage> {}

@QueryHandler(ListPartnerships)
export class ListPartnershipsHandler implements IQueryHandler<ListPartnerships> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question, language }: ListPartnerships): Promise<PartnershipPage> {
    const { sort = 'registered', order = 'asc', limit = DEFAULT_LIMIT } = question;
    const list = `partnerships:${sort}:${order}`;
    const after = decodeCursor(question.cursor, list, [cursorKinds[sorts[sort][1]], 'uuid']);
    return this.readings.answer(principal, question, ['worklist'], async ({ rows: read, day, asOf }) => {
      const rows = await read<VisibleRow & { sorted: string }>((sql) => {
        const [column, type] = sorts[sort];
        const last = order === 'asc' ? 'infinity' : '-infinity';
        const by = sort === 'nextDeadline' ? `coalesce(${column}, '${last}'::date)` : column;
        const conditions = filters(sql, question, day);
        // What changed when stands apart, but for partners.
        const apart = sort === 'updated' && principal.role !== 'partner';
        const ordered = () => (apart ? sql.visible('worklist_latest') : sql.visible('worklist', 'few'));
        const from = conditions.length === 0 ? ordered() : sql.visible('worklist');
        if (after) {
          const [value, id] = after;
          conditions.push(
            `(${by}, w.partnership_id) ${order === 'asc' ? '>' : '<'} (${sql.value(value)}::${type}, ${sql.value(id)}::uuid)`,
          );
        }
        // What one organisation takes part in is found before it is put in order: in the order of all there is, the way to
        // a page leads past everybody else's.
        const first = seesEverything(principal) ? 'not materialized' : 'materialized';
        // The page first, and only of its rows all there is to know.
        return `with found as ${first} (
            select w.partnership_id, ${by} as sorted from ${from} w where ${['true', ...conditions].join(' and ')}),
          page as (
            select * from found order by sorted ${order}, partnership_id ${order} limit ${sql.value(limit + 1)})
          select w.*, p.sorted::text from page p join ${sql.visible('worklist', 'each')} w on w.partnership_id = p.partnership_id
           order by p.sorted ${order}, p.partnership_id ${order}`;
      });
      const { page, ...next } = pageOf(rows, limit, (row) => encodeCursor(list, [row.sorted, row.partnership_id]));
      return { items: page.map((row) => cardOf(row, day, language)), ...next, asOf };
    });
  }
}

function filters({ value }: Sql, question: WorklistQuestion, today: string): string[] {
  const { phase, status, theme, sector, route, handler, municipality, text, overdue } = question;
  const conditions: string[] = [];
  for (const [column, wanted] of Object.entries({ phase, status, theme, sector, route })) {
    if (wanted) conditions.push(`w.${column} = any(${value(wanted)}::text[])`);
  }
  if (municipality !== undefined) conditions.push(`w.municipalities @> array[${value(municipality)}]`);
  if (text !== undefined) {
    // As the index has it, and the text taken as it stands: what is a pattern's sign is escaped.
    const searched = `w.title || ' ' || w.case_number || ' ' || w.lead_name || ' ' || coalesce(w.summary, '')`;
    conditions.push(`lower(${searched}) like '%' || lower(${value(text.replace(/[\\\\%_]/g, '\\\\$&'))}) || '%'`);
  }
  if (overdue !== undefined) {
    const late = `(w.status <> 'closed' and w.next_due is not null and w.next_due < ${value(today)}::date)`;
    conditions.push(overdue ? late : `not ${late}`);
  }
  if (handler !== undefined) {
    const day = value(today);
    conditions.push(`w.handlers @> array[${value(handler)}]`);
    // The same choice as `handlerOf` makes.
    conditions.push(`${value(handler)} = (
      select r ->> 'subject' from json_array_elements(w.facts -> 'responsible') with ordinality as e (r, n)
       where r ->> 'responsibility' in ('case-handler', 'project-manager')
         and r ->> 'from' <= ${day} and coalesce(r ->> 'until', ${day}) >= ${day}
       order by r ->> 'responsibility', n desc limit 1)`);
  }
  return conditions;
}
