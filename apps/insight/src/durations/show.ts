import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Phase } from '#partnership';
import { Asked } from '../asked.js';
import { all, CasesQuestion, inPeriod, isOfAll, ofCases } from '../case-figures/cases.js';
import type { Additive } from '../kept-additions.js';
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
  const over = await leftInMemory(reading, question);
  const others = await reading.rows<Stays>(
    (
      sql,
    ) => `select d.phase, d.ended, array_to_json(array_agg(d.days)) as days, array_to_json(array_agg(d.stays)) as stays,
        sum(d.illustrative)::integer as illustrative, sum(d.suspended_stays)::integer as suspended_stays,
        case when bool_and(d.known) then sum(d.suspended_days)::integer end as suspended_days
      from (select s.phase, s.ended, s.days, count(*) as stays, count(*) filter (where s.illustrative) as illustrative,
                   case when s.phase is not null then count(*) filter (where s.rested is distinct from 0) end as suspended_stays,
                   bool_and(s.rested is not null) as known, sum(s.rested) as suspended_days
              from (${(over ? notLeft : staysOf)(sql, question, reading.day)}) s
             group by s.phase, s.ended, s.days) d
      group by d.phase, d.ended`,
  );
  return durationsOf([...(over ?? []), ...others]);
}

const LENGTH = 'left_on - entered_on';
const staysLeft = {
  table: 'phase_stay',
  projection: 'case-figures',
  columns: ['phase', 'outcome', LENGTH, 'rested_days', 'illustrative'],
  amounts: [],
} as const satisfies Additive;

const endOf = (outcome: string) => (outcome === 'moved-on' || outcome === 'completed' ? 'finished' : 'stopped');

/** The stays that are over, when all there are are asked about. */
async function leftInMemory(reading: Reading, question: CasesQuestion): Promise<readonly Stays[] | undefined> {
  if (!isOfAll(question)) return undefined;
  const addUp = await reading.addUp(staysLeft);
  if (!addUp) return undefined;
  const found = new Map<string, LeftStays>();
  const by = staysLeft.columns.map((column) => (column === 'outcome' ? { column, as: endOf } : { column }));
  for (const { values, count } of addUp(by)) {
    const [phase, ended, days, rested, illustrative] = values as Left;
    const none: LeftStays = {
      phase,
      ended,
      days: [],
      stays: [],
      suspended_stays: 0,
      suspended_days: 0,
      illustrative: 0,
    };
    const of = found.get(`${phase} ${ended}`) ?? none;
    found.set(`${phase} ${ended}`, of);
    of.days.push(Number(days));
    of.stays.push(count);
    if (rested !== '0') of.suspended_stays += count;
    of.suspended_days = rested === '' || of.suspended_days === null ? null : of.suspended_days + Number(rested) * count;
    if (illustrative === 'true') of.illustrative += count;
  }
  return [...found.values()];
}

type Left = [phase: Phase, ended: ReturnType<typeof endOf>, days: string, rested: string, illustrative: string];

interface LeftStays extends Stays {
  readonly days: number[];
  readonly stays: number[];
  suspended_stays: number;
  suspended_days: number | null;
  illustrative: number;
}

/**
 * Every stay with its length in days, and the whole way of every case that had a dialogue. A period is asked of the day a
 * stay was left; those that are not over stand as they do.
 */
export const staysOf = (sql: Sql, question: CasesQuestion, today: string): string => `
    select s.partnership_id, s.phase, case when s.outcome in ('moved-on', 'completed') then 'finished' else 'stopped' end as ended,
           s.left_on - s.entered_on as days, s.rested_days as rested, s.illustrative, s.entered_on, s.left_on,
           s.entered_event, s.left_event
      from ${sql.visible('phase_stay')} s
     where ${inPeriod(sql, question, 's.left_on')} and ${all(ofCases(sql, question, 's'))}
    union all ${notLeft(sql, question, today)}`;

/** Of those, the stays that are not over, and the whole ways. */
function notLeft(sql: Sql, question: CasesQuestion, today: string): string {
  const day = `${sql.value(today)}::date`;
  const courses = sql.visible('case_course');
  const cases = all(ofCases(sql, question, 'c'));
  return `
    select c.partnership_id, c.phase, 'open' as ended, ${day} - c.entered_on as days,
           c.rested_days + coalesce(${day} - c.suspended_on, 0) as rested, c.entered_illustrative as illustrative, c.entered_on,
           null::date as left_on, c.entered_event, null::bigint as left_event
      from ${courses} c where c.status <> 'closed' and ${cases}
    union all
    select c.partnership_id, null, case when c.scale_up_on is not null then 'finished' when c.closed_on is not null then 'stopped'
                                        else 'open' end,
           coalesce(c.scale_up_on, c.closed_on, ${day}) - c.dialogue_on, null,
           c.dialogue_illustrative or c.scale_up_illustrative, c.dialogue_on, coalesce(c.scale_up_on, c.closed_on),
           c.dialogue_event, coalesce(c.scale_up_event, c.closed_event)
      from ${courses} c where c.dialogue_on is not null and ${cases}
       and (coalesce(c.scale_up_on, c.closed_on) is null or ${inPeriod(sql, question, 'coalesce(c.scale_up_on, c.closed_on)')})`;
}

/** The position of the event that registered the case of `alias`: its first stay began with it. */
export const registration = ({ visible }: Sql, alias: string): string =>
  `least((select min(s.entered_event) from ${visible('phase_stay', 'each')} s where s.partnership_id = ${alias}.partnership_id),
         (select c.entered_event from ${visible('case_course', 'each')} c where c.partnership_id = ${alias}.partnership_id))`;
