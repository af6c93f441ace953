import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Refused } from '#decider';
import { Asked, noSuchPartnership } from '../asked.js';
import type { Fresh } from '../paging.js';
import { type Reading, Readings } from '../reading.js';
import { type KpiAnswer, type KpiAnswerAsOf, type KpisAnswer, kpiAnswer } from './answer.js';
import { resultsOf, type Standing, unmeasured } from './figure.js';
import type { KpiRow, SubjectRow } from './projection.js';

/** Points of a chart beside others, and of a chart of its own. */
const FEW_POINTS = 24;
const MANY_POINTS = 400;

export class ShowKpis extends Asked<Fresh & { readonly id: string }, KpisAnswer> {}
export class ShowKpi extends Asked<Fresh & { readonly id: string; readonly code: string }, KpiAnswerAsOf> {}

/** The KPIs of a partnership with their figures, or one of them. Every measurement is read once. */
export async function readKpis(
  { rows, day }: Reading,
  { id, code, points }: { readonly id: string; readonly code?: string; readonly points: number },
): Promise<readonly KpiAnswer[]> {
  const of = (column: string, value: (given: unknown) => string) =>
    code === undefined ? 'true' : `${column} = ${value(code)}`;
  const [kpis, measurements, subjects] = await Promise.all([
    rows<KpiRow>(
      ({ visible, value }) => `select k.* from ${visible('kpi')} k
        where k.partnership_id = ${value(id)}::uuid and ${of('k.code', value)}
        order by (k.definition ->> 'primary')::boolean desc, k.since, k.code`,
    ),
    rows<Standing & { kpi: string }>(
      ({ visible, value }) => `select m.kpi, m.doc, m.position, m.positions from ${visible('measurement')} m
        where m.partnership_id = ${value(id)}::uuid and ${of('m.kpi', value)}`,
    ),
    rows<SubjectRow>(
      ({ visible, value }) => `select s.* from ${visible('kpi_subject')} s where s.partnership_id = ${value(id)}::uuid`,
    ),
  ]);
  const names = (kind: SubjectRow['kind']) =>
    new Map(subjects.filter((one) => one.kind === kind).map((one) => [one.id, one.name]));
  const named = { sites: names('site'), partners: names('contract') };
  const byKpi = new Map<string, Standing[]>(kpis.map((kpi) => [kpi.code, []]));
  for (const { kpi, ...standing } of measurements) byKpi.get(kpi)?.push(standing);
  return kpis.map((kpi) => {
    const standing = byKpi.get(kpi.code)!;
    const illustrative = standing.some(({ doc }) => doc.illustrative);
    return kpiAnswer(kpi, resultsOf(kpi, standing, day, points), unmeasured(kpi, day), named, illustrative);
  });
}

export const noSuchKpi = () => new Refused('no-such-kpi');

@QueryHandler(ShowKpis)
export class ShowKpisHandler implements IQueryHandler<ShowKpis> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowKpis): Promise<KpisAnswer> {
    const { id } = question;
    return this.readings.answer(principal, question, ['worklist', 'kpis'], async (reading) => {
      if (!(await reading.sees(id))) throw noSuchPartnership();
      return { items: await readKpis(reading, { id, points: FEW_POINTS }), asOf: reading.asOf };
    });
  }
}

@QueryHandler(ShowKpi)
export class ShowKpiHandler implements IQueryHandler<ShowKpi> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowKpi): Promise<KpiAnswerAsOf> {
    const { id, code } = question;
    return this.readings.answer(principal, question, ['worklist', 'kpis'], async (reading) => {
      if (!(await reading.sees(id))) throw noSuchPartnership();
      const [kpi] = await readKpis(reading, { id, code, points: MANY_POINTS });
      if (!kpi) throw noSuchKpi();
      return { ...kpi, asOf: reading.asOf };
    });
  }
}
