import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Damaged, readArchive, writeArchive } from './archive.js';

const lines = [
  'Ærø 🐷 \\u0000',
  Array.from({ length: 100_000 }, (_, n) => Math.imul(n, 2_654_435_761)).join(),
  ...Array.from({ length: 2_000 }, (_, n) => JSON.stringify({ n, drawn: Math.imul(n, 2_654_435_761) })),
];
let folder: string;
let path: string;

async function* pages(given = lines, size = 7) {
  for (let from = 0; from < given.length; from += size) yield given.slice(from, from + size);
}
const read = async (from = path) => {
  const found: string[] = [];
  for await (const page of readArchive(from)) found.push(...page);
  return found;
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medspil-archive-'));
  path = join(folder, 'kept.backup');
  await writeArchive(path, pages());
});
afterEach(() => rm(folder, { recursive: true }));

describe('an archive', () => {
  it('gives back what was written, and only its owner may read it', async () => {
    expect(await read()).toEqual(lines);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['kept.backup']);
  });

  it('may hold nothing', async () => {
    await writeArchive(join(folder, 'empty'), pages([]));
    expect(await read(join(folder, 'empty'))).toEqual([]);
  });

  it('is refused when it ends early', async () => {
    const whole = await readFile(path);
    for (const length of [0, 1, 20, whole.length >> 1, whole.length - 9, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, length));
      await expect(read()).rejects.toThrow(Damaged);
    }
  });

  it('is refused when a bit has changed, unless it is one that says nothing', async () => {
    const whole = await readFile(path);
    let refused = 0;
    for (let n = 0; n < 30; n++) {
      const changed = Buffer.from(whole);
      // The last bytes of the header tell times and systems, which are nobody's content.
      const at = 10 + Math.floor(((whole.length - 11) * n) / 29);
      changed[at]! ^= 1 << (n % 8);
      await writeFile(path, changed);
      const found = await read().catch((error: Error) => error);
      if (found instanceof Damaged) refused++;
      else expect(found).toEqual(lines);
    }
    expect(refused).toBeGreaterThan(25);
  });

  it('is refused when it was packed anew without a line, or with another one', async () => {
    const all = gunzipSync(await readFile(path))
      .toString()
      .split('\n');
    for (const other of [all.toSpliced(5, 1), all.toSpliced(5, 0, 'x'), all.slice(0, -2), all.toSpliced(9, 1, 'x')]) {
      await writeFile(path, gzipSync(other.join('\n')));
      await expect(read()).rejects.toThrow(Damaged);
    }
    await writeFile(path, 'no archive');
    await expect(read()).rejects.toThrow('no backup');
  });

  it('leaves nothing when it cannot be written to its end', async () => {
    async function* interrupted() {
      yield lines;
      throw new Error('The store is away');
    }
    await expect(writeArchive(join(folder, 'other'), interrupted())).rejects.toThrow('The store is away');
    expect(await readdir(folder)).toEqual(['kept.backup']);
  });
});
