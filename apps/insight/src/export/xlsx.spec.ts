import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';
import type { Column } from './tables.js';
import { xlsxOf } from './xlsx.js';

const columns: readonly Column[] = Array.from({ length: 20 }, (_, n) => ({
  title: { en: `Column ${n}`, da: `Kolonne ${n}` },
  kind: n % 2 === 0 ? 'text' : 'whole',
  value: ([row]) => (row as unknown[])[n],
}));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held in bytes, on the heap and in buffers beside it; garbage is not. */
function memory(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Pages of 200 rows, and how many were fetched. */
function fetched(pages: number) {
  const count = { pages: 0 };
  const made = (async function* () {
    for (let page = 0; page < pages; page += 1) {
      count.pages += 1;
      yield Array.from({ length: 200 }, (_, n) => [
        columns.map((__, c) => (c % 2 === 0 ? `Milepæl ${Math.sin(page * 200 + n + c)}` : page * 200 + n)),
      ]);
      await pause(0);
    }
  })();
  return { count, made };
}

const files = {
  csv: (pages: AsyncIterable<Iterable<object[]>>) =>
    Readable.from(csvOf({ columns }, pages, { language: 'da', time: '2026-06-01T10:00:00Z' })),
  xlsx: (pages: AsyncIterable<Iterable<object[]>>) =>
    xlsxOf([{ title: { en: 'List', da: 'Liste' }, columns, pages }], 'da', new Date('2026-06-01')),
};

describe.each(Object.entries(files))('a %s file', (_, write) => {
  it('is fetched no faster than it is read', async () => {
    const { count, made } = fetched(1_000);
    const file = write(made);
    await pause(1_500);
    expect(count.pages).toBeLessThan(12);
    const before = count.pages;
    for (let n = 0; n < 40 && count.pages === before; n += 1) {
      file.read();
      await pause(20);
    }
    expect(count.pages).toBeGreaterThan(before);
    file.destroy();
    await pause(100);
    const after = count.pages;
    await pause(300);
    expect(count.pages).toBe(after);
  });

  it('takes no more memory for 30,000 rows than for 10,000', async () => {
    const { count, made } = fetched(150);
    const held: number[] = [];
    const watched = (async function* () {
      for await (const page of made) {
        yield page;
        if (count.pages % 50 === 0) held.push(memory());
      }
    })();
    await pipeline(write(watched), new Writable({ write: (_, __, done) => setImmediate(done) }));
    const [early, , late] = held as [number, number, number];
    // The last 20,000 rows are 30 MB before they are compressed.
    expect(late - early).toBeLessThan(5e6);
  }, 120_000);
});
