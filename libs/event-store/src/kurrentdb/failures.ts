import { StoreUnavailable } from '../store.js';

/** gRPC codes of a server that is away, restarting, choosing a leader, or too slow: asking again later is safe. */
const AWAY: ReadonlySet<unknown> = new Set([1, 4, 8, 10, 13, 14, 15]);
const AWAY_TYPES: ReadonlySet<unknown> = new Set([
  'unavailable',
  'deadline-exceeded',
  'cancelled',
  'timeout',
  'not-leader',
]);
/** What the client says of lost connections that it has neither a code nor a type for, */
const AWAY_WORDS = /unavailable|connect|transport|broken pipe|timed? ?out|deadline|not.?leader|h2 protocol|channel/i;
/** and of a cluster none of whose nodes answers. */
const NOT_DISCOVERED = /^Failed to discover /;

/** What went wrong as the port names it: a server that is away, or a failure that repeating does not cure. */
export function named(error: unknown): Error {
  if (error instanceof StoreUnavailable) return error;
  const { type = bareType(error), code, message = '' } = error as { type?: unknown; code?: unknown; message?: string };
  const away =
    AWAY_TYPES.has(type) ||
    AWAY.has(code) ||
    (type === 'unknown' && AWAY_WORDS.test(message)) ||
    NOT_DISCOVERED.test(message);
  if (away) return new StoreUnavailable('The event store cannot be reached', { cause: error });
  if (type === 'access-denied') {
    return new Error('KurrentDB refuses the user of EVENT_STORE_URL: it must be allowed to read $all and to append', {
      cause: error,
    });
  }
  if (type === 'maximum-append-size-exceeded') {
    return new Error('An append is larger than KurrentDB takes: raise its MaxAppendSize, to 16777216 at best', {
      cause: error,
    });
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** Some calls of the client reject with the bare error of gRPC. */
function bareType(error: unknown): string | undefined {
  const { metadata } = error as { metadata?: { get?: (key: string) => unknown[] } };
  return metadata?.get?.('exception')[0]?.toString();
}

/** A call that settles in time, or is given up: the client waits for ever for some of its answers. */
export async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new StoreUnavailable(`The event store did not answer within ${milliseconds} ms`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw named(error);
  } finally {
    clearTimeout(timer);
  }
}
