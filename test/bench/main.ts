import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDatabase, startEmbeddedPostgres } from '../../libs/platform/src/embedded-postgres.js';
import { append } from './append.js';
import { backup } from './backup.js';
import type { Bench, Ratio } from './bench.js';
import { http } from './http.js';
import { kurrentdb } from './kurrentdb.js';
import { moving } from './moving.js';
import { outward } from './outward.js';
import { portfolio } from './portfolio.js';
import { projection } from './projection.js';

const benches: readonly Bench[] = [append, http, projection, portfolio, outward, kurrentdb, moving, backup];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}: there is ${benches.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const directory = await mkdtemp(join(tmpdir(), 'medspil-bench-'));
// As root, PostgreSQL runs as another user.
await chmod(directory, 0o755);
const server = await startEmbeddedPostgres({ directory, settings: { max_connections: '200' } });
try {
  for (const bench of benches.filter(({ name, lengthy }) => (chosen.length === 0 ? !lengthy : chosen.includes(name)))) {
    const ratios = await bench.run({
      async database() {
        const name = `bench_${randomUUID().replaceAll('-', '')}`;
        await ensureDatabase(server.url('postgres'), name);
        return server.url(name);
      },
    });
    console.log(`\n${bench.name}, against ${bench.floor}\n`);
    for (const line of table(ratios)) console.log(line);
  }
} finally {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}

function table(ratios: readonly Ratio[]): string[] {
  const rows = [
    ['', 'floor', 'ours', '', 'ratio', 'target', ''],
    ...ratios.map(({ what, floor, ours, unit, target, smaller }) => {
      const ratio = smaller ? floor / ours : ours / floor;
      const met = ratio >= target ? 'met' : 'missed';
      return [what, count(floor), count(ours), unit, ratio.toFixed(2), target.toFixed(2), met];
    }),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === 3 || column === 6 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

function count(figure: number): string {
  return figure.toLocaleString('en', { maximumFractionDigits: figure < 10 ? 2 : 0 });
}
