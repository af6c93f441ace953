import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

/** Whether `npm run contracts` runs: then what others build on is written anew instead of compared. */
export const writing = process.env.WRITE_CONTRACTS !== undefined;

/** A text as it stands in the repository; while writing, as it is given. */
export function asWritten(path: string, text: string): string {
  const file = join(repository, path);
  if (writing) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

export const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The JSON files of a directory, by name. */
export const filesOf = (path: string): ReadonlyMap<string, Readonly<Record<string, unknown>>> => {
  const directory = join(repository, path);
  const names = existsSync(directory) ? readdirSync(directory) : [];
  return new Map(
    names.map((name) => [name.replace(/\.json$/, ''), JSON.parse(readFileSync(join(directory, name), 'utf8'))]),
  );
};
