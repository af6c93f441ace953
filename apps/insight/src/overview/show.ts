import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Language } from '#platform';
import { Asked, given, noSuchPartnership } from '../asked.js';
import { type FunnelStep, funnelSteps } from '../funnel/rows.js';
import { readKpis } from '../kpis/show.js';
import type { Fresh } from '../paging.js';
import { type Reading, Readings } from '../reading.js';
import { cardOf, type VisibleRow } from '../worklist/answer.js';
import type { OverviewAnswer } from './answer.js';
import type { Doc, PartKind, PartRow } from './part.js';
import { asPayable } from './payable.js';

/** A short series is enough beside everything else. */
const FEW_POINTS = 12;

export class ShowOverview extends Asked<Fresh & { readonly id: string }, OverviewAnswer> {}

@QueryHandler(ShowOverview)
export class ShowOverviewHandler implements IQueryHandler<ShowOverview> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question, language }: ShowOverview): Promise<OverviewAnswer> {
    return this.readings.answer(principal, question, ['worklist', 'overview', 'kpis', 'case-figures'], (reading) =>
      this.overview(reading, question.id, language),
    );
  }

  private async overview(reading: Reading, id: string, language: Language): Promise<OverviewAnswer> {
    const { rows: read, day, asOf } = reading;
    const [[row], rows, [funnel], kpis] = await Promise.all([
      read<VisibleRow>(
        ({ visible, value }) => `select w.* from ${visible('worklist')} w where w.partnership_id = ${value(id)}::uuid`,
      ),
      read<Pick<PartRow, 'kind' | 'doc'>>(
        ({ visible, value }) =>
          `select p.kind, p.doc from ${visible('part')} p where p.partnership_id = ${value(id)}::uuid order by p.since, p.id`,
      ),
      read<Record<FunnelStep, number | null>>(
        ({ visible, value }) =>
          `select ${funnelSteps.join(', ')} from ${visible('supplier_funnel')} f where f.partnership_id = ${value(id)}::uuid`,
      ),
      readKpis(reading, { id, points: FEW_POINTS }),
    ]);
    if (!row) throw noSuchPartnership();
    const parts = new Map<PartKind, Doc[]>();
    for (const { kind, doc } of rows) parts.set(kind, [...(parts.get(kind) ?? []), doc]);
    const all = (kind: PartKind) => (parts.get(kind) ?? []) as never;
    const one = (kind: PartKind) => parts.get(kind)?.[0] as never;
    return given({
      ...cardOf(row, day, language),
      summary: row.summary,
      classification: row.classification,
      need: one('need'),
      parties: all('party'),
      responsible: all('responsible'),
      dialogue: one('dialogue'),
      procurement: one('procurement'),
      funnel: funnel && given(funnel),
      contracts: asPayable(all('contract'), all('changed-measurement')) as never,
      gateCriteria: all('gate-criteria'),
      pilots: all('pilot'),
      kpis,
      evaluation: one('evaluation'),
      adoptions: all('adoption'),
      benefits: all('benefit'),
      followUp: one('follow-up'),
      risks: all('risk'),
      deadlines: all('deadline'),
      decisions: all('decision'),
      documents: all('document'),
      notes: all('note'),
      businessCase: one('business-case'),
      budgetLines: all('budget-line'),
      asOf,
    }) as OverviewAnswer;
  }
}
