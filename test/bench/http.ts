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
    const streams: Streams[] = [];
    for (const length of LENGTHS) {
      const sides = { floor: await serve('floor', ground, length), ours: await serve('ours', ground, length) };
      // Each partnership is met once before it counts: what is kept in memory is there then, on both sides.
      for (const { target } of Object.values(sides)) await measure(load, target, PARTNERSHIPS);
      streams.push({ length, sides, rounds: { floor: [], ours: [] } });
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { sides, rounds } of streams) {
        rounds.floor.push(await measure(load, sides.floor.target, REQUESTS));
        rounds.ours.push(await measure(load, sides.ours.target, REQUESTS));
      }
    }
    await Promise.all(streams.flatMap(({ sides }) => [sides.floor.stop(), sides.ours.stop()]));

    const ratios = streams.flatMap(({ length, rounds }): Ratio[] => {
      const grown = length + 1 + (ROUNDS * REQUESTS) / PARTNERSHIPS / 2;
      const what = `plan a milestone, streams of about ${Math.round(grown / 10) * 10} events`;
      return [
        { what, ...medians(rounds, 'rate'), unit: 'requests/s', target: 1.5 },
        { what: `${what}, slowest of a hundred`, ...medians(rounds, 'p99'), unit: 'ms', smaller: true, target: 1 },
      ];
    });
    const [short = 0, long = 0] = streams.map(({ rounds }) => medians(rounds, 'rate').ours);
    ratios.push({ what: 'long streams against short ones', floor: short, ours: long, unit: 'requests/s', target: 0.9 });
    ratios.push(await memory(load, ground));
    await stop(load);
    return ratios;
  },
};

interface Streams {
  readonly length: number;
  readonly sides: { readonly floor: Served; readonly ours: Served };
  readonly rounds: { readonly floor: Measured[]; readonly ours: Measured[] };
}

const medians = ({ floor, ours }: Streams['rounds'], figure: keyof Measured) => ({
  floor: median(floor.map((one) => one[figure])),
  ours: median(ours.map((one) => one[figure])),
});

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
  const longest = Math.max(...LENGTHS);
  const others = Math.round((partnerships * (longest - length)) / longest);
  const target = await ask<Target>(server, { url: await ground.database(), partnerships, length, others, longest });
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
  // As the product is started: most of what a request makes is gone with it, and need not be looked at twice.
  return fork(fileURLToPath(new URL('./http/child.js', import.meta.url)), [name], {
    execArgv: [...process.execArgv, '--max-semi-space-size=32'],
  });
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
