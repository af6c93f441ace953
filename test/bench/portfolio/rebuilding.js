// Builds every read model, as built for production and in a process of its own, so that its memory can be told.
import pg from 'pg';
import { openEventStore } from '#event-store';
import { prepareBuild, rebuild } from '#projection';

process.once('message', async ({ url }) => {
  const { INSIGHT_SCHEMA, migrations, projections } = await import('../../../dist/apps/insight/src/read-models.js');
  const store = await openEventStore(url);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const build = { store, pool, schema: INSIGHT_SCHEMA, log: { info() {}, warn: console.warn, error: console.error } };
  await prepareBuild(url, build.schema, migrations);
  const events = await store.head();
  const started = performance.now();
  // What is really in use; the process takes what the garbage collector leaves as well, up to the bound of its heap.
  const used = [];
  const sampling = setInterval(() => {
    gc();
    used.push(process.memoryUsage().heapUsed / 2 ** 20);
  }, 2_000);
  await rebuild(build, projections);
  clearInterval(sampling);
  const seconds = (performance.now() - started) / 1000;
  await pool.query('vacuum analyze');
  await pool.end();
  await store.close();
  const { maxRSS } = process.resourceUsage();
  const fifth = Math.ceil(used.length / 5);
  const middle = (some) => some.sort((a, b) => a - b)[some.length >> 1] ?? 0;
  const inUse = [middle(used.slice(0, fifth)), middle(used.slice(-fifth))];
  process.send({ events, projections: projections.length, seconds, megabytes: maxRSS / 1024, inUse });
  process.disconnect();
});
