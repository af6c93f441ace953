import { writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { Session } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEventStore } from '#event-store';
import { prepareBuild, rebuild } from '#projection';
import { migrations } from '../../apps/insight/src/read-models.js';
import { worklistProjection } from '../../apps/insight/src/worklist/projection.js';
import { startEmbeddedPostgres } from '../../libs/platform/src/embedded-postgres.js';
import { fill } from './projection.js';

const q = pg.Client.prototype.query as any;
const t: Record<string, [number, number]> = {};
(pg.Client.prototype as any).query = function (...a: any[]) {
  const c = a[0];
  const k = ((typeof c === 'string' ? c : c.text) || '').slice(0, 46).replace(/\s+/g, ' ');
  const s = performance.now();
  const r = q.apply(this, a);
  if (r?.then)
    r.then(
      () => {
        t[k] ??= [0, 0];
        t[k][0] += performance.now() - s;
        t[k][1]++;
      },
      () => {},
    );
  return r;
};
const directory = await mkdtemp(join(tmpdir(), 'medspil-prof-'));
await chmod(directory, 0o755);
const server = await startEmbeddedPostgres({ directory });
try {
  const url = server.url('postgres');
  const store = await openEventStore(url);
  await fill(store);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const build: any = { store, pool, schema: 'bench', log: { info() {}, warn: console.warn, error: console.error } };
  await prepareBuild(url, build.schema, migrations);
  await pool.query('vacuum analyze event_store.events');
  const session = new Session();
  session.connect();
  for (const batch of [2000, 2000, 5000]) {
    await pool.query('truncate bench.worklist');
    await pool.query('delete from projection.checkpoint');
    for (const k in t) delete t[k];
    session.post('Profiler.enable');
    session.post('Profiler.start');
    const cpu = process.cpuUsage();
    const s = performance.now();
    await rebuild(build, [worklistProjection], { batch });
    const ms = performance.now() - s;
    const used = process.cpuUsage(cpu);
    session.post('Profiler.stop', (_e, { profile }) => writeFileSync('/tmp/prof/p.json', JSON.stringify(profile)));
    console.log(
      batch,
      ((200000 / ms) * 1000).toFixed(0),
      'ev/s; wall',
      ms.toFixed(0),
      'node cpu',
      ((used.user + used.system) / 1000).toFixed(0),
    );
    for (const [k, [m, n]] of Object.entries(t)
      .sort((a, b) => b[1][0] - a[1][0])
      .slice(0, 8))
      console.log('   ', m.toFixed(0).padStart(7), String(n).padStart(6), k);
  }
  console.log(
    (
      await pool.query(
        'select pg_column_size(facts) as facts, pg_column_size(t.*) as row, facts from bench.worklist t limit 1',
      )
    ).rows,
  );
  await pool.end();
  await store.close();
} finally {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}
