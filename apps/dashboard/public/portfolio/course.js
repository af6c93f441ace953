import { read } from '../api.js';
import { barChart } from '../charts/bars.js';
import { boxes } from '../charts/boxes.js';
import { h } from '../dom.js';
import { explainButton } from '../explained/panel.js';
import { date, number, share } from '../format.js';
import { language, t, word } from '../language.js';
import { earliest } from '../moment/bar.js';
import { section } from '../overview/box.js';
import { illustrative, table } from '../parts.js';
import { linkTo } from '../route.js';
import { explanationAt } from './asked.js';

/** @typedef {import('../answers.js').PhaseDurations} Durations */
/** @typedef {import('../answers.js').DurationsByEnd} ByEnd */
/** @typedef {import('../answers.js').Funnel} Funnel */
/** @typedef {import('../answers.js').Stopping} Stopping */
/** @typedef {Record<string, string | undefined>} Filters */

const ends = /** @type {const} */ (['finished', 'open', 'stopped']);

/** How cases go: how long phases last, how suppliers come through, why it stops. @param {Filters} filters */
export async function course(filters) {
  const [durations, funnel, stopping] = await Promise.all([
    /** @type {Promise<Durations>} */ (read('/figures/phase-durations', filters)),
    /** @type {Promise<Funnel>} */ (read('/figures/funnel', filters)),
    /** @type {Promise<Stopping>} */ (read('/figures/stopping', filters)),
  ]);
  return {
    asOf: earliest(durations, funnel, stopping),
    files: { list: '/figures/phase-durations', query: filters },
    content: [lasting(durations, filters), comingThrough(funnel, filters), ending(stopping, filters)],
  };
}

/** @param {Durations} durations @param {Filters} filters */
function lasting({ phases, dialogueToScaleUp }, filters) {
  const named = [
    ...phases.map((one) => ({ name: word(t.codes.phase, one.phase), of: one })),
    { name: t.portfolio.dialogueToScaleUp, of: dialogueToScaleUp },
  ];
  const rows = named.flatMap(({ name, of }) =>
    ends.flatMap((end) => {
      const one = of[end];
      return one ? [{ name, end, one }] : [];
    }),
  );
  return section(
    t.portfolio.durations,
    h(
      'p',
      { class: 'lead' },
      t.portfolio.durationsSay,
      ' ',
      explainButton(explanationAt('phase-durations', filters), t.portfolio.durations),
    ),
    boxes(
      rows.map(({ name, end, one }) => ({
        name,
        kind: end,
        n: one.stays,
        low: one.shortestDays,
        lower: numberOf(one.lowerQuartileDays),
        middle: numberOf(one.medianDays),
        upper: numberOf(one.upperQuartileDays),
        high: one.longestDays,
        says: durationSays(one, end),
      })),
      t.portfolio.durations,
    ),
    h(
      'details',
      {},
      h('summary', {}, t.kpis.table),
      table(
        t.portfolio.asTable(t.portfolio.durations),
        [t.board.phase, t.partnership.state, 'n', ...t.portfolio.durationHeads],
        rows.map(({ name, end, one }) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, name),
            h('td', {}, word(t.codes.stay, end)),
            ...[
              one.stays,
              one.shortestDays,
              one.lowerQuartileDays,
              one.medianDays,
              one.upperQuartileDays,
              one.longestDays,
              one.suspendedDays,
              one.contradictory,
            ].map((value) => h('td', { class: 'figure' }, number(value, language))),
          ),
        ),
      ),
    ),
  );
}

/** @param {string | undefined} days */
const numberOf = (days) => (days === undefined ? undefined : Number(days));

/** @param {import('../answers.js').Duration} one @param {string} end */
function durationSays({ stays, medianDays, contradictory, suspendedDays }, end) {
  return [
    medianDays === undefined ? t.unknown : t.portfolio.median(t.portfolio.days(Math.round(Number(medianDays)))),
    t.portfolio.stays(stays, word(t.codes.stay, end).toLowerCase()),
    suspendedDays ? t.portfolio.rested(suspendedDays) : undefined,
    contradictory > 0 ? t.portfolio.contradictory(contradictory) : undefined,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** @param {Funnel} funnel @param {Filters} filters */
function comingThrough({ steps, partnerships }, filters) {
  return section(
    t.portfolio.funnel,
    h(
      'p',
      { class: 'lead' },
      t.portfolio.funnelSays(partnerships),
      ' ',
      explainButton(explanationAt('funnel', filters), t.portfolio.funnel),
    ),
    barChart(
      steps.map(({ step, suppliers, partnerships: of, fromStepBefore: before }) => ({
        name: word(t.codes.funnel, step),
        bars: [
          {
            kind: 'plain',
            name: '',
            value: of === 0 ? undefined : suppliers,
            says:
              of === 0
                ? t.unknown
                : [
                    h('strong', {}, number(suppliers, language)),
                    ` ${t.portfolio.inCases(of)}`,
                    before?.share !== undefined &&
                      h(
                        'span',
                        { class: 'soft' },
                        ` · ${t.portfolio.cameOn(share(before.share, language), before.partnerships)}`,
                      ),
                  ],
          },
        ],
      })),
      t.portfolio.funnel,
    ),
  );
}

/** @param {Stopping} stopping @param {Filters} filters */
function ending({ figures: { total, reasons, byPhase }, items, next }, filters) {
  const counts = Object.entries(total).filter(([, n]) => n > 0);
  if (counts.length === 0) return section(t.portfolio.stopping, h('p', {}, t.portfolio.nothingStopped));
  const listed = items.map(
    ({ partnershipId, partnership, how, phase, reason, words, endedOn, illustrative: invented }) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, h('a', { href: linkTo(['partnerships', partnershipId]) }, partnership)),
        h('td', {}, word(t.codes.ending, how), h('span', { class: 'sub' }, word(t.codes.phase, phase))),
        h('td', {}, reason && h('strong', {}, word(t.codes.stopReason, reason)), h('span', { class: 'sub' }, words)),
        h('td', {}, date(endedOn, language), illustrative(invented === true)),
      ),
  );
  return section(
    t.portfolio.stopping,
    h(
      'p',
      { class: 'lead' },
      counts
        .map(([how, n]) => `${word(t.codes.ending, how === 'stopDecided' ? 'stop-decided' : how)}: ${n}`)
        .join(' · '),
      ' ',
      explainButton(explanationAt('stopping', filters), t.portfolio.stopping),
    ),
    reasons.length > 0 &&
      barChart(
        reasons.map(({ how, reason, number: n }) => ({
          name: [word(t.codes.stopReason, reason), h('span', { class: 'sub' }, word(t.codes.ending, how))],
          bars: [{ kind: 'plain', name: '', value: n, says: h('strong', {}, n) }],
        })),
        t.portfolio.stopping,
      ),
    byPhase.length > 0 &&
      h(
        'p',
        { class: 'sub' },
        `${t.portfolio.inPhase}: ${byPhase.map(({ phase, ...of }) => `${word(t.codes.phase, phase)} ${Object.values(of).reduce((sum, n) => sum + n, 0)}`).join(', ')}`,
      ),
    table(
      t.portfolio.asTable(t.portfolio.stopping),
      [t.board.partnership, t.portfolio.how, t.portfolio.why, t.partnership.date],
      listed,
    ),
    next !== undefined && h('p', { class: 'hint' }, t.portfolio.latestOnly(items.length)),
  );
}
