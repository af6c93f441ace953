import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import type { Phase } from '#partnership';
import { Asked } from '../asked.js';
import type { AsOf, Fresh } from '../paging.js';
import { Readings } from '../reading.js';
import { type Facts, inOrder, type Light, trafficLight } from '../worklist/traffic-light.js';

/** Where the partnerships somebody may see stand, counted. */
export interface Standing {
  readonly asOf: AsOf;
  readonly day: string;
  readonly partnerships: number;
  readonly closed: number;
  /** Of those that are not closed, by the phase they are in, or rest in. */
  readonly byPhase: ReadonlyMap<Phase, Readonly<Record<Light, number>>>;
  /** Partnerships with something overdue, and how much in all. */
  readonly overdue: { readonly partnerships: number; readonly items: number };
}

export class ShowStanding extends Asked<Fresh, Standing> {}

interface Row {
  readonly phase: Phase;
  readonly status: string;
  readonly facts: Facts | null;
}

@QueryHandler(ShowStanding)
export class ShowStandingHandler implements IQueryHandler<ShowStanding> {
  constructor(private readonly readings: Readings) {}

  execute({ principal, question }: ShowStanding): Promise<Standing> {
    return this.readings.answer(principal, question, ['worklist'], async ({ rows, day, asOf }) => {
      // The facts of closed cases are not judged, and they are most of the weight.
      const cases = await rows<Row>(
        ({ visible }) =>
          `select w.phase, w.status, case when w.status <> 'closed' then w.facts end as facts from ${visible('worklist')} w`,
      );
      return { asOf, day, ...counted(cases, day) };
    });
  }
}

function counted(cases: readonly Row[], day: string): Omit<Standing, 'asOf' | 'day'> {
  const byPhase = new Map<Phase, Record<Light, number>>();
  const overdue = { partnerships: 0, items: 0 };
  let closed = 0;
  for (const { phase, status, facts } of cases) {
    if (facts === null) {
      closed += 1;
      continue;
    }
    const lights = byPhase.get(phase) ?? { red: 0, amber: 0, green: 0 };
    lights[trafficLight({ status, phase }, facts, day).light] += 1;
    byPhase.set(phase, lights);
    const late = inOrder(facts.dues).filter(({ due }) => due < day).length;
    overdue.items += late;
    if (late > 0) overdue.partnerships += 1;
  }
  return { partnerships: cases.length, closed, byPhase, overdue };
}
