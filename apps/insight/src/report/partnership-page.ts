import type { Language } from '#platform';
import type { KpiAnswer } from '../kpis/answer.js';
import type { MilestoneItem } from '../milestones/list.js';
import type { OverviewAnswer } from '../overview/answer.js';
import { bar, light } from './charts.js';
import { dues } from './dues.js';
import { foot, head, heading, more } from './frame.js';
import { drawKpis, primaryCourse } from './kpi-rows.js';
import { inner, Paper, page } from './paper.js';
import { capital, Writing } from './writing.js';

export interface OnPartnership {
  readonly overview: OverviewAnswer;
  /** Planned and partly reached, in order of date. */
  readonly milestones: readonly MilestoneItem[];
  readonly day: string;
}

const MOST_REASONS = 4;
const MOST_DUES = 6;
const MOST_CONTRACTS = 3;
const MOST_RISKS = 3;
const MOST_KPIS = 9;
const MOST_BENEFITS = 5;
const half = (inner - 20) / 2;

/** Where a partnership stands, on one page. */
export function partnershipPage({ overview, milestones, day }: OnPartnership, language: Language): Promise<Buffer> {
  const writing = new Writing(language);
  const { title, asOf } = overview;
  const paper = new Paper({
    title: `${title} – ${writing.say('status', 'status')} ${writing.day(day)}`,
    language,
    at: new Date(asOf.time),
  });
  const x = page.margin;
  let y = head(paper, writing, {
    kicker: writing.say('Status report', 'Statusrapport'),
    title,
    facts: [
      `${writing.say('Case', 'Sag')} ${mark(overview.caseNumber, overview, 'caseNumber')}`,
      mark(overview.leadName, overview, 'leadOrganisationName'),
      capital(writing.code(overview.route)),
    ],
    day,
  });
  y = drawStatus(paper, writing, overview, y);
  const columns = y + 12;
  const left = drawDues(paper, writing, { overview, milestones, day }, x, columns);
  const right = drawRisks(
    paper,
    writing,
    overview,
    x + half + 20,
    drawPayments(paper, writing, overview, x + half + 20, columns) + 10,
  );
  y = drawKpis(paper, writing, overview.kpis, Math.max(left, right) + 12, MOST_KPIS) + 12;
  const bottom = y;
  primaryCourse(paper, writing, overview.kpis as readonly KpiAnswer[], {
    x,
    y: bottom,
    width: half,
    height: Math.min(190, page.height - 52 - bottom),
  });
  drawBenefits(paper, writing, overview, x + half + 20, bottom, day);
  foot(paper, writing, asOf);
  return paper.bytes();
}

/** A value that no source gives is marked with an asterisk. */
const mark = (text: string, { illustrative }: Pick<OverviewAnswer, 'illustrative'>, field: string) =>
  illustrative.some((one) => one === field) ? `${text}*` : text;

function drawStatus(paper: Paper, writing: Writing, overview: OverviewAnswer, top: number): number {
  const x = page.margin;
  const phase = `${capital(writing.code(overview.phase))}${overview.status === 'open' ? '' : ` (${writing.code(overview.status)})`}`;
  const since = mark(writing.day(overview.phaseSince), overview, 'phaseSince');
  light(paper, { x, y: top + 2, height: 11 }, overview.light, writing.code(overview.light));
  paper.text(writing.code(overview.light), x + 17, top, half - 20, { size: 11, bold: true });
  paper.text(
    `${writing.say('Phase', 'Fase')}: ${phase}, ${writing.say('since', 'siden')} ${since}`,
    x + half + 20,
    top,
    half,
    { size: 11, bold: true },
  );
  let y = top + 19;
  const { reasons } = overview;
  for (const { text, light: colour, illustrative } of reasons.slice(0, MOST_REASONS)) {
    light(paper, { x: x + 2, y: y + 2.5, height: 6 }, colour, writing.code(colour));
    y += paper.text(`${text}${illustrative ? '*' : ''}`, x + 17, y, inner - 17);
  }
  if (reasons.length === 0)
    y += paper.text(writing.say('Nothing calls for attention.', 'Intet kræver opmærksomhed.'), x + 17, y, inner - 17);
  return more(paper, writing, reasons.length - MOST_REASONS, x + 17, y);
}

function drawDues(paper: Paper, writing: Writing, on: OnPartnership, x: number, top: number): number {
  let y = heading(paper, writing.say('Overdue and next', 'Over frist og næste'), x, top, half);
  const open = dues(on, writing);
  if (open.length === 0)
    y += paper.text(writing.say('Nothing is due.', 'Intet har frist.'), x, y, half, { colour: 'quiet' });
  for (const { title, due, illustrative } of open.slice(0, MOST_DUES)) {
    const late = due < on.day;
    const when = `${writing.day(due)}${illustrative ? '*' : ''}`;
    paper.text(late ? `! ${when}` : when, x, y, 74, { bold: late, colour: late ? 'red' : 'ink' });
    y += paper.text(title, x + 78, y, half - 78) + 1.5;
  }
  return more(paper, writing, open.length - MOST_DUES, x + 78, y);
}

function drawPayments(paper: Paper, writing: Writing, { contracts }: OverviewAnswer, x: number, top: number): number {
  let y = heading(
    paper,
    writing.say('Instalments released against contract', 'Rater frigivet mod kontrakt'),
    x,
    top,
    half,
  );
  if (contracts.length === 0)
    y += paper.text(writing.say('No contract.', 'Ingen kontrakt.'), x, y, half, { colour: 'quiet' });
  for (const { partner, phases, currency, illustrative } of contracts.slice(0, MOST_CONTRACTS)) {
    const instalments = phases.flatMap((phase) => phase.instalments).filter(({ status }) => status !== 'cancelled');
    const sum = (...statuses: readonly string[]) =>
      instalments.filter(({ status }) => statuses.includes(status)).reduce((total, one) => total + one.amountOere, 0);
    const whole = sum('open', 'released', 'settled');
    const [released, settled] = [sum('released', 'settled'), sum('settled')];
    const money = (oere: number) => writing.money(oere, currency);
    const says = `${money(released)} ${writing.say('of', 'af')} ${money(whole)}${illustrative.length > 0 ? '*' : ''}`;
    const width = paper.width(says);
    paper.text(partner.name, x, y, half - width - 8);
    y += paper.text(says, x + half - width - 1, y, width + 1, { bold: false }) + 1;
    const shares = { outer: whole === 0 ? 0 : released / whole, inner: whole === 0 ? 0 : settled / whole };
    bar(
      paper,
      { x, y, width: half, height: 6 },
      shares,
      `${partner.name}: ${says}, ${writing.say('paid', 'betalt')} ${money(settled)}`,
    );
    y += 7;
    y +=
      paper.text(`${writing.say('paid', 'betalt')} ${money(settled)}`, x, y, half, { size: 7.5, colour: 'quiet' }) + 3;
  }
  return more(paper, writing, contracts.length - MOST_CONTRACTS, x, y);
}

function drawRisks(paper: Paper, writing: Writing, { risks }: OverviewAnswer, x: number, top: number): number {
  let y = heading(
    paper,
    writing.say('Open risks (likelihood × consequence)', 'Åbne risici (sandsynlighed × konsekvens)'),
    x,
    top,
    half,
  );
  const weight = ({ likelihood, consequence }: (typeof risks)[number]) => likelihood * consequence;
  const open = risks.filter((risk) => risk.open).sort((a, b) => weight(b) - weight(a));
  if (open.length === 0) y += paper.text(writing.say('None.', 'Ingen.'), x, y, half, { colour: 'quiet' });
  for (const risk of open.slice(0, MOST_RISKS)) {
    paper.text(
      `${risk.likelihood} × ${risk.consequence} = ${weight(risk)}${risk.illustrative.length > 0 ? '*' : ''}`,
      x,
      y,
      54,
      { bold: weight(risk) >= 9 },
    );
    y += paper.text(risk.title, x + 58, y, half - 58, { lines: 2 }) + 1.5;
  }
  return more(paper, writing, open.length - MOST_RISKS, x + 58, y);
}

function drawBenefits(
  paper: Paper,
  writing: Writing,
  { benefits, kpis }: OverviewAnswer,
  x: number,
  top: number,
  day: string,
): void {
  let y = heading(
    paper,
    writing.say('Benefits: planned and realised', 'Gevinster: planlagt og realiseret'),
    x,
    top,
    half,
  );
  if (benefits.length === 0) {
    paper.text(writing.say('None are planned.', 'Ingen er planlagt.'), x, y, half, { colour: 'quiet' });
    return;
  }
  const year = Number(day.slice(0, 4));
  const missing = benefits.filter((one) => one.planned && !one.realised && one.year < year).length;
  const counts = [
    `${benefits.filter(({ planned }) => planned).length} ${writing.say('planned', 'planlagt')}`,
    `${benefits.filter(({ realised }) => realised).length} ${writing.say('realised', 'realiseret')}`,
    `${missing} ${writing.say('due and not followed up', 'forfaldne og ikke fulgt op')}`,
  ];
  y += paper.text(counts.join(' · '), x, y, half, { bold: true }) + 2;
  const unit = (code: string) => kpis.find(({ definition }) => definition.code === code)?.definition.unit ?? '';
  const gain = (of: (typeof benefits)[number]['planned'], kpi: string) =>
    of === undefined
      ? writing.unknown
      : of.amountOere !== undefined
        ? writing.money(of.amountOere, 'DKK', of.bound)
        : `${writing.figure(of.amount, of.bound)} ${unit(kpi)}`;
  // What was due and not followed up stands first: it is what a reader must not miss.
  const rank = (one: (typeof benefits)[number]) => (one.realised ? 1 : one.year < year ? 0 : 2);
  const rows = [...benefits].sort((a, b) => rank(a) - rank(b) || a.year - b.year);
  for (const { kpi, party, year: of, planned, realised, illustrative } of rows.slice(0, MOST_BENEFITS)) {
    const marked = illustrative.length > 0 ? '*' : '';
    paper.text(`${of} · ${party} · ${kpi}`, x, y, half * 0.46, { colour: 'quiet' });
    const text = `${gain(planned, kpi)}${marked} → ${realised || of < year ? gain(realised, kpi) : writing.say('not due', 'ikke forfalden')}`;
    y += paper.text(text, x + half * 0.46, y, half * 0.54, { align: 'right' }) + 1;
  }
  more(paper, writing, rows.length - MOST_BENEFITS, x, y);
}
