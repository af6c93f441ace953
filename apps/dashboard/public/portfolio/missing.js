import { h } from '../dom.js';
import { explainButton } from '../explained/panel.js';
import { date } from '../format.js';
import { language, t, word } from '../language.js';
import { organisationName } from '../municipalities.js';
import { section } from '../overview/box.js';
import { table } from '../parts.js';
import { linkTo } from '../route.js';
import { explanationAt } from './asked.js';

/** What should have been followed up and was not, longest overdue first; each leads to its case. @param {import('../answers.js').FollowUps} followUps @param {Record<string, string | undefined>} filters */
export function missing({ figures: { reports, benefits }, items, next }, filters) {
  const rows = items.map(
    ({ partnershipId, partnership, caseNumber, kind, due, daysOverdue, owner, kpi, party, year }) =>
      h(
        'tr',
        {},
        h(
          'th',
          { scope: 'row' },
          h('a', { href: linkTo(['partnerships', partnershipId]) }, partnership),
          h('span', { class: 'sub' }, caseNumber),
        ),
        h(
          'td',
          {},
          word(t.codes.followUp, kind),
          h('span', { class: 'sub' }, [kpi, party && organisationName(party), year, owner].filter(Boolean).join(' · ')),
        ),
        h('td', {}, date(due, language), h('span', { class: 'sub overdue' }, t.time.overdue(daysOverdue))),
      ),
  );
  return section(
    t.portfolio.missingFollowUps,
    h(
      'p',
      { class: 'lead' },
      t.portfolio.missingCounts(reports.missing, reports.due, benefits.missing, benefits.due),
      ' ',
      explainButton(explanationAt('follow-ups', filters), t.portfolio.missingFollowUps),
    ),
    rows.length > 0 &&
      table(
        t.portfolio.asTable(t.portfolio.missingFollowUps),
        [t.board.partnership, t.portfolio.what, t.partnership.due],
        rows,
      ),
    next !== undefined && h('p', { class: 'hint' }, t.portfolio.firstOnly(items.length)),
  );
}
