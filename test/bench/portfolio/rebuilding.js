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
  await rebuild(build, projections);
  const seconds = (performance.now() - started) / 1000;
  await pool.query('vacuum analyze');
  await pool.end();
  await store.close();
  const { maxRSS } = process.resourceUsage();
  process.send({ events, projections: projections.length, seconds, megabytes: maxRSS / 1024 });
  process.disconnect();
});
