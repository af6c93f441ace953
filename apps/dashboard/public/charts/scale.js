/** Places of numbers and dates on a picture: pure, so that they can be tested without one. */

/**
 * A straight scale from values to places.
 *
 * @param {readonly [number, number]} values
 * @param {readonly [number, number]} places
 * @returns {(value: number) => number}
 */
export function scale([low, high], [start, end]) {
  if (low === high) return () => (start + end) / 2;
  return (value) => start + ((value - low) / (high - low)) * (end - start);
}

/**
 * Round values that lie evenly over a range and enclose it: about as many as wanted.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} [wanted]
 * @returns {number[]}
 */
export function ticks(low, high, wanted = 5) {
  if (low === high) {
    const margin = Math.abs(low) / 2 || 1;
    return ticks(low - margin, high + margin, wanted);
  }
  const step = roundStep((high - low) / wanted);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const digits = Math.max(0, -Math.floor(Math.log10(step)) + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(digits)));
}

/** @param {number} rough */
function roundStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  const share = rough / power;
  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 2.5 ? 2.5 : share <= 5 ? 5 : 10);
}

/**
 * The smallest and the largest of what is known; zero is taken in when it lies near, so that small changes do not
 * look large.
 *
 * @param {readonly (number | null | undefined)[]} values
 * @returns {[number, number]}
 */
export function extent(values) {
  const known = values.filter(
    /** @returns {value is number} */ (value) => typeof value === 'number' && !Number.isNaN(value),
  );
  if (known.length === 0) return [0, 1];
  const low = Math.min(...known);
  const high = Math.max(...known);
  if (low > 0 && low < 2 * (high - low)) return [0, high];
  if (high < 0 && -high < 2 * (high - low)) return [low, 0];
  return [low, high];
}

/**
 * Firsts of months between two dates ('YYYY-MM-DD') that lie evenly, at most as many as wanted; the first date itself
 * where no month begins between them.
 *
 * @param {string} from
 * @param {string} to
 * @param {number} [wanted]
 * @returns {string[]}
 */
export function months(from, to, wanted = 8) {
  const index = (/** @type {string} */ date) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
  const span = index(to) - index(from);
  const every = [1, 2, 3, 6, 12, 24, 60].find((step) => span / step < wanted) ?? 120;
  const start = Math.ceil(index(from) / every) * every;
  const count = Math.max(0, Math.floor((index(to) - start) / every) + 1);
  const found = Array.from({ length: count }, (_, n) => monthStart(start + n * every)).filter((day) => day >= from);
  return found.length > 0 ? found : [from];
}

/** @param {number} index */
const monthStart = (index) => `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}-01`;

/** The day in the middle of a period. @param {{ from: string, to: string }} period */
export const middle = ({ from, to }) => (Date.parse(from) + Date.parse(to)) / 2;
