import { read } from '../api.js';
import { h } from '../dom.js';
import { figure, money } from '../format.js';
import { language, t, word } from '../language.js';
import { organisationName } from '../municipalities.js';
import { illustrative, isMarked, nearness, signal, table, tag, time } from '../parts.js';
import { linkTo } from '../route.js';
import { contract } from './contract.js';
import { frame } from './frame.js';
import { baselineValue, figureValue } from './kpi-figures.js';

/** @typedef {import('../answers.js').Overview} Overview */

/** @param {import('../main.js').Context} _ @param {string} id @returns {Promise<import('../main.js').Page>} */
export async function overview(_, id) {
  const all = /** @type {Overview} */ (await read(`/partnerships/${encodeURIComponent(id)}`));
  return frame(
    all,
    'overview',
    all.summary && h('p', { class: 'summary' }, all.summary, illustrative(isMarked(all.illustrative, 'summary'))),
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        { class: 'main-column' },
        kpiStrip(all),
        need(all),
        contracts(all),
        evaluation(all),
        pilots(all),
        adoptions(all),
        benefits(all),
      ),
      h(
        'div',
        { class: 'side-column' },
        facts(all),
        deadlines(all),
        risks(all),
        parties(all),
        economy(all),
        decisions(all),
        documents(all),
        notes(all),
      ),
    ),
  );
}

/** @param {string} title @param {...(import('../dom.js').Child | import('../dom.js').Child[])} content */
const section = (title, ...content) =>
  h('section', { class: 'box', 'aria-label': title }, h('h2', {}, title), ...content);

/** @param {readonly (readonly [string, import('../dom.js').Child | import('../dom.js').Child[]])[]} listed */
const pairs = (listed) =>
  h(
    'dl',
    { class: 'facts' },
    listed
      .filter(([, says]) => says)
      .map(([name, says]) => h('div', {}, h('dt', {}, name), h('dd', {}, ...[says].flat()))),
  );

/** @param {Overview} all */
function facts({ classification, route, registeredOn, handler, illustrative: marks, responsible }) {
  const marked = (/** @type {string} */ field) => illustrative(isMarked(marks, `classification.${field}`));
  const types = classification?.innovationTypes ?? [];
  return section(
    t.partnership.facts,
    pairs([
      [t.partnership.route, word(t.codes.route, route)],
      [t.partnership.handler, handler ?? t.board.noHandler],
      ...(classification
        ? /** @type {[string, import('../dom.js').Child[]][]} */ ([
            [t.partnership.theme, [word(t.codes.theme, classification.theme), marked('theme')]],
            [t.partnership.sector, [word(t.codes.sector, classification.sectorArea), marked('sectorArea')]],
            [t.partnership.purpose, [word(t.codes.purpose, classification.mainPurpose), marked('mainPurpose')]],
            [
              t.partnership.innovation,
              [
                types.map((one) => word(t.codes.innovation, one)).join(', '),
                types.length > 1 && ` (${t.partnership.complex})`,
              ],
            ],
            [t.partnership.legalForm, [word(t.codes.legalForm, classification.legalForm), marked('legalForm')]],
            [t.partnership.subject, [classification.subjectNumber, marked('subjectNumber')]],
          ])
        : []),
      [t.partnership.registered, [time(registeredOn), illustrative(isMarked(marks, 'occurredOn'))]],
    ]),
    responsible.length > 1 &&
      h(
        'ul',
        { class: 'plain' },
        responsible.map((one) =>
          h(
            'li',
            {},
            `${word(t.codes.responsibility, one.responsibility)}: ${one.subject}`,
            illustrative(isMarked(one.illustrative, 'subject')),
            h('span', { class: 'sub' }, time(one.from), one.until && [' – ', time(one.until)]),
          ),
        ),
      ),
  );
}

/** @param {Overview} all */
function kpiStrip({ id, kpis }) {
  if (kpis.length === 0) return null;
  /** @type {Record<string, string>} */
  const tones = { 'on-target': 'green', 'within-tolerance': 'amber', 'off-target': 'red' };
  return section(
    t.partnership.kpis,
    h(
      'ul',
      { class: 'strip' },
      kpis.map(({ definition, status, results, baseline, illustrative: marks }) => {
        const strongest = results.filter(({ evidenceLevel }) => evidenceLevel === results[0]?.evidenceLevel);
        const from =
          baseline && figure({ value: baselineValue(baseline, definition), bound: baseline.bound }, '', language);
        return h(
          'li',
          {},
          h('a', { href: linkTo(['partnerships', id, 'kpis', definition.code]) }, definition.name),
          ...(strongest.length === 0
            ? [h('span', {}, signal('grey', word(t.codes.kpiStatus, status ?? 'no-data')))]
            : []),
          ...strongest.map(({ latest, status: one, partner, contractId }) =>
            h(
              'span',
              { class: 'strip-line' },
              h(
                'span',
                {},
                (partner ?? contractId) && h('span', { class: 'sub' }, partner ?? contractId),
                h('span', { class: 'soft' }, from ?? t.unknown, ' → '),
                h(
                  'strong',
                  {},
                  latest.known
                    ? figure({ value: figureValue(latest, definition), bound: latest.bound }, definition.unit, language)
                    : t.unknown,
                ),
                latest.known && illustrative(isMarked(marks, 'measurements')),
              ),
              signal(tones[one] ?? 'grey', word(t.codes.kpiStatus, one)),
            ),
          ),
        );
      }),
    ),
  );
}

/** @param {Overview} all */
function need({ need: described }) {
  if (!described) return null;
  const { problem, targetGroup, desiredOutcome, claims = [], illustrative: marks } = described;
  return section(
    t.partnership.need,
    h('p', {}, problem, illustrative(isMarked(marks, 'problem'))),
    pairs([
      [t.partnership.needFor, [targetGroup, illustrative(isMarked(marks, 'targetGroup'))]],
      [
        t.partnership.desired,
        desiredOutcome ? [desiredOutcome, illustrative(isMarked(marks, 'desiredOutcome'))] : undefined,
      ],
    ]),
    claims.length > 0 && h('h3', {}, t.partnership.claims),
    claims.length > 0 &&
      h(
        'ul',
        { class: 'plain' },
        claims.map(({ claim, source, quality }) =>
          h('li', {}, claim, ' ', tag(word(t.codes.quality, quality)), h('span', { class: 'sub' }, source)),
        ),
      ),
  );
}

/** @param {Overview} all */
const contracts = ({ contracts: list }) =>
  list.length === 0 ? null : section(t.partnership.partners, list.map(contract));

/** @param {Overview} all */
function evaluation({ evaluation: evaluated }) {
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
function pilots({ pilots: list }) {
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
function adoptions({ adoptions: list }) {
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
function benefits({ benefits: list, kpis }) {
  if (list.length === 0) return null;
  const nameOf = (/** @type {string} */ code) => kpis.find(({ definition }) => definition.code === code)?.definition;
  const rows = list.map(({ kpi, party, year, planned, realised, illustrative: marks }) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, nameOf(kpi)?.name ?? kpi),
      h('td', {}, organisationName(party)),
      h('td', {}, year),
      h('td', { class: 'figure' }, gain(planned, nameOf(kpi)?.unit), planned && illustrative(marks.length > 0)),
      h(
        'td',
        { class: 'figure' },
        realised ? gain(realised, nameOf(kpi)?.unit) : h('span', { class: 'soft' }, t.partnership.notFollowedUp),
        realised && illustrative(marks.length > 0),
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

/** @param {import('../answers.js').Gain | undefined} gain @param {string} [unit] */
function gain(gain, unit = '') {
  if (!gain) return t.unknown;
  const sign = gain.bound === 'at-least' ? '≥ ' : gain.bound === 'at-most' ? '≤ ' : '';
  if (gain.amountOere !== undefined) return `${sign}${money(gain.amountOere, language)}`;
  return figure({ value: gain.amount, bound: gain.bound }, unit, language);
}

/** @param {Overview} all */
function deadlines({ deadlines: list, followUp }) {
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
function risks({ risks: list }) {
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
const parties = ({ parties: list, funnel }) =>
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
    funnel && funnel.candidates + funnel.interested > 0 && h('p', { class: 'sub' }, t.partnership.funnel(funnel)),
  );

/** @param {Overview} all */
function economy({ businessCase, budgetLines }) {
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
              Object.entries(covers)
                .map(([what, is]) =>
                  is ? word(t.codes.covers, what) : t.partnership.coversNot(word(t.codes.covers, what)),
                )
                .join(', '),
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

/** @param {Overview} all */
const decisions = ({ decisions: list }) =>
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
const documents = ({ documents: list }) =>
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
const notes = ({ notes: list }) =>
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
