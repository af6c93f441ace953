import { OtherStore } from '#event-store';

/** What a failure in a subscription leads to. */
export type OnFailure = 'retry' | 'park' | 'stop';

/**
 * Whose fault it is. PostgreSQL refusing the data (SQLSTATE classes 22, 23, and 54, too large) is the event's: park.
 * Statements that do not fit the tables (42) will fail for every event: stop. All else is taken for a server that is
 * away, busy or restarting, which is nobody's event's fault: retry.
 */
export function faultOf(error: unknown): OnFailure {
  const code = sqlState(error);
  if (/^(22|23|54)/.test(code)) return 'park';
  if (/^42/.test(code) || error instanceof WrongVersion || error instanceof OtherStore) return 'stop';
  return 'retry';
}

function sqlState(error: unknown): string {
  const code = error instanceof Error && 'severity' in error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

/** The tables were built by another version of the projection, or were altered since they were built. */
export class WrongVersion extends Error {
  override readonly name = 'WrongVersion';
  constructor(projection: string, built: number, version: number) {
    const cause = built === version ? 'altered since' : `built by version ${built}, and this is version ${version}`;
    super(
      `The tables of ${projection} were ${cause}: they are served as they are until they are built anew and switched to (npm run projections -- rebuild)`,
    );
  }
}

/** A projection did not reach a position in the time given. Repeating later is likely to help. */
export class NotThereYet extends Error {
  override readonly name = 'NotThereYet';
  constructor(
    readonly projection: string,
    readonly wanted: number,
    readonly position: number,
  ) {
    super(`${projection} is at ${position} and not yet at ${wanted}`);
  }
}
