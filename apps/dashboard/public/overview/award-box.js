import { h } from '../dom.js';
import { t } from '../language.js';
import { illustrative, isMarked, signal, time } from '../parts.js';
import { pairs, section } from './box.js';

/** The award, the standstill behind it, and a complaint that may suspend it. @param {import('../answers.js').Overview} all */
export function award({ procurement, contracts }) {
  if (!procurement?.award) return null;
  const { award: decided, standstill, illustrative: marks } = procurement;
  const complaint = standstill?.complaint;
  const on = (/** @type {string} */ day, /** @type {string} */ field) => [
    time(day),
    illustrative(isMarked(marks, field)),
  ];
  return section(
    t.award.title,
    pairs([
      [t.award.notified, on(decided.notifiedOn, 'notifiedOn')],
      [
        standstill ? t.award.standstillEnded : t.award.standstillEnds,
        standstill ? on(standstill.endedOn, 'endedOn') : on(decided.standstillEndsOn, 'standstillEndsOn'),
      ],
      ...(complaint
        ? /** @type {[string, import('../dom.js').Child[]][]} */ ([
            [t.award.complaint, on(complaint.lodgedOn, 'complaint')],
            [
              t.award.suspends,
              complaint.suspendsUntil === undefined
                ? [signal('amber', t.award.undecided)]
                : on(complaint.suspendsUntil, 'complaint'),
            ],
          ])
        : []),
    ]),
    !standstill && contracts.length === 0 && h('p', { class: 'sub' }, t.award.notNoted),
  );
}
