import { read } from '../api.js';
import { h } from '../dom.js';
import { date, instant } from '../format.js';
import { language, t, word } from '../language.js';
import { linkTo } from '../route.js';

/** @typedef {import('../answers.js').EventBehind} EventBehind */
/** @typedef {import('../answers.js').TimelineEntry} Entry */

/** Events shown with the explanation; the others stand in the inputs by their positions. */
const shownAtOnce = 50;
/** Partnerships whose timelines are asked for words. */
const fewPartnerships = 3;

/** The events behind a figure, in words where there are few, each leading to its place in the timeline. @param {import('../answers.js').Explanation} told */
export async function eventList({ events }) {
  const shown = events.slice(-shownAtOnce).reverse();
  const words = await inWords(shown);
  return h(
    'ol',
    { class: 'plain behind' },
    shown.map((event) => h('li', {}, line(event, words.get(event.position)))),
    events.length > shown.length && h('li', { class: 'soft' }, t.explained.moreEvents(events.length - shown.length)),
  );
}

/** @param {EventBehind} event @param {Entry | undefined} entry */
function line({ position, stream, type, occurredOn, recordedAt }, entry) {
  if (type === undefined) return [h('strong', {}, `#${position}`), ` ${t.explained.notForYou}`];
  const id = partnershipOf(stream);
  return [
    id
      ? h('a', { href: linkTo(['partnerships', id, 'timeline'], { event: String(position) }) }, `#${position}`)
      : `#${position}`,
    ` ${entry?.text ?? ''} `,
    h('code', {}, type),
    h(
      'span',
      { class: 'sub' },
      [
        occurredOn && t.explained.happened(date(occurredOn, language)),
        recordedAt && t.timeline.recorded(instant(recordedAt, language)),
        entry && t.timeline.by(`${entry.by} (${word(t.codes.role, entry.role)})`),
      ]
        .filter(Boolean)
        .join(' · '),
    ),
  ];
}

/** The partnership of a stream: 'partnership-<id>' or 'kpi-<id>-<code>'. @param {string | undefined} stream */
const partnershipOf = (stream) => /^(?:partnership|kpi)-([0-9a-f-]{36})/.exec(stream ?? '')?.[1];

/** What the timelines say of events, by position; nothing where there are many. @param {readonly EventBehind[]} events */
async function inWords(events) {
  const partnerships = [...new Set(events.map(({ stream }) => partnershipOf(stream)))].filter((id) => id !== undefined);
  if (partnerships.length > fewPartnerships) return new Map();
  const types = [...new Set(events.map(({ type }) => type))].filter((type) => type !== undefined);
  const search = types.map((type) => `type=${encodeURIComponent(type)}`).join('&');
  const pages = await Promise.all(
    partnerships.map((id) =>
      /** @type {Promise<import('../answers.js').Page<Entry>>} */ (
        read(`/partnerships/${id}/timeline?${search}`, { limit: 200 })
      ).catch(() => ({ items: [] })),
    ),
  );
  return new Map(pages.flatMap(({ items }) => items.map((entry) => [entry.position, entry])));
}
