import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { evidenceLevels } from '#partnership';
import { BusinessDate, Code, OneOf } from '#platform';
import { Asked, noSuchPartnership } from '../asked.js';
import { DEFAULT_LIMIT, decodeCursor, encodeCursor, Paged, pageOf } from '../paging.js';
import { Readings } from '../reading.js';
import type { MeasurementPage } from './answer.js';
import type { MeasurementRow } from './projection.js';
import { noSuchKpi } from './show.js';

export class MeasurementsQuestion extends Paged {
  @Code({ optional: true }) site?: string;
  @Code({ optional: true }) contract?: string;
  @OneOf(evidenceLevels, { optional: true }) 'evidence-level'?: string;
  @BusinessDate({ optional: true, description: 'Of periods that end on this day or later' }) from?: string;
  @BusinessDate({ optional: true, description: 'Of periods that begin on this day or earlier' }) to?: string;
}

/** The measurements that stand, one by one, by period. */
export class ListMeasurements extends Asked<
  MeasurementsQuestion & { readonly id: string; readonly code: string },
  MeasurementPage
> {}

@QueryHandler(ListMeasurements)
export class ListMeasurementsHandler implements IQueryHandler<ListMeasurements> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ListMeasurements): Promise<MeasurementPage> {
    const { id, code, limit = DEFAULT_LIMIT, site, contract, 'evidence-level': level, from, to } = question;
    const after = decodeCursor(question.cursor, 'measurements', ['date', 'text']);
    return this.readings.answer(principal, question, ['worklist', 'kpis'], async (reading) => {
      if (!(await reading.sees(id))) throw noSuchPartnership();
      const known = await reading.rows(
        ({ visible, value }) =>
          `select 1 from ${visible('kpi')} k where k.partnership_id = ${value(id)}::uuid and k.code = ${value(code)}`,
      );
      if (known.length === 0) throw noSuchKpi();
      const rows = await reading.rows<MeasurementRow & { position: number }>(({ visible, value }) => {
        const conditions = [`m.partnership_id = ${value(id)}::uuid`, `m.kpi = ${value(code)}`];
        if (site !== undefined) conditions.push(`m.site = ${value(site)}`);
        if (contract !== undefined) conditions.push(`m.contract_id = ${value(contract)}`);
        if (level !== undefined) conditions.push(`m.evidence_level = ${value(level)}`);
        if (from !== undefined) conditions.push(`m.period_to >= ${value(from)}::date`);
        if (to !== undefined) conditions.push(`m.period_from <= ${value(to)}::date`);
        if (after) {
          conditions.push(`(m.period_from, m.measurement_id) > (${value(after[0])}::date, ${value(after[1])})`);
        }
        return `select m.* from ${visible('measurement')} m where ${conditions.join(' and ')}
          order by m.period_from, m.measurement_id limit ${value(limit + 1)}`;
      });
      const { page, ...next } = pageOf(rows, limit, (row) =>
        encodeCursor('measurements', [row.period_from, row.measurement_id]),
      );
      return {
        items: page.map(({ doc, corrections, recorded_at: recordedAt, position }) => ({
          ...doc,
          corrections,
          recordedAt,
          position,
        })),
        ...next,
        asOf: reading.asOf,
      };
    });
  }
}
