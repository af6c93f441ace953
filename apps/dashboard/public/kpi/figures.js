/** @typedef {import('../answers.js').Definition} Definition */

/** A ratio is kept as a plain share; where its unit is per cent, people read it in hundredths. @param {Pick<Definition, 'aggregation' | 'unit'>} definition */
const factor = ({ aggregation, unit }) => (aggregation === 'ratio-of-sums' && unit === '%' ? 100 : 1);

/** @param {string} value @param {Pick<Definition, 'aggregation' | 'unit'>} definition */
export const asShown = (value, definition) => Number((Number(value) * factor(definition)).toPrecision(12));

/** @param {import('../answers.js').Figure} figure @param {Pick<Definition, 'aggregation' | 'unit'>} definition @returns {number | undefined} */
export const figureValue = ({ known, value }, definition) =>
  known && value !== undefined ? asShown(value, definition) : undefined;

/** @param {NonNullable<import('../answers.js').Kpi['baseline']>} baseline @param {Pick<Definition, 'aggregation' | 'unit'>} definition @returns {number | undefined} */
export function baselineValue({ value, numerator, denominator }, definition) {
  if (value !== undefined) return asShown(value, definition);
  if (numerator === undefined || !Number(denominator)) return undefined;
  return asShown(String(Number(numerator) / Number(denominator)), definition);
}
