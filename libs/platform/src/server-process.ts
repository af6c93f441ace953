import pg from 'pg';
import { StoreUnavailable } from '#event-store';
import { BadConfig, type Stopping } from './config/config.js';
import { EmbeddedPostgresError } from './embedded-postgres/error.js';
import { harmless, loggedError } from './http/logged-error.js';

/** How a process speaks to whoever runs it. */
export interface Voice {
  say(line: string): void;
  /** What it ends for: what an operator can mend in a sentence, or else the error itself. */
  fail(why: string | Error): void;
}

/** What a server process has to do with its surroundings. */
export interface Surroundings {
  /** Tells the operator, in a line. */
  say(line: string): void;
  /** What is to be done before the process ends on a signal, from now on. Until it is said, nothing was accepted. */
  finishBy(finish: () => Promise<void>, stopping: Stopping): void;
}

/** A signal within so many milliseconds of the first is the same one: npm passes on what a terminal has sent already. */
const ECHO = 500;

const toPeople: Voice = {
  say: (line) => void process.stdout.write(`${line}\n`),
  fail(why) {
    const { type, message, stack = '' } = loggedError(why);
    process.stderr.write(typeof why === 'string' ? `${why}\n` : `${type}: ${message}\n${stack}\n`);
  },
};

/**
 * Runs a server until SIGINT or SIGTERM. What an operator can mend is told in a sentence, and ends it with 1; so does
 * what cannot be finished in time. A second signal ends it at once.
 */
export function runServer(start: (surroundings: Surroundings) => Promise<void>, voice: Voice = toPeople): void {
  const end = (why: string | Error): never => {
    voice.fail(why);
    process.exit(1);
  };
  const giveUp = (error: unknown) =>
    end(mendable(error) ?? (error instanceof Error ? error : new Error(String(error))));
  let finish = async () => {};
  let stopping: number | undefined;
  const stop = async () => {
    if (stopping !== undefined && performance.now() - stopping > ECHO) end('Stopped at once, by a second signal.');
    if (stopping !== undefined) return;
    stopping = performance.now();
    await finish();
    voice.say('Stopped.');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop().catch(giveUp));
  process.on('uncaughtException', giveUp);
  const finishBy: Surroundings['finishBy'] = (work, { within }) => {
    finish = async () => {
      voice.say('Finishing what was accepted …');
      const late = () => end(`Stopped after ${within} s (STOP_SECONDS), before everything was finished.`);
      setTimeout(late, within * 1_000);
      await work();
    };
  };
  start({ say: (line) => voice.say(line), finishBy }).catch(giveUp);
}

/** What an operator can mend, in a sentence; undefined for a fault of ours. */
export function mendable(error: unknown): string | undefined {
  const elsewhere =
    aboutSystem(error as NodeJS.ErrnoException) ?? refusedByPostgres(error) ?? refusedByKurrentDb(error);
  if (elsewhere) return elsewhere;
  const known = [BadConfig, EmbeddedPostgresError, StoreUnavailable].some((kind) => error instanceof kind);
  return known ? told(error as Error) : undefined;
}

/** The message, and what lies behind it: several failed addresses of one server have a code in place of a message. */
function told({ message, cause }: Error): string {
  if (!(cause instanceof Error)) return message;
  return `${message}: ${harmless(cause.message) || (cause as NodeJS.ErrnoException).code}`;
}

/** A server that is there, and knows no such user, password or database, or no such right. */
function refusedByPostgres(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (!(error instanceof pg.DatabaseError && /^(28|3D|42501)/.test(error.code ?? '')))
    return refusedByPostgres(error.cause);
  return `PostgreSQL refuses: ${harmless(error.message)}. Mend EVENT_STORE_URL or READ_MODEL_URL, whichever it is, or the server.`;
}

/** The event store says in its own words what the user lacks. */
function refusedByKurrentDb(error: unknown): string | undefined {
  if (!(error instanceof Error && (error.cause as { type?: unknown } | undefined)?.type === 'access-denied'))
    return undefined;
  return `${error.message}.`;
}

/** What the operating system will not do, where the operator can change that. */
function aboutSystem({ code = '', path, syscall }: NodeJS.ErrnoException): string | undefined {
  if (code === 'EADDRINUSE') return 'The port is taken: stop what listens there, or set PORT.';
  if (code === 'EADDRNOTAVAIL' || (code === 'ENOTFOUND' && syscall === 'getaddrinfo'))
    return `HOST is no address of this machine (${code}): set it to one that is, or to 0.0.0.0 for all.`;
  if (code === 'EACCES' && syscall === 'listen')
    return 'The port is one that the user who starts this may not take: set PORT to one above 1023.';
  if (path === undefined || !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC'].includes(code))
    return undefined;
  return `${path} cannot be used (${code}): set DATA_DIR to a directory that the user who starts this may write to.`;
}
