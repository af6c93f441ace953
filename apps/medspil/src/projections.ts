import { openEventStore } from '#event-store';
import { readConfig } from '#platform';
import { lookAfterProjections, understand } from '../../insight/src/projections.js';
import { openDatabases } from './installation.js';
import { operator } from './operator.js';
import { runTool } from './tool.js';

runTool(async (say) => {
  const args = process.argv.slice(2);
  const understood = understand(args);
  if ('says' in understood) {
    say(understood.says);
    return understood.code;
  }
  const databases = await openDatabases(readConfig(), say, { shared: true });
  try {
    const store = await openEventStore(databases.eventStoreUrl);
    try {
      return await lookAfterProjections(args, { store, url: databases.readModelUrl, operator: operator(), say });
    } finally {
      await store.close();
    }
  } finally {
    await databases.close();
  }
});
