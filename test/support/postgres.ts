import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../libs/platform/src/embedded-postgres.js';

export interface FreshDatabase {
  /** Connection URL of an empty database of its own. */
  readonly url: string;
  /** Removes it, cutting connections that are still open. */
  drop(): Promise<void>;
}

/** An empty database on the PostgreSQL of this test run: the embedded one, or the server TEST_POSTGRES_URL names. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const adminUrl = await testServer();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runOn(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = name;
  return { url: url.href, drop: () => runOn(adminUrl, `drop database ${name} with (force)`) };
}

async function testServer(): Promise<string> {
  if (process.env.TEST_POSTGRES_URL) return process.env.TEST_POSTGRES_URL;
  const response = await fetch(process.env.TEST_POSTGRES_DESK!);
  const answer = await response.text();
  if (!response.ok) throw new Error(answer);
  return answer;
}

async function runOn(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export interface OwnServer {
  readonly url: string;
  /** Stops the server, cutting every connection, and starts it again on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A server of a test's own, for tests that stop it. */
export async function ownServer(): Promise<OwnServer> {
  const directory = await mkdtemp(join(tmpdir(), 'medspil-test-'));
  // As root, PostgreSQL runs as another user.
  await chmod(directory, 0o755);
  let server = await startEmbeddedPostgres({ directory });
  const url = server.url('postgres');
  return {
    url,
    async restart() {
      await server.stop();
      server = await startEmbeddedPostgres({ directory, port: Number(new URL(url).port) });
    },
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
