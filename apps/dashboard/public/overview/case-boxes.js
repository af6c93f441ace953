import { h } from '../dom.js';
import { money } from '../format.js';
import { language, t, word } from '../language.js';
import { organisationName } from '../municipalities.js';
import { illustrative, isMarked, nearness, signal, table, tag, time } from '../parts.js';
import { pairs, section } from './box.js';

/** @typedef {import('../answers.js').Overview} Overview */

/** @param {Overview} all */
export function deadlines({ deadlines: list, followUp }) {
  const open = list.filter(({ metOn }) => metOn === undefined);
  const reports = followUp?.reports ?? [];
  if (open.length + reports.length === 0) return null;
  return section(
    t.partnership.deadlines,
    h(
      'ul',
      { class: 'plain' },
      open.map(({ title, due, illustrative: marks }) =>
        h(
          'li',
          {},
          title,
          h('span', { class: 'sub' }, time(due), illustrative(isMarked(marks, 'due')), ' · ', nearness(due)),
        ),
      ),
      reports.map(({ due, reportedOn }) =>
        h(
          'li',
          {},
          t.partnership.report,
          h(
            'span',
            { class: 'sub' },
            time(due),
            illustrative(isMarked(followUp?.illustrative, 'reportsDue')),
            ' · ',
            reportedOn ? t.partnership.reportedOn : nearness(due),
          ),
        ),
      ),
    ),
  );
}

/** @param {Overview} all */
export function risks({ risks: list }) {
  const open = list
    .filter((risk) => risk.open)
    .sort((one, other) => other.likelihood * other.consequence - one.likelihood * one.consequence);
  if (open.length === 0) return null;
  return section(
    t.partnership.risks,
    h(
      'ul',
      { class: 'plain' },
      open.map(({ title, likelihood, consequence, mitigation, illustrative: marks }) => {
        const weight = likelihood * consequence;
        const tone = weight >= 15 ? 'red' : weight >= 9 ? 'amber' : 'grey';
        return h(
          'li',
          {},
          signal(tone, String(weight)),
          ' ',
          title,
          illustrative(isMarked(marks, 'title')),
          h(
            'span',
            { class: 'sub' },
            t.partnership.weightHow(likelihood, consequence),
            illustrative(isMarked(marks, 'likelihood', 'consequence')),
          ),
          mitigation &&
            h(
              'span',
              { class: 'sub' },
              `${t.partnership.mitigation}: ${mitigation}`,
              illustrative(isMarked(marks, 'mitigation')),
            ),
        );
      }),
    ),
  );
}

/** @param {Overview} all */
export const parties = ({ parties: list, funnel }) =>
  list.length > 0 &&
  section(
    t.partnership.parties,
    h(
      'ul',
      { class: 'plain tight' },
      list.map(({ name, lead, partnerType, until, illustrative: marks }) =>
        h(
          'li',
          {},
          name,
          illustrative(isMarked(marks, 'name', 'leadOrganisationName')),
          ' ',
          lead && tag(t.partnership.lead, 'strong'),
          h('span', { class: 'sub' }, word(t.codes.partnerType, partnerType), until && [' – ', time(until)]),
        ),
      ),
    ),
    funnel && h('p', { class: 'sub' }, suppliers(funnel)),
  );

/** Only the steps the case has come to: the others are unknown, and not zero. @param {NonNullable<Overview['funnel']>} funnel */
const suppliers = (funnel) =>
  /** @type {(keyof typeof funnel)[]} */ (['interested', 'candidates', 'tenderers', 'contracts', 'accepted'])
    .filter((step) => funnel[step] !== undefined)
    .map((step) => t.partnership.funnel[step](funnel[step] ?? 0))
    .join(' → ');

/** @param {Overview} all */
export function economy({ businessCase, budgetLines }) {
  if (!businessCase && budgetLines.length === 0) return null;
  const marks = businessCase?.illustrative;
  return section(
    t.partnership.economy,
    budgetLines.length > 0 && h('h3', {}, t.partnership.budget),
    budgetLines.length > 0 &&
      h(
        'ul',
        { class: 'plain' },
        budgetLines.map(({ year, amountOere, source, covers, illustrative: of }) =>
          h(
            'li',
            {},
            h('strong', {}, money(amountOere, language)),
            illustrative(isMarked(of, 'amountOere')),
            ` · ${year}`,
            illustrative(isMarked(of, 'year')),
            h('span', { class: 'sub' }, source),
            h(
              'span',
              { class: 'sub' },
              `${t.partnership.covers} `,
              covered(covers),
              illustrative(isMarked(of, 'covers')),
            ),
          ),
        ),
      ),
    businessCase &&
      h(
        'h3',
        {},
        `${t.partnership.businessCase} ${t.partnership.horizon(businessCase.horizonYears)}`,
        illustrative(isMarked(marks, 'horizonYears')),
      ),
    businessCase &&
      pairs([
        [
          t.partnership.orderVolume,
          [money(businessCase.orderVolumeOere, language), illustrative(isMarked(marks, 'orderVolumeOere'))],
        ],
      ]),
    businessCase?.parties &&
      table(
        t.partnership.businessCase,
        [t.partnership.party, t.partnership.investment, t.partnership.expectedGain],
        businessCase.parties.map(({ organisation, investmentOere, expectedGainOere }) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, organisationName(organisation)),
            h('td', { class: 'figure' }, money(investmentOere, language)),
            h('td', { class: 'figure' }, money(expectedGainOere, language)),
          ),
        ),
      ),
    businessCase &&
      h('p', { class: 'sub' }, illustrative(isMarked(marks, 'parties', 'assumptions')), businessCase.assumptions),
  );
}

/** What a budget line pays for first, then what it does not. @param {Readonly<Record<string, boolean>>} covers */
const covered = (covers) =>
  Object.entries(covers)
    .sort(([, one], [, other]) => Number(other) - Number(one))
    .map(([what, is]) => (is ? word(t.codes.covers, what) : t.partnership.coversNot(word(t.codes.covers, what))))
    .join(', ');

/** @param {Overview} all */
export const decisions = ({ decisions: list }) =>
  list.length === 0
    ? null
    : section(
        t.partnership.decisions,
        h(
          'ul',
          { class: 'plain' },
          list.map(({ title, decision, decidedOn, body, minutesReference, illustrative: marks }) =>
            h(
              'li',
              {},
              h('strong', {}, title),
              h('p', {}, decision, illustrative(isMarked(marks, 'decision'))),
              h(
                'span',
                { class: 'sub' },
                [body, minutesReference].filter(Boolean).join(', '),
                ' · ',
                time(decidedOn),
                illustrative(isMarked(marks, 'decidedOn')),
              ),
            ),
          ),
        ),
      );

/** @param {Overview} all */
export const documents = ({ documents: list }) =>
  list.length === 0
    ? null
    : section(
        t.partnership.documents,
        h(
          'ul',
          { class: 'plain' },
          list.map(({ title, date, confidentiality, link, illustrative: marks }) =>
            h(
              'li',
              {},
              safe(link) ? h('a', { href: link, rel: 'noreferrer' }, title) : title,
              illustrative(isMarked(marks, 'title')),
              h(
                'span',
                { class: 'sub' },
                time(date),
                illustrative(isMarked(marks, 'date')),
                ` · ${word(t.codes.confidentiality, confidentiality)}`,
              ),
            ),
          ),
        ),
      );

/** @param {string} link */
const safe = (link) => /^https?:\/\//i.test(link);

/** @param {Overview} all */
export const notes = ({ notes: list }) =>
  list.length === 0
    ? null
    : section(
        t.partnership.notes,
        h(
          'ul',
          { class: 'plain' },
          list.map(({ text, by, writtenOn, illustrative: marks }) =>
            h(
              'li',
              {},
              text,
              illustrative(isMarked(marks, 'text')),
              h('span', { class: 'sub' }, `${by} · `, time(writtenOn)),
            ),
          ),
        ),
      );
