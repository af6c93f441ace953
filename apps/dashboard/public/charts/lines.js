import { h, s } from '../dom.js';
import { language } from '../language.js';
import { extent, middle, months, scale, ticks } from './scale.js';

/** @typedef {{ period: import('../answers.js').Period, value: number | undefined, bound?: string, says: string }} Place */
/** @typedef {{ name: string, places: Place[] }} Line */
/** @typedef {{ value: number, says: string, kind: 'baseline' | 'target' }} Level */

const width = 560;
const height = 250;
const left = 48;
const right = 16;
const top = 18;
const bottom = 28;
const month = new Intl.DateTimeFormat(language === 'da' ? 'da-DK' : 'en-GB', {
  month: 'short',
  year: '2-digit',
  timeZone: 'UTC',
});

/**
 * Lines over time with the levels they are held against. Each line has a colour, a mark and a dash of its own; an unknown
 * value breaks the line and stands as a question mark at its foot.
 *
 * @param {object} chart
 * @param {string} chart.says
 * @param {readonly Line[]} chart.lines
 * @param {readonly Level[]} chart.levels
 * @param {readonly [number, number]} [chart.range]
 * @param {(value: number) => string} chart.write
 */
export function lineChart({ says, lines, levels, range, write }) {
  const places = lines.flatMap((line) => line.places);
  const all = [...places.map(({ value }) => value), ...levels.map(({ value }) => value), ...(range ?? [])];
  const grid = ticks(...extent(all), 4);
  const y = scale([Number(grid[0]), Number(grid.at(-1))], [height - bottom, top]);
  const days = places.flatMap(({ period }) => [period.from, period.to]).sort();
  const from = days[0] ?? '2000-01-01';
  const to = days.at(-1) ?? from;
  const x = scale([Date.parse(from), Date.parse(to)], [left + 8, width - right - 8]);
  return h(
    'figure',
    { class: 'lines' },
    s(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': says },
      grid.map((value) =>
        s(
          'g',
          { class: 'axis' },
          s('line', { x1: left, x2: width - right, y1: y(value), y2: y(value) }),
          s('text', { x: left - 8, y: y(value) + 4, 'text-anchor': 'end' }, write(value)),
        ),
      ),
      months(from, to, 6).map((day) =>
        s('text', { class: 'axis-text', x: x(Date.parse(day)), y: height - 8 }, month.format(new Date(day))),
      ),
      range &&
        s('rect', {
          class: 'good',
          x: left,
          width: width - left - right,
          y: y(range[1]),
          height: y(range[0]) - y(range[1]),
        }),
      levels.map(({ value, says: text, kind }) =>
        s(
          'g',
          { class: `level ${kind}` },
          s('line', { x1: left, x2: width - right, y1: y(value), y2: y(value) }),
          // Where the lines begin is near the baseline, where they end near the target: the words stand at the other end.
          kind === 'baseline'
            ? s('text', { x: width - right, y: y(value) - 5, 'text-anchor': 'end' }, text)
            : s('text', { x: left + 6, y: y(value) - 5 }, text),
        ),
      ),
      lines.map((line, index) => drawn(line, index, x, y)),
    ),
    lines.length > 1 &&
      h(
        'figcaption',
        {},
        lines.map(({ name }, index) => key(name, index)),
      ),
  );
}

/** @param {Line} line @param {number} index @param {(at: number) => number} x @param {(value: number) => number} y */
function drawn({ name, places }, index, x, y) {
  const known = places.map(({ period, value }) =>
    value === undefined ? undefined : `${x(middle(period)).toFixed(1)} ${y(value).toFixed(1)}`,
  );
  return s(
    'g',
    { class: `line n${index % 6}` },
    s('path', { class: 'course', d: course(known) }),
    places.map(({ period, value, bound, says }) =>
      s(
        'g',
        {},
        s('title', {}, `${name ? `${name}, ` : ''}${says}`),
        value === undefined
          ? s('text', { class: 'unknown', x: x(middle(period)), y: height - bottom - 4, 'text-anchor': 'middle' }, '?')
          : mark(index, x(middle(period)), y(value)),
        value !== undefined &&
          bound !== undefined &&
          bound !== 'point' &&
          s(
            'text',
            { class: 'bound', x: x(middle(period)), y: y(value) - 8, 'text-anchor': 'middle' },
            bound === 'at-least' ? '≥' : '≤',
          ),
      ),
    ),
  );
}

/** A path through what is known, broken where it is not. @param {readonly (string | undefined)[]} known */
export const course = (known) =>
  known
    .map((place, index) => (place === undefined ? '' : `${known[index - 1] === undefined ? 'M' : 'L'}${place}`))
    .join('');

/** @param {number} index @param {number} x @param {number} y */
function mark(index, x, y) {
  const r = 4;
  const shapes = [
    () => s('circle', { cx: x, cy: y, r }),
    () => s('rect', { x: x - r + 0.5, y: y - r + 0.5, width: 2 * r - 1, height: 2 * r - 1 }),
    () => s('path', { d: `M${x} ${y - r - 1}L${x + r + 1} ${y}L${x} ${y + r + 1}L${x - r - 1} ${y}Z` }),
    () => s('path', { d: `M${x} ${y - r - 1}L${x + r + 1} ${y + r}L${x - r - 1} ${y + r}Z` }),
    () => s('path', { d: `M${x} ${y + r + 1}L${x + r + 1} ${y - r}L${x - r - 1} ${y - r}Z` }),
    () => s('circle', { class: 'open', cx: x, cy: y, r }),
  ];
  return /** @type {() => SVGElement} */ (shapes[index % shapes.length])();
}

/** @param {string} name @param {number} index */
const key = (name, index) =>
  h(
    'span',
    { class: 'key' },
    s(
      'svg',
      { viewBox: '0 0 34 14', class: `line n${index % 6}`, 'aria-hidden': 'true' },
      s('path', { class: 'course', d: 'M1 7H33' }),
      mark(index, 17, 7),
    ),
    name,
  );
