// Jest's global setup. The tests share one real PostgreSQL, which is started when the first of them asks for a database:
// a run of pure tests does not pay for it.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { register } from './typescript.js';

export default async function setUp() {
  if (process.env.TEST_POSTGRES_URL) return;
  let starting;
  const desk = createServer((_request, response) => {
    // Kept open, a connection could be closed here just as the next one asks by it.
    response.setHeader('connection', 'close');
    starting ??= start();
    starting.then(
      ({ server }) => response.end(server.url('postgres')),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((listening) => desk.listen(0, '127.0.0.1', listening));
  desk.unref();
  process.env.TEST_POSTGRES_DESK = `http://127.0.0.1:${desk.address().port}`;

  const stop = async () => {
    desk.close();
    const started = await starting;
    await started?.server.stop();
    if (started) await rm(started.directory, { recursive: true, force: true });
  };
  globalThis.stopTestPostgres = stop;
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop().finally(() => process.exit(1)));
}

async function start() {
  register();
  const { startEmbeddedPostgres } = await import('../../libs/platform/src/embedded-postgres.ts');
  const directory = await mkdtemp(join(tmpdir(), 'medspil-test-'));
  // As root, PostgreSQL runs as another user.
  await chmod(directory, 0o755);
  const settings = { max_connections: '300' };
  return { directory, server: await startEmbeddedPostgres({ directory, settings }) };
}
