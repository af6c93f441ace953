import type { Language } from '#platform';

/** What a column holds, which decides how its values are written. */
export type CellKind = 'text' | 'whole' | 'decimal' | 'money' | 'percent' | 'flag' | 'date' | 'instant';

const kinds: Readonly<Record<string, CellKind>> = {
  'whole-number': 'whole',
  decimal: 'decimal',
  oere: 'money',
  'basis-points': 'percent',
  flag: 'flag',
  'business-date': 'date',
  instant: 'instant',
};

/** The kind of cell for a kind of field; what is no number, date or flag is text. */
export const cellKind = (field: string): CellKind => kinds[field] ?? 'text';

/** Digits that a spreadsheet's numbers keep exactly. */
const EXACT_DIGITS = 15;

/** A whole number of hundredths as an exact decimal: -1250 is '-12.50'. */
function hundredths(value: number): string {
  const digits = String(Math.abs(value)).padStart(3, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A number of a cell as an exact decimal with a point; undefined when the cell is no number. */
function exactly(kind: CellKind, value: unknown): string | undefined {
  switch (kind) {
    case 'whole':
    case 'decimal':
      return String(value);
    case 'money':
    case 'percent':
      return hundredths(value as number);
    default:
      return undefined;
  }
}

const yes = { en: 'yes', da: 'ja' } as const;
const no = { en: 'no', da: 'nej' } as const;

/** A value as text: numbers with the reader's decimal mark, dates and times as ISO writes them. */
export function cellText(kind: CellKind, value: unknown, language: Language): string {
  if (value === undefined || value === null) return '';
  if (kind === 'flag') return (value ? yes : no)[language];
  const number = exactly(kind, value);
  if (number !== undefined) return language === 'da' ? number.replace('.', ',') : number;
  return String(value);
}

/**
 * A value as a spreadsheet's cell: a number where a spreadsheet keeps it exactly and its text where not, dates as dates,
 * percentages as shares of 1. A text is never a formula.
 */
export function cellValue(kind: CellKind, value: unknown): string | number | boolean | Date | null {
  if (value === undefined || value === null || value === '') return null;
  if (kind === 'flag') return Boolean(value);
  if (kind === 'date' || kind === 'instant') return new Date(value as string);
  const number = exactly(kind, value);
  if (number === undefined) return String(value);
  if (number.replace(/[-.]/g, '').replace(/^0+/, '').length > EXACT_DIGITS) return number;
  return kind === 'percent' ? (value as number) / 10_000 : Number(number);
}
