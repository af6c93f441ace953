import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A tool that comes with Java. */
export const javaTool = (name: string) => (process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', name) : name);
const java = javaTool('java');

export const runJava = (jars: string, mainClass: string, ...args: string[]) =>
  promisify(execFile)(java, ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-cp', join(jars, '*'), mainClass, ...args]);

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Starts the broker that was set up in a directory, and resolves when it takes requests. */
export async function startBroker(jars: string, directory: string, options: readonly string[]): Promise<ChildProcess> {
  const log = join(directory, 'broker.log');
  const quiet = [
    '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
    '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info',
  ];
  const broker = spawn(
    java,
    [
      '-Xmx512m',
      '-XX:+UseSerialGC',
      ...quiet,
      ...options,
      '-cp',
      join(jars, '*'),
      'kafka.Kafka',
      join(directory, 'server.properties'),
    ],
    // Not in the group of the tests: their Ctrl-C is not the broker's, the watchdog ends it.
    { stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const written = createWriteStream(log, { flags: 'a' });
  await writeFile(join(directory, 'pid'), String(broker.pid));
  await new Promise<void>((resolve, reject) => {
    let said = '';
    const read = (chunk: Buffer) => {
      written.write(chunk);
      said = (said + chunk).slice(-10_000);
      if (said.includes('Kafka Server started')) resolve();
    };
    broker.stdout!.on('data', read);
    broker.stderr!.on('data', read);
    broker.once('error', reject);
    broker.once('exit', (code) => {
      written.end();
      reject(new Error(`The Kafka broker ended with ${code} before it took requests:\n${said}`));
    });
  });
  // A test that fails before it stops its broker must not keep the run from ending.
  for (const held of [broker, broker.stdout as Socket, broker.stderr as Socket]) held.unref();
  return broker;
}

export function ended(broker: ChildProcess): Promise<void> {
  if (broker.exitCode !== null || broker.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => broker.once('exit', () => resolve()));
}

/**
 * Ends the broker whose process id stands in the directory, and removes the directory, as soon as this process is gone,
 * however it went: the pipe to the watchdog closes with it.
 */
export function watchdog(directory: string): { done(): Promise<void> } {
  const dog = spawn('sh', ['-c', 'cat; kill -9 "$(cat "$0/pid")" 2>/dev/null; sleep 0.2; rm -rf "$0"', directory], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  for (const held of [dog, dog.stdin as Socket]) held.unref();
  return {
    async done() {
      dog.stdin!.end();
      await ended(dog);
    },
  };
}
