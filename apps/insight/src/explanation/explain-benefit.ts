import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { Refused } from '#decider';
import { Code, type Language, Nested, OneOf, Organisation, WholeNumber } from '#platform';
import { Asked, given, noSuchPartnership } from '../asked.js';
import { GainAnswer, RealisedGainAnswer } from '../overview/benefit-answers.js';
import { Fresh } from '../paging.js';
import { followUpOf, followUps } from '../portfolio/benefits.js';
import { type Reading, Readings } from '../reading.js';
import { Explanation, type FormulaAnswer, type InputAnswer } from './answer.js';
import { eventsBehind } from './behind.js';

const kinds = ['amount', 'money'] as const;
/** What the ids of their parts end with. */
const ending = { amount: 'unit', money: 'money' } as const;

export class BenefitExplanationQuestion extends Fresh {
  @Code({ description: 'The KPI it is by' }) kpi: string;
  @Organisation({ description: 'Who gains' }) party: string;
  @WholeNumber({ min: 1900, max: 9999, example: 2026 }) year: number;
  @OneOf(kinds, {
    optional: true,
    description:
      'An amount in the unit of the KPI, or money: they are never one figure. The amount, where there are both, unless given',
  })
  kind?: (typeof kinds)[number];
}

export class ExplainedBenefit {
  @Nested(() => GainAnswer, { optional: true, description: 'Absent when none was planned' }) planned?: GainAnswer;
  @Nested(() => RealisedGainAnswer, { optional: true, description: 'Absent when it is unknown; unknown is not zero' })
  realised?: RealisedGainAnswer;
  @OneOf(followUps, {
    description: 'Planned, and the year is over without a word of what was realised: not-followed-up',
  })
  followUp: string;
}

export class BenefitExplanation extends Explanation {
  @Code() kpi: string;
  @Organisation() party: string;
  @WholeNumber() year: number;
  @OneOf(kinds) kind: string;
  @Nested(() => ExplainedBenefit, { description: 'As in the overview' }) figure: ExplainedBenefit;
}

export class ExplainBenefit extends Asked<BenefitExplanationQuestion & { readonly id: string }, BenefitExplanation> {}

interface Benefit {
  readonly planned?: GainAnswer;
  readonly realised?: RealisedGainAnswer;
  readonly illustrative: readonly string[];
}

@QueryHandler(ExplainBenefit)
export class ExplainBenefitHandler implements IQueryHandler<ExplainBenefit> {
  constructor(private readonly readings: Readings) {}

  async execute({ principal, question, language }: ExplainBenefit): Promise<BenefitExplanation> {
    const explained = await this.readings.answer(principal, question, ['worklist', 'overview'], (reading) =>
      explain(reading, question, language),
    );
    const positions = explained.inputs.flatMap((input) => input.positions);
    return {
      ...explained,
      events: await eventsBehind(this.readings, principal, positions),
    };
  }
}

async function explain(reading: Reading, question: ExplainBenefit['question'], language: Language) {
  const { id, kpi, party, year } = question;
  if (!(await reading.sees(id))) throw noSuchPartnership();
  const places = (question.kind ? [question.kind] : kinds).map((kind) => `${kpi}/${party}/${year}/${ending[kind]}`);
  const [row] = await reading.rows<{ doc: Benefit; id: string }>(
    ({ visible, value }) => `select p.doc, p.id from ${visible('part')} p
      where p.partnership_id = ${value(id)}::uuid and p.kind = 'benefit' and p.id = any(${value(places)}::text[])
      order by p.id desc`,
  );
  if (!row) throw new Refused('no-such-benefit');
  const { planned, realised, illustrative } = row.doc;
  const kind = row.id.endsWith(`/${ending.money}`) ? 'money' : 'amount';
  const mark = kind === 'money' ? 'amountOere' : 'amount';
  const gain = (name: string, one: GainAnswer | RealisedGainAnswer | undefined): InputAnswer[] => {
    if (!one) return [];
    const { amount, amountOere, bound, priceYear, positions } = one;
    const { evidence: source, evidenceLevel }: Partial<RealisedGainAnswer> = one;
    const input = {
      name,
      value: amount ?? String(amountOere),
      unit: kind === 'money' ? 'øre' : undefined,
      bound,
      priceYear,
      evidenceLevel,
      source,
      illustrative: illustrative.includes(mark) || undefined,
      positions,
    };
    return [given(input) as InputAnswer];
  };

  return {
    kpi,
    party,
    year,
    kind,
    figure: given({
      planned,
      realised,
      followUp: followUpOf({ planned: planned ?? null, realised: realised ?? null, year }, reading.day),
    }) as ExplainedBenefit,
    formula: { ...formula, text: says[language] } satisfies FormulaAnswer,
    inputs: [
      ...gain('planned', planned),
      ...gain('realised', realised),
      { name: 'year', value: String(year), positions: [] },
      { name: 'day', value: reading.day, positions: [] },
    ],
    projections: await reading.readFrom(),
    asOf: reading.asOf,
  };
}

const formula = {
  code: 'planned-beside-realised',
  expression: 'no planned → unplanned; year >= year of day → not-yet-due; realised → followed-up; else not-followed-up',
};
const says: Readonly<Record<Language, string>> = {
  en: 'What was planned last and what was realised last, side by side and never added up. Planned for a year that is over, with nothing said of what was realised, it is not followed up: unknown, and not zero.',
  da: 'Det senest planlagte og det senest realiserede, side om side og aldrig lagt sammen. Planlagt for et år, der er gået, uden at noget er sagt om det realiserede, er den ikke fulgt op: ukendt, og ikke nul.',
};
