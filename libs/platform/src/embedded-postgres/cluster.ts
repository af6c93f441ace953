import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './error.js';
import type { Programs } from './programs.js';
import { isAlive } from './server.js';

/**
 * Makes `<directory>/cluster`, holding the data directory and the password, unless it is there.
 *
 * It is made aside and moved in place when complete: a first start that is killed leaves no half cluster behind, and of
 * two first starts at once one wins.
 */
export async function ensureCluster(programs: Programs, directory: string): Promise<string> {
  const cluster = join(directory, 'cluster');
  if (existsSync(cluster)) return cluster;
  for (const name of await readdir(directory)) {
    const maker = Number(/^initialising-(\d+)$/.exec(name)?.[1]);
    if (maker && !isAlive(maker)) await rm(join(directory, name), { recursive: true, force: true });
  }
  const aside = join(directory, `initialising-${process.pid}`);
  await rm(aside, { recursive: true, force: true });
  try {
    await initialise(programs, aside);
    await rename(aside, cluster);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!existsSync(cluster)) throw error;
  }
  return cluster;
}

async function initialise({ initdb, runAs }: Programs, home: string): Promise<void> {
  await mkdir(home, { mode: 0o755 });
  const password = join(home, 'password');
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (runAs.uid !== undefined) for (const path of [home, password]) await chown(path, runAs.uid, runAs.gid!);
  const child = spawn(
    initdb,
    [
      `--pgdata=${join(home, 'data')}`,
      `--pwfile=${password}`,
      '--username=postgres',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Comes with PostgreSQL, so that sorting does not change with the operating system.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    { ...runAs, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const status = await new Promise<number | null>((settle, fail) => child.once('close', settle).once('error', fail));
  if (status !== 0) throw new EmbeddedPostgresError(`PostgreSQL could not make its data directory: ${said.trim()}`);
}
