import {
  aggregations,
  type Baseline,
  benefitClasses,
  bounds,
  dimensions,
  directions,
  evidenceLevels,
  type KpiDefinition,
  type KpiTarget,
  kpiStatuses,
} from '#partnership';
import {
  BasisPoints,
  BusinessDate,
  Code,
  Decimal,
  Flag,
  Instant,
  Kommunekode,
  ListOf,
  Nested,
  OneOf,
  Text,
  WholeNumber,
} from '#platform';
import { given } from '../asked.js';
import { AsOf, PageAnswer } from '../paging.js';
import type { Judged, Point, Result } from './figure.js';
import type { KpiRow } from './projection.js';

export class PeriodAnswer {
  @BusinessDate() from: string;
  @BusinessDate({ description: 'Inclusive' }) to: string;
}

export class FigureAnswer {
  @Flag({ description: 'False when there is no figure: unknown is not zero' }) known: boolean;
  @Decimal({ optional: true, example: '3.9', description: 'Exact' }) value?: string;
  @OneOf(bounds, { optional: true, description: 'Whether the value is exact or a bound' }) bound?: string;
  @Text({ max: 40, optional: true, example: 'no-data', description: 'Why there is none' }) reason?: string;
  @Decimal({ optional: true, example: '12' }) numerator?: string;
  @Decimal({ optional: true, example: '240' }) denominator?: string;
  @WholeNumber({ optional: true, description: 'Observations behind it' }) n?: number;
  @ListOf(() => PeriodAnswer, { max: 10_000, optional: true }) periods?: readonly PeriodAnswer[];
  @WholeNumber({ optional: true, description: 'Measurements it is made of' }) count?: number;
}

export class AttainmentAnswer {
  @OneOf(['share', 'range', 'unknown']) kind: string;
  @BasisPoints({ min: -1e9, max: 1e9, optional: true, description: '(actual − baseline) / (target − baseline)' })
  basisPoints?: number;
  @OneOf(bounds, { optional: true }) bound?: string;
  @Flag({ optional: true, description: 'Of a KPI with a range' }) inRange?: boolean;
  @Text({ max: 40, optional: true, example: 'baseline-missing' }) reason?: string;
}

export class PointAnswer {
  @Nested(() => PeriodAnswer) period: PeriodAnswer;
  @Nested(() => FigureAnswer) figure: FigureAnswer;
}

export abstract class JudgedAnswer {
  @Nested(() => FigureAnswer, { description: 'The latest period; of a sum, all periods' }) latest: FigureAnswer;
  @Nested(() => AttainmentAnswer) attainment: AttainmentAnswer;
  @OneOf(kpiStatuses) status: string;
  @ListOf(WholeNumber(), { max: 100, description: 'Positions of the events behind the figure' })
  from: readonly number[];
  @Text({ max: 400, description: 'Address of its explanation' }) explanation: string;
}

export class SiteAnswer extends JudgedAnswer {
  @Code({ example: 'S-1' }) site: string;
  @Text({ max: 200 }) name: string;
  @ListOf(() => PointAnswer, { max: 400 }) series: readonly PointAnswer[];
}

export class ResultAnswer extends JudgedAnswer {
  @OneOf(evidenceLevels) evidenceLevel: string;
  @Code({ optional: true, example: 'K-1' }) contractId?: string;
  @Text({ max: 200, optional: true, example: 'ABENA' }) partner?: string;
  @ListOf(() => PointAnswer, { max: 400, description: 'Over all sites, for a chart' }) series: readonly PointAnswer[];
  @ListOf(() => SiteAnswer, { max: 1000 }) sites: readonly SiteAnswer[];
}

export class RangeAnswer {
  @Decimal({ example: '95' }) low: string;
  @Decimal({ example: '110' }) high: string;
}

export class DefinitionAnswer {
  @Code() code: string;
  @Text({ max: 200 }) name: string;
  @OneOf(dimensions) dimension: string;
  @OneOf(benefitClasses) benefitClass: string;
  @Text({ max: 80, example: 'changes per citizen and day' }) unit: string;
  @OneOf(directions) direction: string;
  @Flag() primary: boolean;
  @OneOf(aggregations) aggregation: string;
  @BasisPoints() tolerance: number;
  @Flag() cashable: boolean;
  @Flag() contractRelevant: boolean;
  @Flag() publishable: boolean;
  @Nested(() => RangeAnswer, { optional: true }) range?: RangeAnswer;
  @WholeNumber({ optional: true, description: 'Days after a period from which its measurement is stale' })
  staleAfterDays?: number;
  @Text({ max: 4000, optional: true }) population?: string;
  @Text({ max: 4000, optional: true }) gains?: string;
  @Text({ max: 4000, optional: true }) pays?: string;
}

export class BaselineAnswer {
  @Decimal({ optional: true, example: '5.2' }) value?: string;
  @Decimal({ optional: true }) numerator?: string;
  @Decimal({ optional: true }) denominator?: string;
  @OneOf(bounds, { optional: true }) bound?: string;
  @WholeNumber({ optional: true }) n?: number;
  @Nested(() => PeriodAnswer) period: PeriodAnswer;
  @Text({ max: 500 }) source: string;
  @Flag({ description: 'A locked baseline is not changed any more' }) locked: boolean;
}

export class AimAnswer {
  @Decimal({ example: '3.9' }) value: string;
  @BusinessDate() due: string;
  @OneOf(bounds) bound: string;
}

/** A KPI with where it stands. Levels of evidence and partners are kept apart, so a KPI may have several results. */
export class KpiAnswer {
  @Nested(() => DefinitionAnswer) definition: DefinitionAnswer;
  @WholeNumber({ min: 1, description: 'Of the definition' }) version: number;
  @Nested(() => BaselineAnswer, { optional: true }) baseline?: BaselineAnswer;
  @Nested(() => AimAnswer, { optional: true }) target?: AimAnswer;
  @OneOf(kpiStatuses, {
    optional: true,
    description: 'Of the strongest evidence; absent when that is about several partners: see their results',
  })
  status?: string;
  @OneOf(evidenceLevels, { optional: true, description: 'The strongest there is' }) evidenceLevel?: string;
  @Text({ max: 400, optional: true, description: 'Address of the explanation of the status' }) explanation?: string;
  @ListOf(() => ResultAnswer, { max: 1000, description: 'Strongest evidence first' }) results: readonly ResultAnswer[];
  @ListOf(Text({ max: 80 }), {
    max: 100,
    description: 'Fields whose values no source gives; `measurements` for some of them',
  })
  illustrative: readonly string[];
}

export class KpiAnswerAsOf extends KpiAnswer {
  @Nested(() => AsOf) asOf: AsOf;
}

export class KpisAnswer {
  @ListOf(() => KpiAnswer, { max: 1000 }) items: readonly KpiAnswer[];
  @Nested(() => AsOf) asOf: AsOf;
}

export class MeasurementAnswer {
  @Code() measurementId: string;
  @Nested(() => PeriodAnswer) period: PeriodAnswer;
  @Decimal({ optional: true, example: '3.9' }) value?: string;
  @Decimal({ optional: true }) numerator?: string;
  @Decimal({ optional: true }) denominator?: string;
  @OneOf(bounds, { optional: true }) bound?: string;
  @WholeNumber({ optional: true }) n?: number;
  @Code({ optional: true }) site?: string;
  @Code({ optional: true }) contractId?: string;
  @Kommunekode({ optional: true }) municipality?: string;
  @Text({ max: 500 }) source: string;
  @OneOf(evidenceLevels) evidenceLevel: string;
  @Flag({ optional: true, description: 'True for a value no source gives' }) illustrative?: boolean;
  @WholeNumber({ description: 'How often it was corrected' }) corrections: number;
  @Instant() recordedAt: string;
  @WholeNumber({ description: 'The event that states it' }) position: number;
}

export class MeasurementPage extends PageAnswer {
  @ListOf(() => MeasurementAnswer, { max: 200 }) items: readonly MeasurementAnswer[];
}

export interface Named {
  readonly sites: ReadonlyMap<string, string>;
  readonly partners: ReadonlyMap<string, string>;
}

/** Which of a KPI's results is meant: see `Result`. */
export interface WhichResult {
  readonly evidenceLevel?: string;
  readonly contractId?: string;
  readonly site?: string;
}

export function kpiAnswer(
  row: KpiRow,
  results: readonly Result[],
  nothing: Judged,
  named: Named,
  illustrativeMeasurements: boolean,
): KpiAnswer {
  const { definition, version, baseline, baseline_locked: locked, target } = row;
  const strongest = results.filter(({ evidenceLevel }) => evidenceLevel === results[0]?.evidenceLevel);
  const ofOne = strongest.length <= 1;
  return given({
    definition: definition as KpiDefinition,
    version,
    baseline: baseline && { ...(baseline as Baseline), locked },
    target: target as KpiTarget | null,
    status: ofOne ? (strongest[0] ?? nothing).status : undefined,
    evidenceLevel: strongest[0]?.evidenceLevel,
    explanation: ofOne ? explanationAt(row, {}) : undefined,
    results: results.map((result) => {
      const { evidenceLevel, contractId } = result;
      return {
        ...judgedAnswer(row, { evidenceLevel, contractId }, result),
        evidenceLevel,
        ...(contractId !== undefined && { contractId, partner: named.partners.get(contractId) }),
        series: result.series.map(pointAnswer),
        sites: result.sites.map((one) => ({
          ...judgedAnswer(row, { evidenceLevel, contractId, site: one.site }, one),
          site: one.site,
          name: named.sites.get(one.site) ?? one.site,
          series: one.series.map(pointAnswer),
        })),
      };
    }),
    illustrative: illustrativeMeasurements ? [...row.illustrative, 'measurements'] : row.illustrative,
  }) as KpiAnswer;
}

export const figureAnswer = (figure: Judged['figure']): FigureAnswer => given(figure);

const judgedAnswer = (row: KpiRow, which: WhichResult, { figure, attainment, status, from }: Judged): JudgedAnswer => ({
  latest: figureAnswer(figure),
  attainment,
  status,
  from,
  explanation: explanationAt(row, which),
});
const pointAnswer = ({ period, figure }: Point): PointAnswer => ({ period, figure: figureAnswer(figure) });

function explanationAt({ partnership_id: id, code }: KpiRow, { evidenceLevel, contractId, site }: WhichResult): string {
  const which = given({ 'evidence-level': evidenceLevel, contract: contractId, site });
  const query = new URLSearchParams(which as Record<string, string>).toString();
  return `/partnerships/${id}/kpis/${code}/explanation${query && `?${query}`}`;
}
