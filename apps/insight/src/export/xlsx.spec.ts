import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { csvOf } from './csv.js';
import type { Column } from './tables.js';
import { xlsxOf } from './xlsx.js';

const columns: readonly Column[] = Array.from({ length: 20 }, (_, n) => ({
  title: { en: `Column ${n}`, da: `Kolonne ${n}` },
  kind: n % 2 === 0 ? 'text' : 'whole',
  value: ([row]) => (row as unknown[])[n],
}));

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

  it('takes the same memory for 20,000 rows as for 2,000', async () => {
    const heapAfter = async (pages: number) => {
      let most = 0;
      const sink = new Writable({
        write: (chunk, __, done) => {
          most = Math.max(most, process.memoryUsage().heapUsed);
          setImmediate(done);
          return chunk.length > 0;
        },
      });
      await pipeline(write(fetched(pages).made), sink);
      return most;
    };
    const few = await heapAfter(10);
    // Garbage that is not collected yet is in the figure too.
    expect((await heapAfter(100)) - few).toBeLessThan(80e6);
  });
});
