import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { roles } from '#partnership';
import {
  BusinessDate,
  Code,
  dayInDenmark,
  Flag,
  Instant,
  type Language,
  ListOf,
  OneOf,
  Organisation,
  SubjectId,
  Text,
  Uuid,
  WholeNumber,
} from '#platform';
import { Asked, given, noSuchPartnership } from '../asked.js';
import { DEFAULT_LIMIT, decodeCursor, encodeCursor, PageAnswer, Paged, pageOf } from '../paging.js';
import { Readings } from '../reading.js';
import type { TimelineRow } from './projection.js';
import { everyType, roomNames } from './words.js';

/** One event in readable words. */
export class TimelineEntry {
  @WholeNumber({ description: 'Position in the store', example: 128 }) position: number;
  @Uuid({ description: 'Id of the event' }) eventId: string;
  @OneOf(everyType) type: string;
  @OneOf(roomNames) room: string;
  @Text({
    max: 10_000,
    description: 'In the language of Accept-Language',
    example: 'The milestone M-01 “First prototype” was reached on 24 March 2026',
  })
  text: string;
  @BusinessDate({ description: 'When it happened' }) occurredOn: string;
  @Instant({ description: 'When it was recorded' }) recordedAt: string;
  @Flag({ description: 'Recorded on a later day than it happened' }) lateEntry: boolean;
  @SubjectId({ description: 'Who recorded it' }) by: string;
  @OneOf(roles) role: string;
  @Organisation() organisation: string;
  @ListOf(Text({ max: 80 }), { max: 100, description: 'What of it no source gives' }) illustrative: readonly string[];
  @Text({ max: 500, optional: true, description: 'Where it is known from' }) source?: string;
}

export class TimelinePage extends PageAnswer {
  @ListOf(() => TimelineEntry, { max: 200 }) items: readonly TimelineEntry[];
}

export class TimelineQuestion extends Paged {
  @OneOf(['newest', 'oldest'], {
    optional: true,
    description: 'What comes first, in the order of recording; newest unless given',
  })
  first?: 'newest' | 'oldest';
  @ListOf(OneOf(roomNames), { max: roomNames.length, optional: true }) room?: readonly string[];
  @ListOf(Code({ example: 'MilestoneReached' }), { max: 50, optional: true, description: 'Event types' })
  type?: readonly string[];
  @BusinessDate({ optional: true, description: 'Happened on this day or later' }) from?: string;
  @BusinessDate({ optional: true, description: 'Happened on this day or earlier' }) to?: string;
}

export class ShowTimeline extends Asked<TimelineQuestion & { readonly id: string }, TimelinePage> {}

@QueryHandler(ShowTimeline)
export class ShowTimelineHandler implements IQueryHandler<ShowTimeline> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question, language }: ShowTimeline): Promise<TimelinePage> {
    const { id, first = 'newest', limit = DEFAULT_LIMIT, room, type, from, to } = question;
    const list = `timeline:${first}`;
    const after = decodeCursor(question.cursor, list, ['whole']);
    return this.readings.answer(principal, question, ['worklist', 'timeline'], async (reading) => {
      if (!(await reading.sees(id))) throw noSuchPartnership();
      const rows = await reading.rows<TimelineRow>(({ visible, value }) => {
        const conditions = [`t.partnership_id = ${value(id)}::uuid`];
        if (room) conditions.push(`t.room = any(${value(room)}::text[])`);
        if (type) conditions.push(`t.type = any(${value(type)}::text[])`);
        if (from !== undefined) conditions.push(`t.occurred_on >= ${value(from)}::date`);
        if (to !== undefined) conditions.push(`t.occurred_on <= ${value(to)}::date`);
        if (after) conditions.push(`t.position ${first === 'newest' ? '<' : '>'} ${value(after[0])}::bigint`);
        return `select t.* from ${visible('timeline')} t where ${conditions.join(' and ')}
          order by t.position ${first === 'newest' ? 'desc' : 'asc'} limit ${value(limit + 1)}`;
      });
      const { page, ...next } = pageOf(rows, limit, ({ position }) => encodeCursor(list, [position]));
      return { items: page.map((row) => entryOf(row, language)), ...next, asOf: reading.asOf };
    });
  }
}

function entryOf(row: TimelineRow, language: Language): TimelineEntry {
  return given({
    position: row.position,
    eventId: row.event_id,
    type: row.type,
    room: row.room,
    text: language === 'da' ? row.text_da : row.text_en,
    occurredOn: row.occurred_on,
    recordedAt: row.recorded_at,
    lateEntry: dayInDenmark(Date.parse(row.recorded_at)) > row.occurred_on,
    by: row.subject,
    role: row.role,
    organisation: row.organisation,
    illustrative: row.illustrative,
    source: row.source,
  }) as TimelineEntry;
}
