import { openEventStore } from '#event-store';
import { readConfig } from '#platform';
import { lookAfterProjections, understand } from '../../insight/src/projections.js';
import { openDatabases } from './installation.js';
import { operator } from './operator.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const args = process.argv.slice(2);

const understood = understand(args);
if ('says' in understood) {
  say(understood.says);
  process.exitCode = understood.code;
} else {
  const databases = await openDatabases(readConfig(), say, { shared: true });
  try {
    const store = await openEventStore(databases.eventStoreUrl);
    try {
      const url = databases.readModelUrl;
      process.exitCode = await lookAfterProjections(args, { store, url, operator: operator(), say });
    } finally {
      await store.close();
    }
  } finally {
    await databases.close();
  }
}
