import { mkdir, stat } from 'node:fs/promises';

/** A directory is not there and cannot be made: the message says which, and what to do. */
export class NoDirectory extends Error {
  override readonly name = 'NoDirectory';
}

/**
 * Makes a directory unless it is there, and none above it: where none may be, as below `/proc`, Node would try for ever.
 *
 * @throws NoDirectory
 */
export async function makeDirectory(path: string, mode?: number): Promise<void> {
  const failure = await mkdir(path, { ...(mode !== undefined && { mode }) }).catch(
    (error: NodeJS.ErrnoException) => error,
  );
  if (!failure || (await stat(path).catch(() => undefined))?.isDirectory()) return;
  throw new NoDirectory(
    `${path} is no directory and cannot be made (${failure.code}): make it first, or name another one`,
  );
}
