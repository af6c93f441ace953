import { readConfig } from '#platform';
import { understandBackup } from './backup/asked.js';
import { backUp } from './backup/backing-up.js';
import { openDatabases } from './installation.js';
import { runTool } from './tool.js';

runTool(async (say) => {
  const asked = understandBackup(process.argv.slice(2));
  if ('says' in asked) {
    say(asked.says);
    return asked.code;
  }
  const config = readConfig();
  if (config.eventStoreUrl || config.readModelUrl) {
    say(
      'EVENT_STORE_URL or READ_MODEL_URL is set, and this backs up the embedded default: docs/how-to/back-up-and-restore.md tells how servers of your own are backed up.',
    );
    return 1;
  }
  const databases = await openDatabases(config, say, { shared: true });
  try {
    return await backUp({ ...databases, dataDirectory: config.dataDirectory }, asked.to, say);
  } finally {
    await databases.close();
  }
});
