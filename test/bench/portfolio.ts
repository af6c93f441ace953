import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { openEventStore } from '../../libs/event-store/src/index.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';
import { type Bench, type Ratio } from './bench.js';
import { ask, type Took, timesOf } from './portfolio/asking.js';
import { historyOf } from './portfolio/history.js';
import { serveBarePage } from './portfolio/page-floor.js';
import { readPatterns } from './portfolio/patterns.js';
import { type Asked, paged, type Question, questions } from './portfolio/questions.js';
import { seeded } from './portfolio/random.js';
import { storeHistory } from './portfolio/store-history.js';

const SIZES = [100, 1_000, 10_000] as const;
const SEED = 'medspil';
const ROUNDS = 21;
const ASKED_IN_TURN = 10;
/** The longest one question is asked in one portfolio, in milliseconds; fewer answers are counted of what is slow. */
const LONGEST = 8_000;

interface Rebuilt {
  readonly events: number;
  readonly projections: number;
  readonly seconds: number;
  /** The most memory that the process took. */
  readonly megabytes: number;
  /** What was in use after a collection of garbage, half of the time: in the first fifth and in the last. */
  readonly inUse: readonly [first: number, last: number];
}

interface Built extends Pick<Rebuilt, 'megabytes' | 'inUse'> {
  readonly size: number;
  readonly url: string;
}

interface Served extends Asked {
  readonly size: number;
  readonly url: string;
  readonly product: Product;
  remove(): Promise<void>;
}

export const portfolio: Bench = {
  name: 'portfolio',
  floor: `the same in a portfolio of ${SIZES[0]} partnerships`,
  lengthy: true,
  async run(ground) {
    const patterns = await readPatterns();
    const built: Built[] = [];
    for (const size of SIZES) {
      const url = await ground.database();
      await (await openEventStore(url)).close();
      const started = performance.now();
      const { events } = await storeHistory(url, historyOf(patterns, { seed: SEED, partnerships: size }));
      say(`${size} partnerships: ${events} events written in ${seconds(started)} s`);
      const rebuilt = await rebuiltIn(url);
      tellRebuilt(rebuilt);
      built.push({ ...rebuilt, size, url });
    }
    const { megabytes, inUse } = built.at(-1)!;
    const what = 'memory in use, last fifth of the rebuild against the first';
    return [
      ...(await askedOf(built)),
      { what, floor: inUse[0], ours: inUse[1], unit: 'MB', smaller: true, target: 0.9 },
      {
        what: 'memory of a rebuild, against 300 MB',
        floor: 300,
        ours: megabytes,
        unit: 'MB',
        smaller: true,
        target: 1,
      },
    ];
  },
};

/** Asks everything of portfolios whose read models are built. */
export async function askedOf(built: readonly Pick<Built, 'size' | 'url'>[]): Promise<Ratio[]> {
  const served: Served[] = [];
  try {
    for (const one of built) served.push(await serve(one));
    const answers = await askAll(served);
    return [...ratios(answers), await bare(served.at(-1)!)];
  } finally {
    for (const { product, remove } of served) {
      await product.end();
      await remove();
    }
  }
}

const say = (line: string) => void process.stdout.write(`${line}\n`);
const seconds = (since: number) => Math.round((performance.now() - since) / 1000);

function tellRebuilt({ events, projections, seconds, megabytes, inUse }: Rebuilt): void {
  const [all, each] = [events / seconds, (events * projections) / seconds].map((rate) => Math.round(rate));
  say(
    `  rebuilt in ${Math.round(seconds)} s: ${all} events/s through all ${projections} projections, ${each}/s in each, within ${Math.round(megabytes)} MB, ${inUse.map(Math.round).join(' and ')} MB in use in the first fifth and the last`,
  );
}

/** As `npm run projections` runs it, whose heap is bounded. */
async function rebuiltIn(url: string): Promise<Rebuilt> {
  const path = fileURLToPath(new URL('./portfolio/rebuilding.js', import.meta.url));
  const child = fork(path, { execArgv: ['--max-old-space-size=160', '--expose-gc'] });
  child.send({ url });
  return new Promise((resolve, reject) => {
    child.once('message', (rebuilt) => resolve(rebuilt as Rebuilt));
    child.once('exit', (code) => reject(new Error(`The rebuild ended with ${code}`)));
  });
}

async function serve({ size, url }: Pick<Built, 'size' | 'url'>): Promise<Served> {
  const directory = await dataDirectory();
  const product = await startProduct(directory.path, { EVENT_STORE_URL: url, READ_MODEL_URL: url });
  const ids: string[] = [];
  const cursors = new Map<string, string[]>();
  const token = await product.bearer({ subject: 'auditor-0000', role: 'auditor', organisation: '0000' });
  for (const query of paged) {
    const found: string[] = [];
    // At most so many pages in, as somebody who reads on would come.
    for (let page = 0, cursor = ''; page < 20; page += 1) {
      const { body } = await ask(`${product.url}/partnerships?${query}${cursor}`, `Bearer ${token}`);
      const { items, next } = JSON.parse(body) as { items: { id: string; registeredOn: string }[]; next?: string };
      // Those that were there already at the times that are asked about.
      ids.push(...items.filter(({ registeredOn }) => registeredOn < '2022').map(({ id }) => id));
      if (next === undefined) break;
      found.push(next);
      cursor = `&cursor=${next}`;
    }
    cursors.set(query, found);
  }
  return { size, url, product, ids: [...new Set(ids)], cursors, remove: directory.remove };
}

type Answers = ReadonlyMap<string, readonly Took[]>;

/** Every question, in the portfolios in turns: a busy moment hits all of them. */
async function askAll(portfolios: readonly Served[]): Promise<Answers> {
  const answers = new Map<string, readonly Took[]>();
  heading(portfolios.map(({ size }) => size));
  for (const question of questions) {
    const random = portfolios.map(({ size }) => seeded(`${question.name} ${size}`));
    const samples: number[][] = portfolios.map(() => []);
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [n, one] of portfolios.entries()) {
        const taken = samples[n]!;
        if (taken.reduce((sum, took) => sum + took, 0) > LONGEST) continue;
        for (let turn = 0; turn < ASKED_IN_TURN; turn += 1) {
          const took = await answered(question, one, random[n]!);
          // What is asked for the first times finds neither rows in memory nor code that is compiled.
          if (round > 0) taken.push(took);
        }
      }
    }
    const took = samples.map(timesOf);
    answers.set(question.name, took);
    line(question.name, took);
  }
  return answers;
}

async function answered(question: Question, portfolio: Served, random: ReturnType<typeof seeded>): Promise<number> {
  const { product } = portfolio;
  const token = await product.bearer(question.who(random));
  const path = question.path(random, portfolio);
  const { status, body, took } = await ask(`${product.url}${path}`, `Bearer ${token}`);
  // What gives up after its ten seconds took as long as it took.
  if (status !== 200 && status !== 503) throw new Error(`GET ${path} was answered ${status}: ${body}`);
  return took;
}

const WIDE = Math.max(...questions.map(({ name }) => name.length));
const cell = (text: string) => text.padStart(10);

function heading(sizes: readonly number[]): void {
  say(`\n${''.padEnd(WIDE)}${sizes.flatMap((size) => [`p50 ${size}`, `p99 ${size}`].map(cell)).join('')}`);
}
function line(name: string, took: readonly Took[]): void {
  say(`${name.padEnd(WIDE)}${took.flatMap(({ p50, p99 }) => [p50, p99].map((ms) => cell(ms.toFixed(1)))).join('')}`);
}

const ratios = (answers: Answers): Ratio[] =>
  [...answers].map(([name, took]): Ratio => {
    const [least, most] = [took[0]!.p99, took.at(-1)!.p99];
    return name.startsWith('portfolio')
      ? { what: `${name}, p99, against 50 ms`, floor: 50, ours: most, unit: 'ms', smaller: true, target: 1 }
      : { what: `${name}, p99`, floor: least, ours: most, unit: 'ms', smaller: true, target: 0.8 };
  });

/** The first page of a list against one that is nothing but a page of a table. */
async function bare({ url, product }: Served): Promise<Ratio> {
  const floor = await serveBarePage(url);
  try {
    const token = `Bearer ${await product.bearer({ subject: 'auditor-0000', role: 'auditor', organisation: '0000' })}`;
    const [bare, ours]: [number[], number[]] = [[], []];
    for (let turn = 0; turn < ROUNDS * ASKED_IN_TURN; turn += 1) {
      bare.push((await ask(`${floor.url}/partnerships`)).took);
      ours.push((await ask(`${product.url}/partnerships`, token)).took);
    }
    const what = 'first page of the list, p99, against a bare handler of fastify and pg';
    return { what, floor: timesOf(bare).p99, ours: timesOf(ours).p99, unit: 'ms', smaller: true, target: 0.5 };
  } finally {
    await floor.close();
  }
}
