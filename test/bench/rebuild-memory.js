// How much memory a rebuild of a million events takes: `npm run build && node test/bench/rebuild-memory.js [events]`.
// It takes a few minutes, and so is not part of `npm run bench`. The rebuild runs as built, in a process of its own.
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEventStore } from '#event-store';
import { startEmbeddedPostgres } from '#platform';
import { prepareBuild, rebuild } from '#projection';

const MEGABYTES = 300;
// What is alive stays near 50 MB; how much garbage V8 leaves lying beside it is a setting, and this is the one measured.
const execArgv = ['--max-old-space-size=160'];
const EACH = 40;

const metadata = { by: 'pm-1', role: 'project-manager', organisation: '0561', occurredOn: '2026-03-01' };
const registration = {
  caseNumber: 'S-1',
  title: 'Intelligent diaper',
  route: 'below-threshold',
  leadOrganisation: '0561',
  leadOrganisationName: 'Esbjerg Kommune',
  registeredBy: 'pm-1',
  classification: { theme: 'time-and-workforce', sectorArea: 'elderly-and-health', subjectNumber: '27.36.00' },
};

function eventOf(n) {
  if (n === 0) return { type: 'PartnershipRegistered', data: registration };
  const code = `M-${Math.ceil(n / 3)}`;
  if (n % 3 === 1) return { type: 'MilestonePlanned', data: { code, title: 'Second trial', plannedOn: '2026-05-01' } };
  if (n % 3 === 2) return { type: 'MilestoneReached', data: { code, reachedOn: '2026-05-01' } };
  return { type: 'NoteWritten', data: { noteId: `n-${n}`, text: 'The trial at the second site is complete' } };
}

async function fill(url, events) {
  const store = await openEventStore(url);
  for (let partnerships = events / EACH; partnerships > 0; partnerships -= 100) {
    const some = Array.from({ length: Math.min(100, partnerships) }, () => randomUUID());
    await Promise.all(
      some.map((id) => {
        const all = Array.from({ length: EACH }, (_, n) => ({ id: randomUUID(), ...eventOf(n), metadata }));
        return store.append(`partnership-${id}`, 'absent', all);
      }),
    );
  }
  await store.close();
}

async function rebuildAll(url) {
  const { migrations, projections } = await import('../../dist/apps/insight/src/read-models.js');
  const store = await openEventStore(url);
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const build = { store, pool, schema: 'bench', log: { info() {}, warn: console.warn, error: console.error } };
  await prepareBuild(url, build.schema, migrations);
  await rebuild(build, projections, {
    every: 10_000,
    onProgress: ({ projection, position, head, perSecond }) =>
      console.log(`${projection}: ${position} of ${head}, ${perSecond} events/s`),
  });
  await pool.end();
  await store.close();
  return process.resourceUsage().maxRSS / 1024;
}

if (process.send) {
  process.once('message', async (url) => {
    process.send(await rebuildAll(url));
    process.disconnect();
  });
} else {
  const events = Number(process.argv[2] ?? 1_000_000);
  const directory = await mkdtemp(join(tmpdir(), 'medspil-bench-'));
  // As root, PostgreSQL runs as another user.
  await chmod(directory, 0o755);
  const server = await startEmbeddedPostgres({ directory });
  try {
    const url = server.url('postgres');
    await fill(url, events);
    const child = fork(new URL(import.meta.url), { execArgv });
    child.send(url);
    const peak = await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`The rebuild ended with ${code}`)));
    });
    console.log(`Every read model of ${events} events, rebuilt within ${Math.round(peak)} MB (at most ${MEGABYTES})`);
    process.exitCode = peak <= MEGABYTES ? 0 : 1;
  } finally {
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
