/** @typedef {import('../answers.js').ExplanationInput} Input */

/** More terms than this are not written out. */
const most = 8;

/**
 * A formula with the numbers put in, by its code; undefined where it cannot be written on a line.
 *
 * @param {string} code
 * @param {readonly Input[]} inputs
 * @param {{ actual?: string, write: (value: string | number) => string }} figure the figure so far, which attainment begins with
 * @returns {string | undefined}
 */
export function putIn(code, inputs, { actual, write }) {
  const measured = inputs.filter(({ name }) => name === 'measurement');
  const ways = /** @type {Record<string, () => string | undefined>} */ ({
    sum: () => terms(measured, ({ value }) => value && write(value)),
    last: () => terms(measured, ({ value }) => value && write(value)),
    'mean-weighted-by-n': () =>
      over(
        terms(measured, ({ value, n }) => value && n !== undefined && `${write(value)} × ${write(n)}`),
        terms(measured, ({ n }) => n !== undefined && write(n)),
      ),
    'ratio-of-sums': () =>
      over(
        terms(measured, ({ numerator }) => numerator && write(numerator)),
        terms(measured, ({ denominator }) => denominator && write(denominator)),
      ),
    'share-of-the-way': () => {
      const [from, aim] = [baseline(inputs, write), numberOf(inputs, 'target', write)];
      if (actual === undefined || from === undefined || aim === undefined) return undefined;
      return `(${write(actual)} − ${from}) / (${aim} − ${from})`;
    },
    'in-range': () => {
      const [low, high] = [numberOf(inputs, 'range-low', write), numberOf(inputs, 'range-high', write)];
      if (actual === undefined || low === undefined || high === undefined) return undefined;
      return `${low} ≤ ${write(actual)} ≤ ${high}`;
    },
  });
  return ways[code]?.();
}

/** @param {readonly Input[]} inputs @param {(input: Input) => string | false | undefined} write @returns {string | undefined} */
function terms(inputs, write) {
  const written = inputs.map(write);
  if (written.length === 0 || written.some((one) => !one)) return undefined;
  if (written.length <= most) return written.join(' + ');
  return [...written.slice(0, most - 2), '…', written.at(-1)].join(' + ');
}

/** @param {string | undefined} above @param {string | undefined} below */
const over = (above, below) =>
  above === undefined || below === undefined ? undefined : `${grouped(above)} / ${grouped(below)}`;

const grouped = (/** @type {string} */ terms) => (/ [+×] /.test(terms) ? `(${terms})` : terms);

/** @param {readonly Input[]} inputs @param {string} named @param {(value: string) => string} write */
function numberOf(inputs, named, write) {
  const value = inputs.find(({ name }) => name === named)?.value;
  return value === undefined ? undefined : write(value);
}

/** @param {readonly Input[]} inputs @param {(value: string) => string} write */
function baseline(inputs, write) {
  const found = inputs.find(({ name }) => name === 'baseline');
  if (found?.value !== undefined) return write(found.value);
  if (found?.numerator === undefined || found.denominator === undefined) return undefined;
  return `${write(found.numerator)} / ${write(found.denominator)}`;
}
