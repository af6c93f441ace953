import { type Static, Type } from 'typebox';
import {
  aggregations,
  type Baseline,
  benefitClasses,
  bounds,
  dimensions,
  directions,
  evidenceLevels,
  type Kpi,
  type KpiDefinition,
  type KpiDefinitionEvent,
  type Measurement,
  type MeasurementEvent,
} from '#partnership';
import { publicMeasurementId } from '../measurement-id.js';
import { contractId } from './contract.js';
import { basisPoints, businessDate, code, decimal, kommunekode, oneOf, period, text, wholeNumber } from './fields.js';
import { type Draft, message } from './message.js';
import { type Context, own, type Tellings } from './telling.js';

const kpi = () => code('The KPI, unique within the partnership.');
const bound = () => oneOf(bounds, 'Whether the value is exact, or known only as a bound');
const reading = {
  value: Type.Optional(decimal('The value')),
  numerator: Type.Optional(decimal('The upper number of the ratio that the value is')),
  denominator: Type.Optional(decimal('The lower number of the ratio')),
  bound: bound(),
  n: Type.Optional(wholeNumber('How many observations stand behind it.')),
};

const kpiDefined = message('kpi-defined', 'When a published KPI is defined or revised, or a KPI becomes published.', {
  kpi: kpi(),
  version: wholeNumber('The version of the definition, from 1.', 1),
  definition: Type.Object({
    name: text('What is measured.'),
    dimension: oneOf(dimensions, 'The dimension of VTV it belongs to'),
    benefitClass: oneOf(benefitClasses, 'What kind of benefit it shows'),
    unit: text('The unit of its values.'),
    direction: oneOf(directions, 'Which way is better'),
    range: Type.Optional(
      Type.Object(
        { low: decimal('Low end'), high: decimal('High end') },
        { description: 'The acceptable range, both ends included, where neither up nor down is better.' },
      ),
    ),
    primary: Type.Boolean({ description: 'Whether the partnership is judged by it first.' }),
    aggregation: oneOf(aggregations, 'How measurements become one figure'),
    tolerance: basisPoints('How far from the target counts as within tolerance, as a share of the way to it'),
    population: Type.Optional(text('Whom it is measured for.')),
  }),
});
const kpiWithdrawn = message(
  'kpi-withdrawn',
  'When a KPI is no longer to be published: what was told of it should no longer be shown.',
  { kpi: kpi() },
);
const baselineSet = message('kpi-baseline-set', 'When the baseline of a published KPI is set; the latest holds.', {
  kpi: kpi(),
  baseline: Type.Object({ ...reading, period: period('When it was measured.') }),
});
const baselineLocked = message('kpi-baseline-locked', 'When the baseline of a published KPI can no longer change.', {
  kpi: kpi(),
});
const targetSet = message('kpi-target-set', 'When the target of a published KPI is set; the latest holds.', {
  kpi: kpi(),
  target: Type.Object({ value: decimal('The target'), due: businessDate('When it is to be met'), bound: bound() }),
});

const measurement = () =>
  Type.Object(
    {
      measurementId: Type.String({ format: 'uuid', description: 'The measurement; the same when it is corrected.' }),
      ...reading,
      period: period('When it was measured.'),
      evidenceLevel: oneOf(evidenceLevels, 'How well it is known; levels are never blended'),
      municipality: Type.Optional(kommunekode('Where it was measured')),
      contractId: Type.Optional(contractId()),
      illustrative: Type.Optional(Type.Boolean({ description: 'True for a value no source gives.' })),
    },
    { description: 'A value, or the two numbers whose ratio it is.' },
  );
const measurementsRecorded = message('measurements-recorded', 'When measurements of a published KPI are recorded.', {
  kpi: kpi(),
  definitionVersion: wholeNumber('The version of the definition they were taken under.', 1),
  measurements: Type.Array(measurement(), { maxItems: 500, description: 'At most 500.' }),
});
const measurementCorrected = message(
  'measurement-corrected',
  'When a measurement of a published KPI is corrected; states all of it as it holds now.',
  { kpi: kpi(), measurement: measurement() },
);
const measurementWithdrawn = message(
  'measurement-withdrawn',
  'When a measurement of a published KPI no longer holds.',
  {
    kpi: kpi(),
    measurementId: Type.String({ format: 'uuid', description: 'The measurement.' }),
  },
);

const opaque = ({ told }: Context, kpi: string, measurementId: string) =>
  publicMeasurementId(told.partnershipId, kpi, measurementId);

const defined = (definition: KpiDefinition, version: number, named: (field: string) => string): Draft =>
  kpiDefined.of(
    {
      kpi: definition.code,
      version,
      definition: {
        name: definition.name,
        dimension: definition.dimension,
        benefitClass: definition.benefitClass,
        unit: definition.unit,
        direction: definition.direction,
        range: definition.range && { low: definition.range.low, high: definition.range.high },
        primary: definition.primary,
        aggregation: definition.aggregation,
        tolerance: definition.tolerance,
        population: definition.population,
      },
    },
    { named },
  );

const read = ({ value, numerator, denominator, bound = 'point', n }: Baseline | Measurement) => ({
  value,
  numerator,
  denominator,
  bound,
  n,
});
const during = ({ from, to }: { from: string; to: string }) => ({ from, to });
const baselineOf = (kpi: string, baseline: Baseline, earlier: readonly string[] = []) =>
  baselineSet.of({ kpi, baseline: { ...read(baseline), period: during(baseline.period) } }, { earlier });
const targetOf = (kpi: string, { value, due, bound }: NonNullable<Kpi['targetSet']>, earlier: readonly string[] = []) =>
  targetSet.of({ kpi, target: { value, due, bound } }, { earlier });

function measured(context: Context, kpi: string, one: Measurement): Static<ReturnType<typeof measurement>> {
  return {
    measurementId: opaque(context, kpi, one.measurementId),
    ...read(one),
    period: during(one.period),
    evidenceLevel: one.evidenceLevel,
    municipality: one.municipality,
    contractId: one.contractId,
    illustrative: one.illustrative,
  };
}

/** What stands of a KPI that was not published so far. */
function asItStands({ before }: Context, code: string): readonly Draft[] {
  const { baseline, baselineReading, targetSet } = own(before?.kpis, code) ?? {};
  const marked = (what: 'baseline' | 'target') =>
    own(before?.marked, `${what} ${code}`)?.filter((field) => field !== 'occurredOn');
  return [
    ...(baselineReading ? [baselineOf(code, baselineReading, marked('baseline'))] : []),
    ...(baseline === 'locked' ? [baselineLocked.of({ kpi: code })] : []),
    ...(targetSet ? [targetOf(code, targetSet, marked('target'))] : []),
  ];
}

const isPublished = ({ before }: Context, kpi: string) => own(before?.kpis, kpi)?.definition.publishable === true;
const onlyPublished = 'Only of a KPI that is marked as publishable.';
const noSite =
  'The site, its name in the measurement’s id, and the source in words stay: a nursing home is a small group of people.';

export const kpiTellings: Tellings<KpiDefinitionEvent> = {
  KpiDefined: {
    as: [kpiDefined],
    but: `${onlyPublished} Who gains and who pays stay.`,
    tell: (definition) => (definition.publishable ? [defined(definition, 1, (field) => `definition.${field}`)] : []),
  },
  KpiRevised: {
    as: [kpiDefined, kpiWithdrawn, baselineSet, baselineLocked, targetSet],
    but: `${onlyPublished} The reason stays. Of one that becomes publishable, baseline and target are told as they stand; what was measured before is not.`,
    tell: ({ version, definition }, context) => {
      const { code, publishable } = definition;
      const before = isPublished(context, code);
      if (!publishable) return before ? [kpiWithdrawn.of({ kpi: code })] : [];
      const revised = defined(definition, version, (field) => field);
      return before ? [revised] : [revised, ...asItStands(context, code)];
    },
  },
  BaselineSet: {
    as: [baselineSet],
    but: `${onlyPublished} The source in words stays.`,
    tell: ({ code, baseline }, context) => (isPublished(context, code) ? [baselineOf(code, baseline)] : []),
  },
  BaselineLocked: {
    as: [baselineLocked],
    but: onlyPublished,
    tell: ({ code }, context) => (isPublished(context, code) ? [baselineLocked.of({ kpi: code })] : []),
  },
  TargetSet: {
    as: [targetSet],
    but: `${onlyPublished} The reason stays.`,
    tell: ({ code, target }, context) => (isPublished(context, code) ? [targetOf(code, target)] : []),
  },
};

export const measurementTellings: Tellings<MeasurementEvent> = {
  MeasurementsRecorded: {
    as: [measurementsRecorded],
    but: `${onlyPublished} ${noSite}`,
    tell: ({ kpi, definitionVersion, measurements }, context) =>
      isPublished(context, kpi)
        ? [
            measurementsRecorded.of({
              kpi,
              definitionVersion,
              measurements: measurements.map((one) => measured(context, kpi, one)),
            }),
          ]
        : [],
  },
  MeasurementCorrected: {
    as: [measurementCorrected],
    but: `${onlyPublished} ${noSite} The reason stays.`,
    tell: ({ kpi, measurement }, context) =>
      isPublished(context, kpi)
        ? [measurementCorrected.of({ kpi, measurement: measured(context, kpi, measurement) })]
        : [],
  },
  MeasurementWithdrawn: {
    as: [measurementWithdrawn],
    but: `${onlyPublished} The reason stays.`,
    tell: ({ kpi, measurementId }, context) =>
      isPublished(context, kpi)
        ? [measurementWithdrawn.of({ kpi, measurementId: opaque(context, kpi, measurementId) })]
        : [],
  },
};
