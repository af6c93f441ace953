import { PassThrough, type Readable, type Writable } from 'node:stream';
import exceljs from 'exceljs';
import type { Language } from '#platform';
import { type CellKind, cellValue } from './cell.js';
import type { Row, Table } from './tables.js';

/** A sheet to be: its name, its columns, and its rows as they come. */
export interface Sheet extends Pick<Table, 'title' | 'columns'> {
  readonly pages: AsyncIterable<Iterable<Row>>;
}

/** Most characters a cell of a spreadsheet holds. */
const LONGEST_TEXT = 32_767;

const formats: Readonly<Partial<Record<CellKind, string>>> = {
  money: '#,##0.00',
  percent: '0.00%',
  date: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm:ss"Z"',
};
const widths: Readonly<Record<CellKind, number>> = {
  text: 28,
  whole: 12,
  decimal: 14,
  money: 18,
  percent: 12,
  flag: 10,
  date: 13,
  instant: 22,
};

const fitting = (value: ReturnType<typeof cellValue>) =>
  typeof value === 'string' && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT - 1)}…` : value;

/**
 * Waits until what was written into a stream has gone further, or nobody reads the output any more. Asked by an empty
 * write: old streams that exceljs brings along do not tell whether they are full.
 */
function taken(stream: Writable, output: PassThrough): Promise<void> {
  if (output.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      output.off('close', done);
      resolve();
    };
    output.on('close', done);
    stream.write('', done);
  });
}

/** What a sheet is written into on its way to be compressed: exceljs writes and never waits, and does not show it. */
const behind = (sheet: exceljs.Worksheet) =>
  (sheet as unknown as { stream: { pipes: readonly Writable[] } }).stream.pipes;

/** Names of sheets: at most 31 characters, none of []:*?/\ and none twice. */
function sheetNames(sheets: readonly Sheet[], language: Language): readonly string[] {
  const names: string[] = [];
  for (const { title } of sheets) {
    const name = title[language]
      .replace(/: /g, ' – ')
      .replace(/[[\]:*?/\\]/g, ' ')
      .slice(0, 31);
    const same = names.filter((other) => other.slice(0, 28).toLowerCase() === name.slice(0, 28).toLowerCase()).length;
    names.push(same === 0 ? name : `${name.slice(0, 28)} ${same + 1}`);
  }
  return names;
}

/**
 * A workbook that is written as it is read: a page is fetched when the reader has taken the page before. A fault on the
 * way breaks it off, so that half of it is never taken for the whole.
 */
export function xlsxOf(sheets: readonly Sheet[], language: Language, created: Date): Readable {
  const output = new PassThrough();
  // Whoever reads it hears of the fault; that somebody does is not for sure.
  output.on('error', () => {});
  write(output, sheets, language, created).catch((error: Error) => output.destroy(error));
  return output;
}

async function write(output: PassThrough, sheets: readonly Sheet[], language: Language, created: Date): Promise<void> {
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream: output,
    useStyles: true,
    useSharedStrings: false,
    // Undeclared: it packs with archiver, which else takes a megabyte at each end before it waits for the reader.
    zip: { highWaterMark: 16_384 } as object,
  });
  Object.assign(workbook, { creator: 'Medspil', lastModifiedBy: 'Medspil', created, modified: created });
  const names = sheetNames(sheets, language);
  for (const [n, { columns, pages }] of sheets.entries()) {
    const sheet = workbook.addWorksheet(names[n], { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = columns.map(({ title, kind }) => ({
      header: title[language],
      width: Math.max(widths[kind], Math.min(30, title[language].length + 2)),
      ...(formats[kind] && { style: { numFmt: formats[kind] } }),
    }));
    sheet.getRow(1).font = { bold: true };
    sheet.getRow(1).commit();
    let last = 1;
    for await (const rows of pages) {
      for (const row of rows) {
        sheet.addRow(columns.map(({ kind, value }) => fitting(cellValue(kind, value(row, language))))).commit();
        last += 1;
      }
      for (const stream of behind(sheet)) await taken(stream, output);
      if (output.destroyed) return;
    }
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: last, column: columns.length } };
    sheet.commit();
  }
  await workbook.commit();
}
