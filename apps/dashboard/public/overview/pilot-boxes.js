import { h } from '../dom.js';
import { figure, money } from '../format.js';
import { language, t, word } from '../language.js';
import { dayOf, moment } from '../moment/moment.js';
import { organisationName } from '../municipalities.js';
import { illustrative, isMarked, signal, table, tag, time } from '../parts.js';
import { pairs, section } from './box.js';

/** @typedef {import('../answers.js').Overview} Overview */

/** @param {Overview} all */
export function evaluation({ evaluation: evaluated }) {
  if (!evaluated) return null;
  return section(
    t.partnership.evaluation,
    evaluated.rounds.map(({ openedOn, submitted, recommendation, decision }) =>
      pairs([
        [t.partnership.from, time(openedOn)],
        [
          t.partnership.evaluation,
          submitted ? [submitted.summary, illustrative(isMarked(evaluated.illustrative, 'summary'))] : undefined,
        ],
        [
          t.partnership.recommendation,
          recommendation && [
            h('strong', {}, word(t.codes.recommendation, recommendation.recommendation)),
            `. ${recommendation.reason}`,
            illustrative(isMarked(evaluated.illustrative, 'recommendation')),
          ],
        ],
        [
          t.partnership.decision,
          decision && [
            h('strong', {}, word(t.codes.recommendation, decision.decision)),
            `. ${decision.reason}`,
            decision.deviationReason && h('span', { class: 'sub' }, decision.deviationReason),
            decision.overrideReason && h('span', { class: 'sub' }, decision.overrideReason),
          ],
        ],
      ]),
    ),
  );
}

/** @param {Overview} all */
export function pilots({ pilots: list }) {
  if (list.length === 0) return null;
  return section(
    t.partnership.pilots,
    list.map(
      ({ title, status, startedOn, endedOn, plannedStart, plannedEnd, sites, summary, reason, illustrative: marks }) =>
        h(
          'div',
          { class: 'item' },
          h('h3', {}, title, ' ', tag(word(t.codes.pilot, status))),
          h(
            'p',
            { class: 'sub' },
            time(startedOn ?? plannedStart),
            illustrative(isMarked(marks, startedOn ? 'startedOn' : 'plannedStart')),
            ' – ',
            time(endedOn ?? plannedEnd),
            illustrative(isMarked(marks, endedOn ? 'endedOn' : 'plannedEnd')),
          ),
          (summary ?? reason) && h('p', {}, summary ?? reason, illustrative(isMarked(marks, 'summary', 'reason'))),
          h(
            'ul',
            { class: 'plain tight' },
            sites.map(({ name, municipality, participants }) =>
              h(
                'li',
                {},
                name,
                illustrative(isMarked(marks, 'name')),
                h(
                  'span',
                  { class: 'sub' },
                  organisationName(municipality),
                  participants !== undefined && [
                    ` · ${t.partnership.participants(participants)}`,
                    illustrative(isMarked(marks, 'participants')),
                  ],
                ),
              ),
            ),
          ),
        ),
    ),
  );
}

/** @param {Overview} all */
export function adoptions({ adoptions: list }) {
  if (list.length === 0) return null;
  /** @type {Record<string, string>} */
  const tones = { live: 'green', declined: 'grey', withdrawn: 'red' };
  const rows = list.map(({ municipality, status, liveOn, decidedOn, invitedOn, sites, illustrative: marks }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, organisationName(municipality)),
      h('td', {}, signal(tones[status] ?? 'amber', word(t.codes.adoption, status))),
      h(
        'td',
        {},
        time(liveOn ?? decidedOn ?? invitedOn),
        illustrative(isMarked(marks, 'liveOn', 'decidedOn', 'invitedOn')),
      ),
      h('td', { class: 'figure' }, sites ?? '', sites !== undefined && illustrative(isMarked(marks, 'sites'))),
    ),
  );
  return section(
    t.partnership.adoptions,
    table(
      t.partnership.adoptions,
      [t.board.municipality, t.partnership.state, t.partnership.date, t.partnership.sites],
      rows,
    ),
  );
}

/** @param {Overview} all */
export function benefits({ benefits: list, kpis }) {
  if (list.length === 0) return null;
  const nameOf = (/** @type {string} */ code) => kpis.find(({ definition }) => definition.code === code)?.definition;
  const rows = list.map(({ kpi, party, year, planned, realised, illustrative: marks }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, nameOf(kpi)?.name ?? kpi),
      h('td', {}, organisationName(party)),
      h('td', {}, year),
      h(
        'td',
        { class: 'figure' },
        gain(planned, nameOf(kpi)?.unit),
        planned && illustrative(marks.length > 0),
        planned && gainNote(planned),
      ),
      h(
        'td',
        { class: 'figure' },
        realised ? gain(realised, nameOf(kpi)?.unit) : h('span', { class: 'soft' }, unsaid(year)),
        realised && illustrative(marks.length > 0),
        realised && gainNote(realised, evidenceOf(realised)),
      ),
    ),
  );
  return section(
    t.partnership.benefits,
    table(
      t.partnership.benefits,
      ['KPI', t.partnership.party, t.partnership.year, t.partnership.plannedGain, t.partnership.realisedGain],
      rows,
    ),
  );
}

/** Why nothing is said of what was realised. @param {number} year */
const unsaid = (year) =>
  year < Number(dayOf(moment()).slice(0, 4)) ? t.partnership.notFollowedUp : t.partnership.notYetDue;

/** @param {import('../answers.js').Gain} realised */
const evidenceOf = ({ evidenceLevel }) =>
  evidenceLevel === undefined ? t.portfolio.notStated : word(t.codes.evidence, evidenceLevel);

/** In whose prices, and how well it is known. @param {import('../answers.js').Gain} gain @param {string} [evidence] */
function gainNote({ priceYear }, evidence) {
  const says = [priceYear === undefined ? undefined : t.explained.pricesOf(priceYear), evidence].filter(Boolean);
  return says.length > 0 && h('span', { class: 'sub' }, says.join(' · '));
}

/** @param {import('../answers.js').Gain | undefined} gain @param {string} [unit] */
function gain(gain, unit = '') {
  if (!gain) return t.unknown;
  const sign = gain.bound === 'at-least' ? '≥ ' : gain.bound === 'at-most' ? '≤ ' : '';
  if (gain.amountOere !== undefined) return `${sign}${money(gain.amountOere, language)}`;
  return figure({ value: gain.amount, bound: gain.bound }, unit, language);
}
