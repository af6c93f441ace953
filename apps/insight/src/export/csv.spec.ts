import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { csvOf, harmless, restored } from './csv.js';
import type { Column } from './tables.js';

const texts: Column[] = [0, 1, 2].map((n) => ({
  title: { en: `T${n}`, da: `T${n}` },
  kind: 'text',
  value: ([row]) => (row as string[])[n],
}));

async function written(rows: readonly (readonly string[])[], language: 'en' | 'da' = 'da'): Promise<string> {
  const pages = (async function* () {
    yield rows.map((row) => [row]);
  })();
  let text = '';
  for await (const part of csvOf({ columns: texts }, pages, { language, time: '2026-06-01T10:00:00.000Z' }))
    text += part;
  return text;
}

/** Text that is likely to hold what begins a formula or parts cells. */
const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ';', ',', '|', '\t', '\r', '\n', ' ', '＝', 'a', '1', '\u00a0'),
    maxLength: 14,
  }),
);
/** What a spreadsheet takes for a formula: it looks past blanks, and not past an apostrophe. */
const isFormula = (cell: string) => /^[\s\u200b\ufeff"]*[=+\-@＝＋－＠]/.test(cell);

describe('a text in a CSV file', () => {
  it('is never a formula, and comes back', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(isFormula(harmless(text)) || /^[\t\r]/.test(harmless(text))).toBe(false);
        expect(restored(harmless(text))).toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is no formula either when the file is opened with another separator', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(nasty, nasty, nasty), { minLength: 1, maxLength: 3 }), async (rows) => {
        const file = await written(rows);
        for (const separator of [';', ',', '\t', '|']) {
          // As a spreadsheet does: what parts cells parts them, whatever the quotes around.
          for (const cell of file
            .slice(1)
            .split(/[\r\n]+/)
            .flatMap((line) => line.split(separator)))
            expect(isFormula(cell)).toBe(false);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is quoted as RFC 4180 says, so that a parser finds every cell again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(nasty, nasty, nasty), { minLength: 1, maxLength: 3 }), async (rows) => {
        const found = parse(await written(rows), { bom: true, delimiter: ';', record_delimiter: '\r\n' }) as string[][];
        expect(found.slice(1).map((row) => row.slice(0, 3).map(restored))).toEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['  @SUM(A1)', "'  @SUM(A1)"],
    ['＝cmd', "'＝cmd"],
    ['a;=1', "a;'=1"],
    ['1 - 2 = -1', '1 - 2 = -1'],
    ['Anna-Lise', 'Anna-Lise'],
  ])('%j is written %j', (text, cell) => {
    expect(harmless(text)).toBe(cell);
  });
});

describe('a CSV file', () => {
  const number: Column = {
    title: { en: 'Gain', da: 'Gevinst' },
    kind: 'money',
    value: ([row]) => (row as number[])[0],
  };
  const one = async (language: 'en' | 'da') => {
    const pages = (async function* () {
      yield [[[-1_250_50]]];
    })();
    let text = '';
    for await (const part of csvOf({ columns: [number, texts[1]!] }, pages, { language, time: 't' })) text += part;
    return text;
  };

  it('has the separator and decimal mark of the reader, begins with a byte order mark and ends lines with CRLF', async () => {
    expect(await one('da')).toBe('\ufeffGevinst;T1;Opgjort\r\n-1250,50;;t\r\n');
    expect(await one('en')).toBe('\ufeffGain,T1,As of\r\n-1250.50,,t\r\n');
  });
});
