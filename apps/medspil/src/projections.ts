import { openLog, readConfig } from '#platform';
import { lookAfterProjections } from '../../insight/src/projections.js';
import { openInstallation } from './installation.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const config = readConfig();
const installation = await openInstallation(config, say);
try {
  const { store, readModelUrl } = installation;
  process.exitCode = await lookAfterProjections(process.argv.slice(2), { store, url: readModelUrl, say });
} catch (error) {
  openLog('error').error({ err: error }, 'The read models could not be looked after');
  process.exitCode = 1;
} finally {
  await installation.close();
}
