import { aggregate, type Kpi, type KpiDefinition, type Measurement, type Period, type Reading } from '#partnership';
import type { Metric, Observation, ReleasePeriod } from './release.js';
import { endOf, startOf, stated } from './values.js';

const directions = { up: 'Skal stige.', down: 'Skal falde.', range: 'Skal ligge i et interval.' } as const;

/** What a publishable KPI is, with observations of it where there are any. */
export const metric = (
  { code, name, direction }: KpiDefinition,
  observations: readonly (Observation | undefined)[] = [],
): Metric => {
  const known = observations.filter((one) => one !== undefined);
  return {
    id: code,
    title: name,
    description: directions[direction],
    ...(known.length > 0 && { observations: known }),
  };
};

/** How an observation of a KPI's aims is told. */
interface How {
  /** Another was told before: what it had and this has not is taken back. */
  readonly replaced?: boolean;
  /** No source gives it. */
  readonly illustrative?: boolean;
}

export function baselineOf({ definition, baselineReading }: Kpi, how: How = {}): Observation | undefined {
  if (!baselineReading) return undefined;
  const { period, bound = 'point', n } = baselineReading;
  return {
    id: 'baseline',
    period: periodOf(period),
    ...measured(baselineReading, definition),
    dimensions: dimensions({ bound, n, illustrative: how.illustrative || undefined }, how.replaced),
    ...(how.replaced && { notes: null }),
  };
}

export function targetOf({ definition, targetSet }: Kpi, how: How = {}): Observation | undefined {
  if (!targetSet) return undefined;
  const { value, due, bound } = targetSet;
  return {
    id: 'target',
    period: { endDate: endOf(due) },
    measure: numberOf(value),
    unit: { name: definition.unit },
    dimensions: dimensions({ bound, illustrative: how.illustrative || undefined }, how.replaced),
    ...(how.replaced && { notes: null }),
  };
}

/** A measurement, under an id that names no place and without its site; `corrected` takes back what was told of it and no longer holds. */
export function observation(
  id: string,
  measurement: Measurement,
  definition: KpiDefinition,
  corrected = false,
): Observation {
  const { period, bound = 'point', n, municipality, evidenceLevel, illustrative } = measurement;
  return {
    id,
    period: periodOf(period),
    ...measured(measurement, definition),
    dimensions: dimensions({ evidenceLevel, bound, n, municipality, illustrative }, corrected),
    ...(corrected && { notes: null }),
  };
}

/** An observation that does not hold: withdrawn, or of another contract. */
export const noObservation = (id: string): Observation => ({ id, measure: null, notes: 'Ingen gældende værdi.' });

/** A KPI that may no longer be published: what was told of its aims is taken back. */
export const unpublished = ({ definition, baselineReading, targetSet }: Kpi): Metric => {
  const known = [...(baselineReading ? ['baseline'] : []), ...(targetSet ? ['target'] : [])];
  return {
    id: definition.code,
    title: null,
    description: 'Offentliggøres ikke længere.',
    ...(known.length > 0 && { observations: known.map(noObservation) }),
  };
};

export const threshold = (text: string, unit: string | undefined): Observation => ({
  id: 'threshold',
  measure: numberOf(text),
  ...(unit !== undefined && { unit: { name: unit } }),
});

function measured(reading: Reading & { readonly period: Period }, { unit }: KpiDefinition) {
  // A figure of one reading is its value, or the ratio it is; evidence and source have no part in that.
  const one = { ...reading, measurementId: 'one', source: '', evidenceLevel: 'measured' } as const;
  const figure = aggregate({ aggregation: reading.value === undefined ? 'ratio-of-sums' : 'sum' }, [one]);
  return { measure: figure.known ? numberOf(figure.value) : null, unit: { name: unit } };
}

/** Fifteen digits are those a double always gives back. */
const numberOf = (decimal: string): number | string =>
  decimal.replace(/\D/g, '').length > 15 ? decimal : Number(decimal);

const periodOf = ({ from, to }: Period): ReleasePeriod => ({ startDate: startOf(from), endDate: endOf(to) });

function dimensions(said: Readonly<Record<string, string | number | boolean | undefined>>, again = false) {
  const texts = Object.entries(said).map(([name, one]) => [name, one === undefined ? absent(again) : String(one)]);
  return stated(Object.fromEntries(texts)) as Record<string, string | null>;
}
const absent = (again: boolean) => (again ? null : undefined);
