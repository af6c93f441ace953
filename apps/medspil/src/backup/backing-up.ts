import { lstat, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type MovableEventStore, openEventStore } from '#event-store';
import { writeArchive } from './archive.js';
import { lineOf, linesOf } from './content.js';
import { gatewayLines } from './gateway-tables.js';
import { makeDirectory } from './make-directory.js';
import { Pace, type Say } from './pace.js';
import { refusalOf } from './refusal.js';

export interface Original {
  readonly eventStoreUrl: string;
  readonly readModelUrl: string;
  /** Where the signing key is. */
  readonly dataDirectory: string;
}

/**
 * Writes a backup while the product may serve: of one moment, and read back before it says that it is done. `to` is a
 * file that is not there yet, or a folder. Answers the exit code.
 */
export async function backUp(original: Original, to: string, say: Say): Promise<number> {
  const at = new Date().toISOString();
  try {
    const path = await placeFor(to, at);
    if (await lstat(path).catch(() => undefined)) {
      say(`Refused: ${path} is there already, and is left as it is.`);
      return 1;
    }
    const store = await openEventStore(original.eventStoreUrl);
    try {
      const pace = new Pace(say);
      await writeArchive(path, pace.over(contentOf(original, store, at, pace)));
      say(`Done: ${pace.told()} in ${path}, written and read back. It holds the signing key: keep it from others.`);
      return 0;
    } finally {
      await store.close();
    }
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    say(`There is no backup: ${refusal}.`);
    return 1;
  }
}

async function placeFor(to: string, at: string): Promise<string> {
  const isFolder = to.endsWith('/') || (await stat(to).catch(() => undefined))?.isDirectory() === true;
  const path = isFolder ? join(to, `medspil-${at.replaceAll(':', '-')}.backup`) : to;
  const folder = dirname(resolve(path));
  await makeDirectory(folder, 0o700);
  return join(folder, basename(path));
}

async function* contentOf(
  { readModelUrl, dataDirectory }: Original,
  store: MovableEventStore,
  at: string,
  pace: Pace,
): AsyncGenerator<readonly string[]> {
  yield [lineOf(['backup', { version: 1, at }])];
  const key = await readFile(join(dataDirectory, 'signing-key.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    // Tokens of an identity provider need none.
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (key !== undefined) yield [lineOf(['key', key])];
  // Before the events, so that none of these rows is about an event that is not there.
  yield* gatewayLines(readModelUrl);
  const head = await store.head();
  pace.of = await store.count(head);
  yield* linesOf(store, head);
}
