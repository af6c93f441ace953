import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const pom = join(import.meta.dirname, 'pom.xml');
const cache = join(import.meta.dirname, '../../../node_modules/.cache/kafka');

/** Directory of the jars of the broker pom.xml names, fetched from Maven's registry by the first that asks. */
export async function kafkaJars(): Promise<string> {
  const version = /kafka_2\.13<\/artifactId>\s*<version>([^<]+)/.exec(await readFile(pom, 'utf8'))![1]!;
  const jars = join(cache, version);
  const lock = join(cache, `${version}.lock`);
  await mkdir(cache, { recursive: true });
  while (!existsSync(jars)) {
    if (!(await taken(lock))) {
      await pause(200);
      continue;
    }
    try {
      if (!existsSync(jars)) await fetchInto(jars);
    } finally {
      await rm(lock, { force: true });
    }
  }
  return jars;
}

/** Jest's workers are processes of their own: only one of them fetches. */
async function taken(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const owner = Number(await readFile(lock, 'utf8').catch(() => ''));
    if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function fetchInto(jars: string): Promise<void> {
  const arriving = `${jars}.${process.pid}`;
  const wish = ['-f', pom, 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'];
  try {
    await promisify(execFile)('mvn', ['-B', '-q', ...wish, '-DincludeScope=runtime', `-DoutputDirectory=${arriving}`]);
    // Only what has come completely is ever seen under its name.
    await rename(arriving, jars);
  } catch (error) {
    await rm(arriving, { recursive: true, force: true });
    const { code, stdout = '' } = error as { code?: unknown; stdout?: string };
    if (code === 'ENOENT') throw new Error('Maven (mvn) is needed to fetch the Kafka broker the tests use.');
    throw new Error(`Maven could not fetch the Kafka broker:\n${stdout.slice(-2_000)}`);
  }
}
