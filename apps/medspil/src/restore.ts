import { readConfig } from '#platform';
import { understandRestore } from './backup/asked.js';
import { restore } from './backup/restoring.js';
import { runTool } from './tool.js';

runTool(async (say) => {
  const asked = understandRestore(process.argv.slice(2));
  if ('says' in asked) {
    say(asked.says);
    return asked.code;
  }
  // As the process exits, the server it started is stopped.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  return restore(asked.from, asked.to ?? readConfig().dataDirectory, say);
});
