import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Asked } from '../asked.js';
import { all, CasesQuestion, inPeriod, ofCases } from '../case-figures/cases.js';
import { type Reading, Readings } from '../reading.js';
import type { Sql } from '../scope.js';
import { type DurationFigures, type DurationsAnswer, durationsOf, type Stays } from './answer.js';

export class DurationsQuestion extends CasesQuestion {}
export class ShowDurations extends Asked<DurationsQuestion, DurationsAnswer> {}

/** How long cases stay in each phase, and how long it is from dialogue to scale-up. */
@QueryHandler(ShowDurations)
export class ShowDurationsHandler implements IQueryHandler<ShowDurations> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowDurations): Promise<DurationsAnswer> {
    return this.readings.answer(principal, question, ['case-figures', 'portfolio'], async (reading) => ({
      ...(await durations(reading, question)),
      asOf: reading.asOf,
    }));
  }
}

export async function durations(reading: Reading, question: CasesQuestion): Promise<DurationFigures> {
  const stays = await reading.sums<Stays>(
    (
      sql,
    ) => `select d.phase, d.ended, array_to_json(array_agg(d.days)) as days, array_to_json(array_agg(d.stays)) as stays,
        sum(d.illustrative)::integer as illustrative, sum(d.suspended_stays)::integer as suspended_stays,
        case when bool_and(d.known) then sum(d.suspended_days)::integer end as suspended_days
      from (select s.phase, s.ended, s.days, count(*) as stays, count(*) filter (where s.illustrative) as illustrative,
                   case when s.phase is not null then count(*) filter (where s.rested is distinct from 0) end as suspended_stays,
                   bool_and(s.rested is not null) as known, sum(s.rested) as suspended_days
              from (${staysOf(sql, question, reading.day)}) s group by s.phase, s.ended, s.days) d
      group by d.phase, d.ended`,
  );
  return durationsOf(stays);
}

/**
 * Every stay with its length in days, and the whole way of every case that had a dialogue. A period is asked of the day a
 * stay was left; those that are not over stand as they do.
 */
export function staysOf(sql: Sql, question: CasesQuestion, today: string): string {
  const day = `${sql.value(today)}::date`;
  const stays = sql.visible('phase_stay');
  const courses = sql.visible('case_course');
  const cases = (alias: string) => all(ofCases(sql, question, alias));
  return `
    select s.partnership_id, s.phase, case when s.outcome in ('moved-on', 'completed') then 'finished' else 'stopped' end as ended,
           s.left_on - s.entered_on as days, s.rested_days as rested, s.illustrative, s.entered_on, s.left_on,
           s.entered_event, s.left_event
      from ${stays} s where ${inPeriod(sql, question, 's.left_on')} and ${cases('s')}
    union all
    select c.partnership_id, c.phase, 'open', ${day} - c.entered_on, c.rested_days + coalesce(${day} - c.suspended_on, 0),
           c.entered_illustrative, c.entered_on, null, c.entered_event, null
      from ${courses} c where c.status <> 'closed' and ${cases('c')}
    union all
    select c.partnership_id, null, case when c.scale_up_on is not null then 'finished' when c.closed_on is not null then 'stopped'
                                        else 'open' end,
           coalesce(c.scale_up_on, c.closed_on, ${day}) - c.dialogue_on, null,
           c.dialogue_illustrative or c.scale_up_illustrative, c.dialogue_on, coalesce(c.scale_up_on, c.closed_on),
           c.dialogue_event, coalesce(c.scale_up_event, c.closed_event)
      from ${courses} c where c.dialogue_on is not null and ${cases('c')}
       and (coalesce(c.scale_up_on, c.closed_on) is null or ${inPeriod(sql, question, 'coalesce(c.scale_up_on, c.closed_on)')})`;
}

/** The position of the event that registered the case of `alias`: its first stay began with it. */
export const registration = ({ visible }: Sql, alias: string): string =>
  `least((select min(s.entered_event) from ${visible('phase_stay', 'each')} s where s.partnership_id = ${alias}.partnership_id),
         (select c.entered_event from ${visible('case_course', 'each')} c where c.partnership_id = ${alias}.partnership_id))`;
