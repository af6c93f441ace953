import type { FigureAnswer, KpiAnswer, ResultAnswer } from '../kpis/answer.js';
import { type Box, bullet, line } from './charts.js';
import { heading, more } from './frame.js';
import { type Colour, colours, inner, type Paper, page } from './paper.js';
import type { Writing } from './writing.js';

const tones: Readonly<Record<string, Colour>> = {
  'on-target': 'green',
  'within-tolerance': 'amber',
  'off-target': 'red',
};

const columns = [
  { en: 'KPI', da: 'KPI', width: 156, align: 'left' },
  { en: 'Baseline', da: 'Baseline', width: 46, align: 'right' },
  { en: 'Actual', da: 'Faktisk', width: 50, align: 'right' },
  { en: 'Target', da: 'Mål', width: 50, align: 'right' },
  { en: '', da: '', width: 84, align: 'left' },
  { en: 'Way', da: 'Vej', width: 38, align: 'right' },
  { en: 'Status and evidence', da: 'Status og evidens', width: 91, align: 'left' },
] as const;

/** Where each column begins. */
const starts = columns.map((_, n) => page.margin + columns.slice(0, n).reduce((sum, { width }) => sum + width, 0));

/** A KPI with one of its results of the strongest evidence, or with none: partners are never blended. */
function rowsOf(kpis: readonly KpiAnswer[]): readonly { readonly kpi: KpiAnswer; readonly result?: ResultAnswer }[] {
  return kpis.flatMap((kpi) => {
    const strongest = kpi.results.filter(({ evidenceLevel }) => evidenceLevel === kpi.results[0]!.evidenceLevel);
    return strongest.length === 0 ? [{ kpi }] : strongest.map((result) => ({ kpi, result }));
  });
}

const number = (value: string | undefined) => (value === undefined ? undefined : Number(value));
const knownOf = (figure: FigureAnswer | undefined) => (figure?.known ? number(figure.value) : undefined);

/** A baseline as one number; of a ratio, its numerator by its denominator. */
function baselineOf({ baseline }: KpiAnswer): string | undefined {
  if (!baseline) return undefined;
  const { value, numerator, denominator } = baseline;
  if (value !== undefined || numerator === undefined || Number(denominator ?? 0) === 0) return value;
  return String(Number(numerator) / Number(denominator));
}

/** The KPIs with their figures, a row each; answers where the page goes on. */
export function drawKpis(
  paper: Paper,
  writing: Writing,
  kpis: readonly KpiAnswer[],
  top: number,
  most: number,
): number {
  const rows = rowsOf(kpis);
  let y = heading(paper, writing.say('KPIs', 'KPI’er'), page.margin, top, inner);
  if (rows.length === 0)
    return y + paper.text(writing.say('None are defined.', 'Ingen er defineret.'), page.margin, y, inner);
  for (const [n, column] of columns.entries()) {
    const title = writing.say(column.en, column.da);
    paper.text(title, starts[n]!, y, column.width - 6, { size: 7, colour: 'quiet', align: column.align });
  }
  y += 11;
  for (const { kpi, result } of rows.slice(0, most)) {
    drawRow(paper, writing, kpi, result, y);
    y += 21.5;
    paper.decoration((document) => {
      document.rect(page.margin, y - 2, inner, 0.4).fill(colours.line);
    });
  }
  return more(paper, writing, rows.length - most, page.margin, y);
}

function drawRow(paper: Paper, writing: Writing, kpi: KpiAnswer, result: ResultAnswer | undefined, y: number): void {
  const { definition, target, illustrative } = kpi;
  const marked = (field: string) => (illustrative.some((one) => one.split('.')[0] === field) ? '*' : '');
  const cell = (n: number, text: string, down = 0, bold = false, colour: Colour = 'ink') =>
    paper.text(text, starts[n]!, y + down, columns[n]!.width - 6, {
      size: down > 0 ? 7 : 8.5,
      bold,
      colour,
      align: columns[n]!.align,
    });
  const baseline = baselineOf(kpi);
  const actual = result?.latest.known ? result.latest.value : undefined;
  const bound = result?.latest.bound;
  const status = result?.status ?? kpi.status ?? 'no-data';
  const figures = {
    baseline: baseline === undefined ? '–' : `${writing.figure(baseline, kpi.baseline?.bound)}${marked('baseline')}`,
    actual: `${writing.figure(actual, bound)}${actual === undefined ? '' : marked('measurements')}`,
    target: aimOf(writing, kpi, marked('target')),
  };
  cell(0, definition.name, 0, definition.primary);
  cell(
    0,
    [definition.unit, ...(result?.partner === undefined ? [] : [result.partner])].join(' · '),
    10.5,
    false,
    'quiet',
  );
  cell(1, figures.baseline);
  cell(2, figures.actual, 0, true, actual === undefined ? 'quiet' : 'ink');
  cell(3, figures.target);
  const colour = tones[status] ?? 'quiet';
  const says = `${definition.name}: ${columns
    .slice(1, 4)
    .map((column, n) => `${writing.say(column.en, column.da)} ${Object.values(figures)[n]}`)
    .join(', ')}`;
  const box = { x: starts[4]! + 4, y: y + 2, width: columns[4].width - 14, height: 11 };
  const known = { baseline: number(baseline), actual: number(actual), target: number(target?.value) };
  bullet(paper, box, { ...known, bound, colour }, says);
  const { basisPoints, bound: wayBound } = result?.attainment ?? {};
  const sign = wayBound === 'at-least' ? '≥ ' : wayBound === 'at-most' ? '≤ ' : '';
  cell(5, basisPoints === undefined ? '–' : `${sign}${writing.percent(basisPoints)}`);
  cell(6, writing.code(status), 0, true, colour);
  cell(6, result ? writing.code(result.evidenceLevel) : '', 10.5, false, 'quiet');
}

function aimOf(writing: Writing, { definition: { range }, target }: KpiAnswer, mark: string): string {
  if (range) return `${writing.figure(range.low)}–${writing.figure(range.high)}`;
  return target ? `${writing.figure(target.value, target.bound)}${mark}` : '–';
}

/** The course of the first KPI over its periods. */
export function primaryCourse(
  paper: Paper,
  writing: Writing,
  kpis: readonly KpiAnswer[],
  { x, y, width, height }: Box,
): void {
  const kpi = kpis.find(({ results }) => results.some(({ series }) => series.length > 0)) ?? kpis[0];
  const result = kpi?.results.find(({ series }) => series.length > 0);
  const title = kpi ? `${writing.say('Course', 'Forløb')}: ${kpi.definition.name}` : writing.say('Course', 'Forløb');
  const top = heading(paper, title, x, y, width);
  if (!kpi || !result) {
    paper.text(writing.say('Nothing is measured: unknown.', 'Intet er målt: ukendt.'), x, top, width, {
      colour: 'quiet',
    });
    return;
  }
  const points = result.series.map(({ figure }) => knownOf(figure));
  const baseline = number(baselineOf(kpi));
  const target = number(kpi.target?.value);
  const figures = result.series.map(
    ({ period, figure }) =>
      `${writing.day(period.to)}: ${writing.figure(figure.known ? figure.value : undefined, figure.bound)}`,
  );
  const chart = { x, y: top + 2, width: width - 52, height: height - 34 };
  const level = line(paper, chart, { points, baseline, target }, `${kpi.definition.name}. ${figures.join('; ')}`);
  const labels = [
    { value: baseline, text: `${writing.say('baseline', 'baseline')} ${writing.figure(baselineOf(kpi))}` },
    { value: target, text: `${writing.say('target', 'mål')} ${writing.figure(kpi.target?.value, kpi.target?.bound)}` },
  ].flatMap(({ value, text }) => (value === undefined ? [] : [{ at: level(value) - 4, text }]));
  const [first, second] = labels.sort((a, b) => a.at - b.at);
  const below = first && second && second.at - first.at < 9 ? first.at + 9 : second?.at;
  if (first) paper.text(first.text, chart.x + chart.width + 4, first.at, 56, { size: 7, colour: 'quiet' });
  if (second) paper.text(second.text, chart.x + chart.width + 4, below!, 56, { size: 7, colour: 'quiet' });
  const ends = top + 2 + chart.height + 2;
  const [begin, end] = [result.series[0]!, result.series.at(-1)!];
  paper.text(writing.day(begin.period.from), x, ends, chart.width / 2, { size: 7, colour: 'quiet' });
  paper.text(writing.day(end.period.to), x + chart.width / 2, ends, chart.width / 2, {
    size: 7,
    colour: 'quiet',
    align: 'right',
  });
  const about = [result.partner, writing.code(result.evidenceLevel)].filter((one) => one !== undefined).join(' · ');
  paper.text(`${kpi.definition.unit} · ${about}`, x, ends + 10, width, { size: 7, colour: 'quiet' });
}
