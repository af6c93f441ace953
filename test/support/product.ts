import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedIssuer, type Principal } from '../../libs/platform/src/index.js';

export type App = 'medspil' | 'partnerships' | 'insight' | 'procurement';

/** A process of the product, as it was built. */
export interface Running {
  readonly process: ChildProcess;
  /** Sends a signal and waits for the end; the data stay. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface Product extends Running {
  readonly url: string;
  readonly dataDirectory: string;
  /** Milliseconds from the start of the process to its first line. */
  readonly startedWithin: number;
  /** What it has printed so far. */
  output(): string;
  bearer(principal: Principal): Promise<string>;
}

/** A directory the embedded PostgreSQL can reach whatever user it runs as. */
export async function dataDirectory(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'medspil-product-'));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** Starts a process on a free port; it need not have come to anything yet. What it says of errors is seen unless it is asked for. */
export function startProcess(
  app: App,
  dataDirectory: string,
  env: Readonly<Record<string, string | undefined>> = {},
  stdio: StdioOptions = ['ignore', 'ignore', 'inherit'],
): Running {
  const child = spawn(
    process.execPath,
    ['--enable-source-maps', '--max-semi-space-size=32', `dist/apps/${app}/src/main.js`],
    {
      // A broker the tests are given is for those that ask for it.
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        KAFKA_BROKERS: '',
        DATA_DIR: dataDirectory,
        PORT: '0',
        // A service tells where it listens in its log.
        LOG_LEVEL: app === 'medspil' ? 'warn' : 'info',
        ...env,
      },
      stdio,
    },
  );
  return {
    process: child,
    end(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
      return new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill(signal);
      });
    },
  };
}

/** Starts the built product as `npm start` does, or one service of it, and waits until it listens. */
export async function startProduct(
  dataDirectory: string,
  env: Readonly<Record<string, string | undefined>> = {},
  app: App = 'medspil',
): Promise<Product> {
  const began = performance.now();
  const running = startProcess(app, dataDirectory, env, ['ignore', 'pipe', 'pipe']);
  const { process: child } = running;
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const listening = /listens on (http:\/\/[^\s"]+)/.exec(output);
      if (listening?.[1]) resolve(listening[1]);
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.once('exit', (code) => reject(new Error(`It ended with ${code} before it listened:\n${output}`)));
  });
  const startedWithin = performance.now() - began;
  const issuer = await openEmbeddedIssuer(dataDirectory);
  const tokens = new Map<string, Promise<string>>();
  return {
    ...running,
    url,
    dataDirectory,
    startedWithin,
    output: () => output,
    bearer(principal) {
      const name = JSON.stringify(principal);
      const known = tokens.get(name) ?? issuer.mint({ ...principal, expiresIn: '1h' });
      tokens.set(name, known);
      return known;
    },
  };
}
