import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** A file that is no backup, or not what was written: the message says why. */
export class Damaged extends Error {
  override readonly name = 'Damaged';
}

/** Ends every archive, and nothing but a whole one. */
interface Seal {
  readonly lines: number;
  /** Of all lines before, each with its line feed. */
  readonly sha256: string;
}

/** Compresses to a quarter what a higher level does not get much below, in a third of its time. */
const LEVEL = 3;

/**
 * Writes lines into a compressed file that only its owner may read, and reads it back. Until that is done it has another
 * name (`.partial`), so that what an interruption leaves is not mistaken for a backup.
 *
 * @throws Damaged when what is on the disk is not what was written
 */
export async function writeArchive(path: string, pages: AsyncIterable<readonly string[]>): Promise<void> {
  const partial = `${path}.${process.pid}.partial`;
  try {
    const file = createWriteStream(partial, { mode: 0o600, flags: 'wx', flush: true });
    // Two pages at hand: one is compressed while the next is fetched.
    await pipeline(Readable.from(sealed(pages), { highWaterMark: 2 }), createGzip({ level: LEVEL }), file);
    for await (const _ of readArchive(partial));
    await rename(partial, path);
    await flushDirectory(dirname(path));
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function* sealed(pages: AsyncIterable<readonly string[]>): AsyncGenerator<string> {
  const hash = createHash('sha256');
  let lines = 0;
  for await (const page of pages) {
    if (page.length === 0) continue;
    const text = `${page.join('\n')}\n`;
    hash.update(text);
    lines += page.length;
    yield text;
  }
  yield `${JSON.stringify({ lines, sha256: hash.digest('hex') } satisfies Seal)}\n`;
}

/**
 * The lines of an archive, in pages. Only when it has ended without an error was it whole.
 *
 * @throws Damaged
 */
export async function* readArchive(path: string): AsyncGenerator<readonly string[]> {
  const unpacked = createReadStream(path)
    .on('error', (error) => unpacked.destroy(error))
    .pipe(createGunzip());
  unpacked.setEncoding('utf8');
  const hash = createHash('sha256');
  let lines = 0;
  let rest = '';
  // The last line is not one of the content's.
  let last: string | undefined;
  try {
    for await (const chunk of unpacked as AsyncIterable<string>) {
      if (!chunk.includes('\n')) {
        rest += chunk;
        continue;
      }
      const page = (rest + chunk).split('\n');
      rest = page.pop()!;
      if (last !== undefined) page.unshift(last);
      last = page.pop();
      lines += page.length;
      if (page.length > 0) hash.update(`${page.join('\n')}\n`);
      yield page;
    }
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code.startsWith('Z_')) throw new Damaged(`${path} is damaged, or no backup: ${message}`);
    throw error;
  } finally {
    unpacked.destroy();
  }
  requireSeal(path, rest === '' ? last : undefined, lines, hash);
}

function requireSeal(path: string, last: string | undefined, lines: number, hash: Hash): void {
  const seal = sealOf(last);
  if (!seal) throw new Damaged(`${path} is not whole, or no backup: it has no seal at its end`);
  if (seal.lines !== lines || seal.sha256 !== hash.digest('hex'))
    throw new Damaged(`${path} is damaged: it does not hold what was written to it`);
}

function sealOf(line: string | undefined): Seal | undefined {
  try {
    const seal = JSON.parse(line ?? '') as Partial<Seal>;
    return typeof seal.sha256 === 'string' && typeof seal.lines === 'number' ? (seal as Seal) : undefined;
  } catch {
    return undefined;
  }
}

/** A new name is on the disk once its directory is. */
async function flushDirectory(path: string): Promise<void> {
  // Windows opens no directories.
  const directory = await open(path, 'r').catch(() => undefined);
  await directory?.sync().catch(() => {});
  await directory?.close();
}
