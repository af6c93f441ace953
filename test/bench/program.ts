import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

/** A program of the operator, run as it is in daily use. */
export interface Program {
  readonly child: ChildProcess;
  /** Of the Node that does the work, below npm. */
  readonly pid: number;
  /** What it has said, and when, in milliseconds since it was started. */
  readonly said: readonly { readonly line: string; readonly at: number }[];
  /** Resident memory in MB, four times a second. */
  readonly samples: readonly number[];
  /** Milliseconds from its start to its end. Rejects when it ends with anything but 0. */
  readonly ended: Promise<number>;
}

/** Runs `npm run <name> -- <args>`. */
export async function start(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Program> {
  const began = performance.now();
  const child = spawn('npm', ['run', '--silent', name, '--', ...args], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: { line: string; at: number }[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => said.push({ line, at: performance.now() - began }));
  const ended = once(child, 'close').then(([code]) => {
    if (code === 0) return performance.now() - began;
    throw new Error(`${name} ended with ${code}:\n${said.map(({ line }) => line).join('\n')}`);
  });
  // Whoever kills it does not wait for its end.
  ended.catch(() => {});
  let pid: number | undefined;
  while (pid === undefined) {
    if (child.exitCode !== null) await ended;
    await pause(20);
    pid = await nodeBelow(child.pid!, `/${name}.js`);
  }
  const samples: number[] = [];
  const sampling = setInterval(async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const resident = /VmRSS:\s+(\d+)/.exec(status)?.[1];
    if (resident) samples.push(Number(resident) / 1_024);
  }, 250);
  child.once('exit', () => clearInterval(sampling));
  return { child, pid, said, samples, ended };
}

/** npm starts it through a shell, or without. */
async function nodeBelow(npm: number, script: string): Promise<number | undefined> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const words = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (!words.startsWith('node\0') || !words.includes(script)) continue;
    for (let above = Number(name); above > 1; ) {
      if (above === npm) return Number(name);
      const stat = await readFile(`/proc/${above}/stat`, 'utf8').catch(() => '');
      above = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
    }
  }
  return undefined;
}

const SLICES = 5;

/** Medians over the length of a run: memory that grows with the store would rise from one to the next. */
export function memoryOf(samples: readonly number[]): string {
  const length = Math.ceil(samples.length / SLICES);
  const slices = Array.from({ length: SLICES }, (_, n) => samples.slice(n * length, (n + 1) * length));
  const middles = slices
    .filter(({ length }) => length > 0)
    .map((slice) => slice.toSorted((a, b) => a - b)[slice.length >> 1]!);
  return `MB of memory by fifths ${middles.map(Math.round).join(' ')}, at most ${Math.round(Math.max(...samples))}`;
}
