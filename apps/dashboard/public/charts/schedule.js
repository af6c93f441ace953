import { h, s } from '../dom.js';
import { date } from '../format.js';
import { language, t, word } from '../language.js';
import { dayOf, isPast, moment } from '../moment/moment.js';
import { months, scale } from './scale.js';

/** @typedef {import('../answers.js').Milestone} Milestone */

const width = 960;
const left = 250;
const right = 24;
const top = 26;
const line = 30;

/**
 * Milestones on a time line: a hollow mark where one was planned, a filled one where it was reached, and the way between.
 *
 * @param {readonly Milestone[]} milestones
 */
export function schedule(milestones) {
  const now = dayOf(moment());
  const nowSays = isPast(moment()) ? date(now, language) : t.milestones.today;
  const dates = milestones.flatMap(({ plannedOn, since }) => [plannedOn, since ?? plannedOn]);
  const from = shifted([...dates, now].sort()[0] ?? now, -20);
  const to = shifted([...dates, now].sort().at(-1) ?? now, 20);
  const x = scale([Date.parse(from), Date.parse(to)], [left, width - right]);
  const place = (/** @type {string} */ day) => x(Date.parse(day));
  const height = top + milestones.length * line + 8;
  const written = new Intl.DateTimeFormat(language === 'da' ? 'da-DK' : 'en-GB', {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return h(
    'div',
    { class: 'picture', role: 'region', tabindex: '0', 'aria-label': t.milestones.pictured },
    s(
      'svg',
      {
        viewBox: `0 0 ${width} ${height}`,
        role: 'img',
        'aria-label': t.milestones.pictureSays(milestones.length),
        class: 'schedule',
      },
      months(from, to, 9)
        .filter((month) => Math.abs(place(month) + 30 - place(now)) > 60)
        .map((month) =>
          s(
            'g',
            { class: 'axis' },
            s('line', { x1: place(month), x2: place(month), y1: top - 8, y2: height }),
            s('text', { x: place(month) + 3, y: 12 }, written.format(new Date(month))),
          ),
        ),
      s('line', { class: 'now', x1: place(now), x2: place(now), y1: top - 8, y2: height }),
      s('text', { class: 'now-text', x: place(now), y: 12, 'text-anchor': 'middle' }, nowSays),
      milestones.map((milestone, index) => row(milestone, top + index * line + line / 2, place)),
    ),
  );
}

/** @param {Milestone} milestone @param {number} y @param {(day: string) => number} place */
function row({ title, state, plannedOn, since, overdue }, y, place) {
  const planned = place(plannedOn);
  const settled = since === undefined ? undefined : place(since);
  const tone = overdue ? 'late' : state;
  const says = `${title}: ${word(t.codes.milestone, state)}, ${date(since ?? plannedOn, language)}`;
  return s(
    'g',
    { class: `milestone ${tone}` },
    s('title', {}, says),
    s('line', { class: 'row', x1: left, x2: width - right, y1: y + line / 2, y2: y + line / 2 }),
    s('text', { x: 0, y: y + 4 }, title.length > 36 ? `${title.slice(0, 35)}…` : title),
    settled !== undefined && s('line', { class: 'way', x1: planned, x2: settled, y1: y, y2: y }),
    s('path', { class: 'planned', d: diamond(planned, y, 6) }),
    settled !== undefined && mark(state, settled, y),
  );
}

/** @param {string} state @param {number} x @param {number} y */
function mark(state, x, y) {
  if (state === 'reached') return s('circle', { class: 'settled', cx: x, cy: y, r: 6 });
  if (state === 'partly-reached') {
    return s(
      'g',
      {},
      s('circle', { class: 'hollow', cx: x, cy: y, r: 6 }),
      s('path', { class: 'settled', d: `M${x} ${y - 6}a6 6 0 0 0 0 12Z` }),
    );
  }
  return s('path', { class: 'cross', d: `M${x - 5} ${y - 5}l10 10M${x + 5} ${y - 5}l-10 10` });
}

/** @param {number} x @param {number} y @param {number} r */
const diamond = (x, y, r) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;

/** @param {string} day @param {number} days */
const shifted = (day, days) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
