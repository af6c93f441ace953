import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedPostgresError } from './error.js';
import type { Programs } from './programs.js';

/** A PostgreSQL server as its own lock file tells of it. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

const START_SECONDS = 60;
const STOP_SECONDS = 30;

/** The server running on a data directory, if any. A lock file whose process is gone, or is another program, is removed. */
export async function runningServer(data: string): Promise<RunningServer | undefined> {
  const file = join(data, 'postmaster.pid');
  const lines = await readFile(file, 'utf8').then(
    (text) => text.split('\n'),
    () => undefined,
  );
  const pid = Number(lines?.[0]);
  if (!lines || !pid) return undefined;
  if (isAlive(pid) && isPostgres(pid)) return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  await rm(file, { force: true });
  return undefined;
}

/**
 * Starts the server and waits until it takes connections; it is told to stop when this process exits, however far it got.
 * What it says goes to `logFile`, begun anew each time.
 */
export async function launch(
  { postgres, runAs }: Programs,
  data: string,
  logFile: string,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const output = await open(logFile, 'w', 0o600);
  const child = spawn(postgres, ['-D', data, ...flags], {
    ...runAs,
    cwd: '/',
    // A process group of its own: Ctrl-C must reach the program, which stops the server when it is done with it.
    detached: true,
    stdio: ['ignore', output.fd, output.fd],
  });
  child.unref();
  await new Promise<void>((settle, fail) => child.once('spawn', settle).once('error', fail));
  const stopWithProcess = () => child.kill('SIGINT');
  process.once('exit', stopWithProcess);
  child.once('exit', () => process.off('exit', stopWithProcess));
  await output.close();
  const deadline = Date.now() + START_SECONDS * 1000;
  while (child.exitCode === null && child.signalCode === null) {
    const running = await runningServer(data);
    if (running?.ready && running.pid === child.pid) return child;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      break;
    }
    await pause(10);
  }
  const said = readFileSync(logFile, 'utf8').trim().split('\n').slice(-5).join('\n');
  throw new EmbeddedPostgresError(`PostgreSQL did not start:\n${said}`);
}

/** Stops a server: open connections are cut, what was committed is written down. */
export async function stopServer(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    const deadline = Date.now() + STOP_SECONDS * 1000;
    while (isAlive(pid) && Date.now() < deadline) await pause(10);
  }
  if (isAlive(pid)) throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) does not stop.`);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // Ended, but not yet collected by its parent: in a container nobody may ever do so.
  return linuxProcess(pid)?.state !== 'Z';
}

// After a reboot the number in the lock file may be another program's, which must be neither waited for nor killed.
function isPostgres(pid: number): boolean {
  return linuxProcess(pid)?.command.startsWith('postgres') ?? true;
}

function linuxProcess(pid: number): { command: string; state: string } | undefined {
  try {
    const [, command, state] = /^\d+ \((.*)\) (.)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))!;
    return { command: command!, state: state! };
  } catch {
    return undefined;
  }
}
