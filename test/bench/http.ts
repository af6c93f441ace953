import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Bench, Ground, Ratio } from './bench.js';
import { median } from './bench.js';
import type { Load, Measured } from './http/load.js';
import type { Target } from './http/target.js';

const CONNECTIONS = 32;
/** Fewer than states are kept of, as in a house where the cases worked on are known. */
const PARTNERSHIPS = 960;
const LENGTHS = [3, 193];
const ROUNDS = 15;
const REQUESTS = 1_000;

export const http: Bench = {
  name: 'http',
  floor:
    `a handler of fastify and pg that reads the stream, decides and inserts, with prepared statements and a pool; ` +
    `${CONNECTIONS} connections over ${PARTNERSHIPS} partnerships`,
  async run(ground) {
    const load = child('load');
    const ratios: Ratio[] = [];
    const rates: number[] = [];
    for (const length of LENGTHS) {
      const floor = await serve('floor', ground, length);
      const ours = await serve('ours', ground, length);
      // Each partnership is met once before it counts: what is kept in memory is there then, on both sides.
      for (const { target } of [floor, ours]) await measure(load, target, PARTNERSHIPS);
      const rounds: Record<'floor' | 'ours', Measured[]> = { floor: [], ours: [] };
      for (let round = 0; round < ROUNDS; round += 1) {
        rounds.floor.push(await measure(load, floor.target, REQUESTS));
        rounds.ours.push(await measure(load, ours.target, REQUESTS));
      }
      const of = (figure: keyof Measured) => ({
        floor: median(rounds.floor.map((one) => one[figure])),
        ours: median(rounds.ours.map((one) => one[figure])),
      });
      const grown = length + 1 + Math.round((ROUNDS * REQUESTS) / PARTNERSHIPS / 2);
      const what = `plan a milestone, streams of about ${Math.round(grown / 10) * 10} events`;
      ratios.push({ what, ...of('rate'), unit: 'requests/s', target: 1.5 });
      ratios.push({ what: `${what}, slowest of a hundred`, ...of('p99'), unit: 'ms', smaller: true, target: 1 });
      rates.push(of('rate').ours);
      await Promise.all([floor.stop(), ours.stop()]);
    }
    const [short, long] = rates as [number, number];
    ratios.push({ what: 'long streams against short ones', floor: short, ours: long, unit: 'requests/s', target: 0.9 });
    ratios.push(await memory(load, ground));
    await stop(load);
    return ratios;
  },
};

interface Served {
  readonly target: Target;
  rss(): Promise<number>;
  stop(): Promise<void>;
}

/** A server in a process of its own, with partnerships of so many events. */
async function serve(
  name: 'floor' | 'ours',
  ground: Ground,
  length: number,
  partnerships = PARTNERSHIPS,
): Promise<Served> {
  const server = child(name);
  const target = await ask<Target>(server, { url: await ground.database(), partnerships, length });
  return { target, rss: () => ask<number>(server, 'rss'), stop: () => stop(server) };
}

const measure = (load: ChildProcess, target: Target, requests: number) =>
  ask<Measured>(load, { target, requests, connections: CONNECTIONS } satisfies Load);

/** What the process holds at most while it takes ten thousand measurements in one request. */
async function memory(load: ChildProcess, ground: Ground): Promise<Ratio> {
  const { target, rss, stop } = await serve('ours', ground, 1, 1);
  await ask<Measured>(load, { target, measurements: 10_000 } satisfies Load);
  const ours = (await rss()) / 1024 / 1024;
  await stop();
  return { what: '10,000 measurements in a request', floor: 300, ours, unit: 'MB', smaller: true, target: 1 };
}

function child(name: string): ChildProcess {
  return fork(fileURLToPath(new URL('./http/child.js', import.meta.url)), [name]);
}

function ask<Answer>(process: ChildProcess, question: object | string): Promise<Answer> {
  return new Promise((settle, fail) => {
    const ended = () => fail(new Error('A process of the bench ended'));
    process.once('exit', ended);
    process.once('message', (answer) => {
      process.off('exit', ended);
      settle(answer as Answer);
    });
    process.send(question);
  });
}

async function stop(process: ChildProcess): Promise<void> {
  const ended = once(process, 'exit');
  process.disconnect();
  await ended;
}
