import { s } from '../dom.js';
import { extent, scale } from './scale.js';

const width = 420;
const height = 46;
const pad = 8;
const y = 18;

/**
 * The way from baseline to the latest figure, on a track whose shaded end is where the target wants it.
 *
 * @param {object} figures numbers as shown; undefined is unknown and is not drawn
 * @param {number} [figures.baseline]
 * @param {number} [figures.latest]
 * @param {string} [figures.bound] of the latest
 * @param {number} [figures.target]
 * @param {readonly [number, number]} [figures.range]
 * @param {'up' | 'down' | 'range'} figures.direction
 * @param {string} figures.tone
 * @param {string} figures.says
 * @param {(value: number) => string} figures.write
 */
export function bullet({ baseline, latest, bound, target, range, direction, tone, says, write }) {
  const known = [baseline, latest, target, ...(range ?? [])].filter((value) => value !== undefined);
  // Nothing to hold a figure against is nothing to picture.
  if (known.length < 2) return null;
  const [low, high] = extent(known);
  const margin = (high - low) * 0.06 || 1;
  const x = scale([low === 0 ? 0 : low - margin, high + margin], [pad, width - pad]);
  const good =
    range !== undefined
      ? [x(range[0]), x(range[1])]
      : target === undefined
        ? undefined
        : direction === 'up'
          ? [x(target), width - pad]
          : [pad, x(target)];
  return s(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': says, class: 'bullet' },
    s('rect', { class: 'track', x: pad, y: y - 9, width: width - 2 * pad, height: 18, rx: 4 }),
    good &&
      s('rect', {
        class: 'good',
        x: good[0],
        y: y - 9,
        width: Math.max(0, Number(good[1]) - Number(good[0])),
        height: 18,
      }),
    baseline !== undefined && latest !== undefined && way(x(baseline), x(latest), tone),
    baseline !== undefined &&
      s('line', { class: 'baseline', x1: x(baseline), x2: x(baseline), y1: y - 13, y2: y + 13 }),
    target !== undefined && s('line', { class: 'target', x1: x(target), x2: x(target), y1: y - 13, y2: y + 13 }),
    latest !== undefined && s('circle', { class: `latest ${tone}`, cx: x(latest), cy: y, r: 6.5 }),
    latest !== undefined &&
      bound === 'at-least' &&
      s('path', { class: `beyond ${tone}`, d: `M${x(latest) + 10} ${y - 4}l5 4l-5 4` }),
    latest !== undefined &&
      bound === 'at-most' &&
      s('path', { class: `beyond ${tone}`, d: `M${x(latest) - 10} ${y - 4}l-5 4l5 4` }),
    s('text', { class: 'end', x: x(low), y: height - 3, 'text-anchor': low === 0 ? 'start' : 'middle' }, write(low)),
    s('text', { class: 'end', x: x(high), y: height - 3, 'text-anchor': 'middle' }, write(high)),
  );
}

/** @param {number} from @param {number} to @param {string} tone */
const way = (from, to, tone) =>
  s('rect', {
    class: `way ${tone}`,
    x: Math.min(from, to),
    y: y - 3.5,
    width: Math.max(1, Math.abs(to - from)),
    height: 7,
    rx: 2,
  });
