import { h, s } from '../dom.js';
import { number } from '../format.js';
import { language, t } from '../language.js';
import { extent, scale, ticks } from './scale.js';

const width = 960;
const left = 210;
const right = 250;
const top = 24;
const line = 30;

/**
 * Lengths in days and how they spread: from the shortest to the longest, the middle half as a box, the median across it.
 *
 * @typedef {object} Box
 * @property {string} name
 * @property {string} kind how it is drawn: the name of a class
 * @property {number} n
 * @property {number} [low]
 * @property {number} [lower]
 * @property {number} [middle]
 * @property {number} [upper]
 * @property {number} [high]
 * @property {string} says
 */

/** @param {readonly Box[]} rows @param {string} says */
export function boxes(rows, says) {
  const [, most] = extent(rows.map(({ high }) => high));
  const grid = ticks(0, most, 5);
  const x = scale([0, Number(grid.at(-1))], [left, width - right]);
  const height = top + rows.length * line + 6;
  return h(
    'div',
    { class: 'picture', role: 'region', tabindex: '0', 'aria-label': t.portfolio.asPicture(says) },
    s(
      'svg',
      { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${says}. ${t.kpis.table}.`, class: 'boxes' },
      grid.map((days) =>
        s(
          'g',
          { class: 'axis' },
          s('line', { x1: x(days), x2: x(days), y1: top - 6, y2: height }),
          s(
            'text',
            { x: x(days), y: 12, 'text-anchor': 'middle' },
            days === 0 ? '0' : t.portfolio.shortDays(number(days, language)),
          ),
        ),
      ),
      rows.map((row, index) => drawn(row, top + index * line + line / 2, x, rows[index - 1]?.name === row.name)),
    ),
  );
}

/** @param {Box} row @param {number} y @param {(days: number) => number} x @param {boolean} repeated whether the row above has the same name */
function drawn({ name, kind, low, lower, middle, upper, high, says }, y, x, repeated) {
  const known =
    low !== undefined && high !== undefined && lower !== undefined && upper !== undefined && middle !== undefined;
  return s(
    'g',
    { class: `box-row ${kind}` },
    s('title', {}, `${name}: ${says}`),
    !repeated && s('text', { class: 'name', x: 0, y: y + 4 }, name),
    known && s('line', { class: 'whisker', x1: x(low), x2: x(high), y1: y, y2: y }),
    known &&
      s('rect', { class: 'half', x: x(lower), y: y - 7, width: Math.max(2, x(upper) - x(lower)), height: 14, rx: 2 }),
    known && s('line', { class: 'median', x1: x(middle), x2: x(middle), y1: y - 9, y2: y + 9 }),
    s('text', { x: width - right + 12, y: y + 4 }, says.split(' · ').slice(0, 2).join(' · ')),
  );
}
