import { StoreUnavailable } from '#event-store';
import { BadConfig } from './config/config.js';
import { EmbeddedPostgresError } from './embedded-postgres/error.js';

/** What a server process has to do with its surroundings. */
export interface Surroundings {
  /** Tells the operator, in a line. */
  say(line: string): void;
  /** What is to be done before the process ends on a signal, from now on. Until it is said, nothing was accepted. */
  finishBy(finish: () => Promise<void>): void;
}

/** Runs a server until SIGINT or SIGTERM. What an operator can mend is told in a sentence, and ends it with 1. */
export function runServer(start: (surroundings: Surroundings) => Promise<void>): void {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  let finish = async () => {};
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await finish();
    say('Stopped.');
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop().catch(giveUp));
  const finishBy = (work: () => Promise<void>) => {
    finish = async () => {
      say('\nFinishing what was accepted …');
      await work();
    };
  };
  start({ say, finishBy }).catch(giveUp);
}

/** The message, and what lies behind it: several failed addresses of one server have a code in place of a message. */
function told({ message, cause }: Error): string {
  if (!(cause instanceof Error)) return message;
  return `${message}: ${cause.message || (cause as NodeJS.ErrnoException).code}`;
}

/** What the operating system will not do, where the operator can change that. */
function aboutSystem({ code = '', path }: NodeJS.ErrnoException): string | undefined {
  if (code === 'EADDRINUSE') return 'The port is taken: stop what listens there, or set PORT.';
  if (path === undefined || !['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC'].includes(code))
    return undefined;
  return `${path} cannot be used (${code}): set DATA_DIR to a directory that the user who starts this may write to.`;
}

/** What an operator can mend is told in a sentence; anything else is a fault of ours and keeps its stack. */
function giveUp(error: unknown): never {
  const mendable = [BadConfig, EmbeddedPostgresError, StoreUnavailable].some((kind) => error instanceof kind);
  const ofSystem = aboutSystem(error as NodeJS.ErrnoException);
  process.stderr.write(
    `${ofSystem ?? (mendable ? told(error as Error) : ((error as Error).stack ?? String(error)))}\n`,
  );
  process.exit(1);
}
