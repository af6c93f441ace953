import { openEventStore } from '#event-store';
import { readConfig } from '#platform';
import { lookAfterProjections } from '../../insight/src/projections.js';
import { openDatabases } from './installation.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const databases = await openDatabases(readConfig(), say, { shared: true });
try {
  const store = await openEventStore(databases.eventStoreUrl);
  try {
    process.exitCode = await lookAfterProjections(process.argv.slice(2), { store, url: databases.readModelUrl, say });
  } finally {
    await store.close();
  }
} finally {
  await databases.close();
}
