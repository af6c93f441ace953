import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Refused } from '#decider';
import { evidenceLevels, kpiStatuses } from '#partnership';
import { Code, type Language, Nested, OneOf, Text, WholeNumber } from '#platform';
import { Asked, given, noSuchPartnership } from '../asked.js';
import { AttainmentAnswer, FigureAnswer, figureAnswer, type WhichResult } from '../kpis/answer.js';
import { type Judged, resultsOf, type Standing, unmeasured } from '../kpis/figure.js';
import type { KpiRow } from '../kpis/projection.js';
import { noSuchKpi } from '../kpis/show.js';
import { decodeCursor, encodeCursor, Fresh, pageOf } from '../paging.js';
import { type Reading, Readings } from '../reading.js';
import { Explanation, FormulaAnswer, type InputAnswer, MOST_MEASUREMENTS } from './answer.js';
import { eventsBehind } from './behind.js';
import { inLanguage } from './formula.js';
import { attainmentFormula, figureFormulas, statusFormula } from './kpi-formulas.js';

/** Measurements an explanation names unless asked for another number. */
const USUAL_MEASUREMENTS = 1_000;

export class KpiExplanationQuestion extends Fresh {
  @OneOf(evidenceLevels, { optional: true, description: 'The strongest there is, unless given' })
  'evidence-level'?: string;
  @Code({ optional: true, description: 'Of the solution under this contract; the first on the dashboard unless given' })
  contract?: string;
  @Code({ optional: true, description: 'At this site; over all sites unless given' }) site?: string;
  @WholeNumber({
    min: 1,
    max: MOST_MEASUREMENTS,
    optional: true,
    description: `Most measurements; ${USUAL_MEASUREMENTS} unless given`,
  })
  limit?: number;
  @Text({ max: 1000, optional: true, description: '`next` of the page before; all other parameters stay the same' })
  cursor?: string;
}

export class ExplainedKpiFigure {
  @Nested(() => FigureAnswer) latest: FigureAnswer;
  @Nested(() => AttainmentAnswer) attainment: AttainmentAnswer;
  @OneOf(kpiStatuses) status: string;
}

export class KpiExplanation extends Explanation {
  @Code() kpi: string;
  @OneOf(evidenceLevels, { optional: true, description: 'Absent when nothing was measured' }) evidenceLevel?: string;
  @Code({ optional: true }) contractId?: string;
  @Code({ optional: true }) site?: string;
  @Nested(() => ExplainedKpiFigure, { description: 'As on the KPI dashboard' }) figure: ExplainedKpiFigure;
  @Nested(() => FormulaAnswer) attainmentFormula: FormulaAnswer;
  @Nested(() => FormulaAnswer) statusFormula: FormulaAnswer;
  @WholeNumber({ description: 'How many measurements the figure is made of' }) measurements: number;
  @Text({
    max: 1000,
    optional: true,
    description: 'Cursor of the next measurements; ask for them with `known-at` the `asOf.time` of this answer',
  })
  next?: string;
}

export class ExplainKpi extends Asked<
  KpiExplanationQuestion & { readonly id: string; readonly code: string },
  KpiExplanation
> {}

@QueryHandler(ExplainKpi)
export class ExplainKpiHandler implements IQueryHandler<ExplainKpi> {
  constructor(private readonly readings: Readings) {}

  async execute({ principal, question, language }: ExplainKpi): Promise<KpiExplanation> {
    const { id, code } = question;
    const explained = await this.readings.answer(principal, question, ['worklist', 'kpis'], async (reading) => {
      if (!(await reading.sees(id))) throw noSuchPartnership();
      return explain(reading, question, language);
    });
    const positions = explained.inputs.flatMap((input) => input.positions);
    return {
      kpi: code,
      ...explained,
      events: await eventsBehind(this.readings, principal, positions),
    };
  }
}

async function explain({ rows, day, asOf, readFrom }: Reading, question: ExplainKpi['question'], language: Language) {
  const { id, code, limit = USUAL_MEASUREMENTS } = question;
  const after = decodeCursor(question.cursor, 'explained', ['date', 'text'])?.join(' ');
  const [[kpi], standing] = await Promise.all([
    rows<KpiRow>(
      ({ visible, value }) =>
        `select k.* from ${visible('kpi')} k where k.partnership_id = ${value(id)}::uuid and k.code = ${value(code)}`,
    ),
    rows<Standing>(
      ({ visible, value }) => `select m.doc, m.position, m.positions from ${visible('measurement')} m
        where m.partnership_id = ${value(id)}::uuid and m.kpi = ${value(code)}`,
    ),
  ]);
  if (!kpi) throw noSuchKpi();
  const { judged, ...which } = resultAskedFor(kpi, standing, day, question);
  const { definition } = kpi;
  const rest = inOrder(judged.of).filter((one) => after === undefined || keyOf(one) > after);
  const { page, ...next } = pageOf(rest, limit, ({ doc }) =>
    encodeCursor('explained', [doc.period.from, doc.measurementId]),
  );
  return {
    ...given(which),
    figure: { latest: figureAnswer(judged.figure), attainment: judged.attainment, status: judged.status },
    formula: inLanguage(figureFormulas[definition.aggregation], language),
    attainmentFormula: inLanguage(attainmentFormula(definition), language),
    statusFormula: inLanguage(statusFormula(definition), language),
    inputs: [...traits(kpi, day), ...page.map(measurementInput)],
    measurements: judged.of.length,
    ...next,
    projections: await readFrom(),
    asOf,
  };
}

/** The result that is asked for: as on the dashboard, levels of evidence, partners and sites apart. */
function resultAskedFor(
  kpi: KpiRow,
  standing: readonly Standing[],
  day: string,
  { 'evidence-level': level, contract, site }: KpiExplanationQuestion,
): WhichResult & { readonly judged: Judged } {
  const results = resultsOf(kpi, standing, day, 1);
  if (results.length === 0 && (level ?? contract ?? site) === undefined) return { judged: unmeasured(kpi, day) };
  const evidenceLevel = level ?? results[0]?.evidenceLevel;
  const ofLevel = results.filter((one) => one.evidenceLevel === evidenceLevel);
  const result =
    ofLevel.find((one) => one.contractId === contract) ?? (contract === undefined ? ofLevel[0] : undefined);
  const judged = site === undefined ? result : result?.sites.find((one) => one.site === site);
  if (!result || !judged) throw new Refused('no-such-result');
  return { evidenceLevel, contractId: result.contractId, site, judged };
}

const keyOf = ({ doc }: Standing) => `${doc.period.from} ${doc.measurementId}`;
const inOrder = (measurements: readonly Standing[]) =>
  measurements.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));

/** What the KPI itself says that decides. */
function traits({ definition, version, baseline, target, positions }: KpiRow, day: string): readonly InputAnswer[] {
  const trait = (name: string, value: string | number | undefined, unit?: string): InputAnswer[] =>
    value === undefined
      ? []
      : [given({ name, value: String(value), unit, positions: positions.definition }) as InputAnswer];
  return [
    ...trait('definition-version', version),
    ...trait('aggregation', definition.aggregation),
    ...trait('unit', definition.unit),
    ...trait('direction', definition.direction),
    ...trait('range-low', definition.range?.low),
    ...trait('range-high', definition.range?.high),
    ...trait('tolerance', definition.tolerance, 'basis points'),
    ...trait('stale-after-days', definition.staleAfterDays),
    ...(baseline ? [{ name: 'baseline', ...baseline, positions: positions.baseline }] : []),
    ...(target ? [{ name: 'target', value: target.value, bound: target.bound, positions: positions.target }] : []),
    { name: 'day', value: day, positions: [] },
  ];
}

function measurementInput({ doc, positions }: Standing): InputAnswer {
  const { measurementId: id, municipality: party, ...rest } = doc;
  return given({ name: 'measurement', id, ...rest, party, positions }) as InputAnswer;
}
