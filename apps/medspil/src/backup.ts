import { readConfig } from '#platform';
import { understandBackup } from './backup/asked.js';
import { backUp } from './backup/backing-up.js';
import { openDatabases } from './installation.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const asked = understandBackup(process.argv.slice(2));
const config = readConfig();
if ('says' in asked) {
  say(asked.says);
  process.exitCode = asked.code;
} else if (config.eventStoreUrl || config.readModelUrl) {
  say(
    'EVENT_STORE_URL or READ_MODEL_URL is set, and this backs up the embedded default: docs/how-to/back-up-and-restore.md tells how servers of your own are backed up.',
  );
  process.exitCode = 1;
} else {
  const databases = await openDatabases(config, say, { shared: true });
  try {
    process.exitCode = await backUp({ ...databases, dataDirectory: config.dataDirectory }, asked.to, say);
  } finally {
    await databases.close();
  }
}
