import {
  type Attainment,
  aggregate,
  attainment,
  type EvidenceLevel,
  type Figure,
  type KpiStatus,
  type Measurement,
  series,
  status,
} from '#partnership';
import type { KpiRow } from './projection.js';

/** A measurement, the event it stands in since, and all events about it. */
export interface Standing {
  readonly doc: Measurement;
  readonly position: number;
  readonly positions: readonly number[];
}

/** A figure with what it is held against, and the events behind it. */
export interface Judged {
  readonly figure: Figure;
  readonly attainment: Attainment;
  readonly status: KpiStatus;
  /** The measurements it is made of. */
  readonly of: readonly Standing[];
  /** Positions of the events that state them; the latest hundred. */
  readonly from: readonly number[];
}

export interface Point {
  readonly period: Measurement['period'];
  readonly figure: Figure;
}

/** What was measured at one level of evidence of one partner's solution: over all sites, and at each. */
export interface Result extends Judged {
  readonly evidenceLevel: EvidenceLevel;
  readonly contractId?: string;
  /** In order of period; the latest ones. */
  readonly series: readonly Point[];
  readonly sites: readonly (Judged & { readonly site: string; readonly series: readonly Point[] })[];
}

const MOST_POSITIONS = 100;

/**
 * The results of a KPI, strongest evidence first: levels of evidence and partners are kept apart, never blended.
 *
 * @param points how many points a series has at most; its latest ones
 */
export function resultsOf(
  kpi: Pick<KpiRow, 'definition' | 'baseline' | 'target'>,
  standing: readonly Standing[],
  today: string,
  points: number,
): readonly Result[] {
  const byId = new Map(standing.map((one) => [one.doc.measurementId, one]));
  const judge = (measurements: readonly Measurement[]) => judged(kpi, measurements, byId, today);
  const apart = series(standing.map(({ doc }) => doc));
  const groups = new Map<string, typeof apart>();
  for (const one of apart) {
    const key = `${one.evidenceLevel} ${one.contractId ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((group): Result => {
    const [{ evidenceLevel, contractId }] = group as [(typeof group)[number]];
    const all = group.flatMap(({ measurements }) => measurements);
    return {
      evidenceLevel,
      ...(contractId !== undefined && { contractId }),
      ...judge(all),
      series: pointsOf(kpi.definition, all, points),
      sites: group.flatMap(({ site, measurements }) =>
        site === undefined
          ? []
          : [{ site, ...judge(measurements), series: pointsOf(kpi.definition, measurements, points) }],
      ),
    };
  });
}

/** What a KPI is judged by when nothing was measured at all. */
export const unmeasured = (kpi: Pick<KpiRow, 'definition' | 'baseline' | 'target'>, today: string): Judged =>
  judged(kpi, [], new Map(), today);

/** Sums are judged over all periods, everything else by its latest period. */
function judged(
  { definition, baseline, target }: Pick<KpiRow, 'definition' | 'baseline' | 'target'>,
  measurements: readonly Measurement[],
  byId: ReadonlyMap<string, Standing>,
  today: string,
): Judged {
  const current = definition.aggregation === 'sum' ? measurements : latestOf(measurements);
  const figure = aggregate(definition, current);
  const aim = { ...(baseline && { baseline }), ...(target && { target }) };
  const of = current.map(({ measurementId }) => byId.get(measurementId)!);
  const from = [...new Set(of.map(({ position }) => position))].sort((a, b) => a - b);
  return {
    figure,
    attainment: attainment(definition, aim, figure),
    status: status(definition, aim, figure, today),
    of,
    from: from.slice(-MOST_POSITIONS),
  };
}

const keyOf = ({ period }: Measurement) => `${period.to} ${period.from}`;

function latestOf(measurements: readonly Measurement[]): readonly Measurement[] {
  let latest = '';
  for (const one of measurements) if (keyOf(one) > latest) latest = keyOf(one);
  return measurements.filter((one) => keyOf(one) === latest);
}

function pointsOf(
  definition: KpiRow['definition'],
  measurements: readonly Measurement[],
  most: number,
): readonly Point[] {
  const byPeriod = new Map<string, Measurement[]>();
  for (const one of measurements) {
    const same = byPeriod.get(keyOf(one));
    if (same) same.push(one);
    else byPeriod.set(keyOf(one), [one]);
  }
  return [...byPeriod]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(-most)
    .map(([, of]) => ({ period: of[0]!.period, figure: aggregate(definition, of) }));
}
