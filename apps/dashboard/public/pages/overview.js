import { read } from '../api.js';
import { h } from '../dom.js';
import { figure } from '../format.js';
import { baselineValue, figureValue } from '../kpi/figures.js';
import { tones } from '../kpi/result.js';
import { language, t, word } from '../language.js';
import { award } from '../overview/award-box.js';
import { pairs, section } from '../overview/box.js';
import { deadlines, decisions, documents, economy, notes, parties, risks } from '../overview/case-boxes.js';
import { contract } from '../overview/contract.js';
import { adoptions, benefits, evaluation, pilots } from '../overview/pilot-boxes.js';
import { illustrative, isMarked, signal, tag, time } from '../parts.js';
import { linkTo } from '../route.js';
import { frame } from './frame.js';

/** @typedef {import('../answers.js').Overview} Overview */

/** @param {import('../main.js').Context} context @param {string} id @returns {Promise<import('../main.js').Page>} */
export async function overview({ me }, id) {
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
        facts(all, me.role !== 'partner'),
        deadlines(all),
        award(all),
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

/** @param {Overview} all @param {boolean} seesCase a partner is not told who handles the case */
function facts({ classification, route, registeredOn, handler, illustrative: marks, responsible }, seesCase) {
  const marked = (/** @type {string} */ field) => illustrative(isMarked(marks, `classification.${field}`));
  const types = classification?.innovationTypes ?? [];
  return section(
    t.partnership.facts,
    pairs([
      [t.partnership.route, word(t.codes.route, route)],
      [t.partnership.handler, handler ?? (seesCase ? t.board.noHandler : undefined)],
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
const contracts = ({ contracts: list, kpis }) =>
  list.length === 0
    ? null
    : section(
        t.partnership.partners,
        list.map((one) => contract(one, kpis)),
      );
