import { StoreUnavailable } from '#event-store';
import { EmbeddedPostgresError } from '#platform';
import { Damaged } from './archive.js';
import { LaterRelease } from './gateway-tables.js';
import { NoDirectory } from './make-directory.js';

/** Why nothing came of it, where the operator can do something about that; undefined for a fault of ours. */
export function refusalOf(error: unknown): string | undefined {
  const known = [Damaged, LaterRelease, NoDirectory, EmbeddedPostgresError, StoreUnavailable].some(
    (kind) => error instanceof kind,
  );
  const ofSystem = (error as NodeJS.ErrnoException).syscall !== undefined;
  return known || ofSystem ? (error as Error).message.replace(/\.$/, '') : undefined;
}
