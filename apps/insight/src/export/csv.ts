import { stringify } from 'csv-stringify/sync';
import type { Language } from '#platform';
import { type CellKind, cellText } from './cell.js';
import type { Row, Table } from './tables.js';

/** What a spreadsheet takes for the beginning of a formula; full-width signs are read like the others. */
const sign = '[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]';
const atStart = new RegExp(`^(?:['"\\s\\u200b\\ufeff]*${sign}|'*[\\t\\r])`);
// Opened with another separator than it was written with, a text falls apart where that separator stands.
const within = new RegExp(`([;,|\\t\\r\\n]['"\\s\\u200b\\ufeff]*)(?=${sign})`, 'g');

/** A text that no spreadsheet takes for a formula: an apostrophe stands before what would begin one. */
export function harmless(text: string): string {
  const inside = text.replace(within, "$1'");
  return atStart.test(inside) ? `'${inside}` : inside;
}

/** The text that was made harmless. */
export function restored(cell: string): string {
  const text = cell.startsWith("'") && atStart.test(cell.slice(1)) ? cell.slice(1) : cell;
  return text.replace(new RegExp(`([;,|\\t\\r\\n]['"\\s\\u200b\\ufeff]*)'(?=${sign})`, 'g'), '$1');
}

const cell = (kind: CellKind, value: unknown, language: Language) => {
  const text = cellText(kind, value, language);
  return kind === 'text' ? harmless(text) : text;
};

/**
 * A table as CSV (RFC 4180, UTF-8 with a byte order mark), a text for each page. Danish readers get the semicolon and
 * decimal comma that their spreadsheets expect, English ones the comma and decimal point. The last column says as of when.
 */
export async function* csvOf(
  { columns }: Pick<Table, 'columns'>,
  pages: AsyncIterable<Iterable<Row>>,
  { language, time }: { readonly language: Language; readonly time: string },
): AsyncGenerator<string> {
  const format = { delimiter: language === 'da' ? ';' : ',', record_delimiter: '\r\n' };
  const head = [...columns.map(({ title }) => harmless(title[language])), { en: 'As of', da: 'Opgjort' }[language]];
  yield stringify([head], { ...format, bom: true });
  for await (const rows of pages) {
    const lines: string[][] = [];
    for (const row of rows) {
      lines.push([...columns.map(({ kind, value }) => cell(kind, value(row, language), language)), time]);
    }
    if (lines.length > 0) yield stringify(lines, format);
  }
}
