import { readConfig } from '#platform';
import { understandRestore } from './backup/asked.js';
import { restore } from './backup/restoring.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const asked = understandRestore(process.argv.slice(2));
if ('says' in asked) {
  say(asked.says);
  process.exitCode = asked.code;
} else {
  // As the process exits, the server it started is stopped.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  process.exitCode = await restore(asked.from, asked.to ?? readConfig().dataDirectory, say);
}
