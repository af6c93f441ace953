import { phases } from '#partnership';
import type { Language } from '#platform';
import type { DurationsAnswer } from '../durations/answer.js';
import type { PortfolioAnswer, PortfolioFigures, PortfolioSum } from '../portfolio/answer.js';
import type { Light } from '../worklist/traffic-light.js';
import { bar, light } from './charts.js';
import { foot, head, heading, more } from './frame.js';
import { colours, inner, type Lettering, Paper, page } from './paper.js';
import type { Standing } from './standing.js';
import { capital, Writing } from './writing.js';

export interface OnPortfolio {
  readonly standing: Standing;
  readonly benefits: PortfolioAnswer;
  readonly durations: DurationsAnswer;
}

const lights = ['red', 'amber', 'green'] as const satisfies readonly Light[];
const MOST_MEASURES = 8;
const half = (inner - 20) / 2;
const x = page.margin;

/** Where the portfolio stands, on one page. */
export function portfolioPage({ standing, benefits, durations }: OnPortfolio, language: Language): Promise<Buffer> {
  const writing = new Writing(language);
  const { asOf, day } = standing;
  const title = writing.say('Portfolio of partnerships', 'Portefølje af partnerskaber');
  const paper = new Paper({ title: `${title} ${writing.day(day)}`, language, at: new Date(asOf.time) });
  const { overdue, partnerships, closed } = standing;
  const top = head(paper, writing, {
    kicker: writing.say('Status report', 'Statusrapport'),
    title,
    facts: [
      `${writing.count(partnerships)} ${writing.say('partnerships', 'partnerskaber')}`,
      `${writing.count(closed)} ${writing.say('closed', 'afsluttede')}`,
      `${writing.count(overdue.items)} ${writing.say('overdue in', 'over frist i')} ${writing.count(overdue.partnerships)} ${writing.say('partnerships', 'partnerskaber')}`,
    ],
    day,
  });
  const left = drawPhases(paper, writing, standing, top);
  const right = drawDurations(paper, writing, durations, x + half + 20, top);
  const themes = drawThemes(paper, writing, benefits, Math.max(left, right) + 14);
  drawAmounts(paper, writing, benefits, themes + 14);
  foot(paper, writing, asOf);
  return paper.bytes();
}

function drawPhases(paper: Paper, writing: Writing, { byPhase }: Standing, top: number): number {
  let y = heading(
    paper,
    writing.say('Open partnerships by phase and light', 'Åbne partnerskaber efter fase og lys'),
    x,
    top,
    half,
  );
  const columns = lights.map((_, n) => x + 104 + n * 34);
  for (const [n, one] of lights.entries())
    light(paper, { x: columns[n]! + 18, y: y + 1, height: 7 }, one, writing.code(one));
  paper.text(writing.say('in all', 'i alt'), x + 200, y, 46, { size: 7, colour: 'quiet', align: 'right' });
  y += 12;
  const sum = (phase: (typeof phases)[number]) =>
    lights.reduce((total, one) => total + (byPhase.get(phase)?.[one] ?? 0), 0);
  const open = phases.filter((phase) => sum(phase) > 0);
  for (const phase of open) {
    paper.text(capital(writing.code(phase)), x, y, 100);
    for (const [n, one] of lights.entries()) {
      const count = byPhase.get(phase)![one];
      paper.text(writing.count(count), columns[n]!, y, 26, {
        align: 'right',
        bold: count > 0 && one === 'red',
        colour: count === 0 ? 'quiet' : one,
      });
    }
    y += paper.text(writing.count(sum(phase)), x + 200, y, 46, { align: 'right', bold: true }) + 1.5;
  }
  if (open.length === 0) y += paper.text(writing.say('None.', 'Ingen.'), x, y, half, { colour: 'quiet' });
  const legend = lights.map((one) => writing.code(one)).join(' · ');
  return y + paper.text(legend, x, y + 2, half, { size: 7, colour: 'quiet' }) + 2;
}

function drawDurations(paper: Paper, writing: Writing, durations: DurationsAnswer, left: number, top: number): number {
  let y = heading(
    paper,
    writing.say('Median days in a phase, once left', 'Median af dage i en fase, når den er forladt'),
    left,
    top,
    half,
  );
  const rows = [
    ...durations.phases.map(({ phase, finished }) => ({ name: capital(writing.code(phase)), finished })),
    {
      name: writing.say('Dialogue to scale-up', 'Dialog til udbredelse'),
      finished: durations.dialogueToScaleUp.finished,
    },
  ];
  const longest = Math.max(1, ...rows.map(({ finished }) => Number(finished?.medianDays ?? 0)));
  y += 12;
  for (const { name, finished } of rows) {
    const days = finished?.medianDays;
    const says = days === undefined ? writing.unknown : `${writing.figure(days)} (n = ${finished?.stays})`;
    paper.text(name, left, y, 104);
    const share = Number(days ?? 0) / longest;
    if (days !== undefined)
      bar(paper, { x: left + 106, y: y + 2, width: 76, height: 6 }, { outer: share, inner: share }, `${name}: ${says}`);
    y +=
      paper.text(says, left + 186, y, half - 186, { align: 'right', colour: days === undefined ? 'quiet' : 'ink' }) +
      1.5;
  }
  return y;
}

function drawThemes(paper: Paper, writing: Writing, { items, total }: PortfolioAnswer, top: number): number {
  let y = heading(paper, writing.say('Benefits by theme: how many', 'Gevinster efter tema: hvor mange'), x, top, inner);
  const at = [x, x + 160, x + 210, x + 262, x + 318, x + 392];
  const titles = [
    writing.say('Theme', 'Tema'),
    writing.say('planned', 'planlagt'),
    writing.say('due', 'forfaldne'),
    writing.say('followed up', 'fulgt op'),
    writing.say('not followed up', 'ikke fulgt op'),
    writing.say('followed up of due', 'fulgt op af forfaldne'),
  ];
  const line = (cells: readonly string[], lettering: Lettering = {}) => {
    for (const [n, text] of cells.entries()) {
      const width = (at[n + 1] ?? x + inner) - at[n]! - 8;
      paper.text(text, at[n]!, y, width, { ...lettering, align: n > 0 && n < 5 ? 'right' : 'left' });
    }
  };
  line(titles, { size: 7, colour: 'quiet' });
  y += 12;
  const groups = [
    ...items.map(({ key, followUp }) => ({ name: capital(writing.code(key)), followUp, bold: false })),
    { name: writing.say('All', 'Alle'), followUp: total.followUp, bold: true },
  ];
  for (const { name, followUp, bold } of groups) {
    const { planned, due, followedUp, notFollowedUp, share } = followUp;
    line([name, ...[planned, due, followedUp, notFollowedUp].map((count) => writing.count(count))], { bold });
    const says = share === undefined ? writing.say('nothing due', 'intet forfaldent') : writing.percent(share);
    const box = { x: at[5]!, y: y + 2, width: 84, height: 6 };
    if (share !== undefined) bar(paper, box, { outer: share / 10_000, inner: share / 10_000 }, `${name}: ${says}`);
    paper.text(says, share === undefined ? at[5]! : at[5]! + 90, y, 70, {
      colour: share === undefined ? 'quiet' : 'ink',
    });
    y += 13;
  }
  return y;
}

function drawAmounts(paper: Paper, writing: Writing, { total: { figures } }: PortfolioAnswer, top: number): void {
  let y = heading(
    paper,
    writing.say('Amounts, each in its own measure', 'Mængder, hver i sit eget mål'),
    x,
    top,
    inner,
  );
  const at = [x, x + 150, x + 240, x + 340] as const;
  for (const [n, title] of [
    writing.say('Measure', 'Mål'),
    writing.say('planned', 'planlagt'),
    writing.say('not followed up', 'ikke fulgt op'),
    writing.say('realised, by evidence', 'realiseret, efter evidens'),
  ].entries()) {
    paper.text(title, at[n]!, y, 90, { size: 7, colour: 'quiet', align: n === 1 || n === 2 ? 'right' : 'left' });
  }
  y += 12;
  const behind = ({ planned, realised }: PortfolioFigures) =>
    planned.count + realised.reduce((sum, one) => sum + one.realised.count, 0);
  const rows = [...figures].sort((a, b) => behind(b) - behind(a));
  if (rows.length === 0) paper.text(writing.say('None.', 'Ingen.'), x, y, inner, { colour: 'quiet' });
  for (const { measure, planned, notFollowedUp, realised } of rows.slice(0, MOST_MEASURES)) {
    const { currency, priceYear, unit, benefitClass } = measure;
    const name =
      measure.kind === 'money'
        ? `${currency}${priceYear === undefined ? '' : `, ${writing.say('prices of', 'priser i')} ${priceYear}`}`
        : `${unit}, ${writing.code(benefitClass ?? '')}`;
    const amount = (sum: PortfolioSum) => amountOf(writing, sum, currency);
    paper.text(name, at[0], y, 146);
    paper.text(amount(planned), at[1], y, 90, { align: 'right' });
    paper.text(amount(notFollowedUp), at[2], y, 90, { align: 'right' });
    const levels = realised.map((one) => `${amount(one.realised)} ${writing.code(one.evidenceLevel)}`);
    y += Math.max(
      13,
      paper.text(levels.length > 0 ? levels.join('; ') : writing.unknown, at[3], y, inner - 300, { lines: 2 }) + 2,
    );
    paper.decoration((document) => {
      document.rect(x, y - 1.5, inner, 0.4).fill(colours.line);
    });
  }
  more(paper, writing, rows.length - MOST_MEASURES, x, y);
}

/** A sum; none where nothing is in it, unknown where there is no sum of what is. */
function amountOf(
  writing: Writing,
  { known, count, amount, amountOere, bound }: PortfolioSum,
  currency?: string,
): string {
  if (count === 0) return '–';
  if (!known) return writing.unknown;
  return amountOere === undefined ? writing.figure(amount, bound) : writing.money(amountOere, currency, bound);
}
