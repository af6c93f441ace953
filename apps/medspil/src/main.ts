import { leave, openLog, readConfig, runServer, startTelemetry } from '#platform';
import { Freshness } from '../../insight/src/freshness.js';
import { adviceAtStart } from '../../insight/src/projections.js';
import { createMedspil } from './application.js';
import { openInstallation } from './installation.js';

runServer(async ({ say, finishBy }) => {
  // A database server that is starting stops as this process exits.
  const config = readConfig();
  const log = openLog(config.logLevel);
  const telemetry = startTelemetry(config.telemetry, 'medspil', log);
  const installation = await openInstallation(config, say);
  const app = await createMedspil(installation, config, log);
  await app.listen(config.port, config.host);
  finishBy(async () => {
    await leave(app, config.stopping.drain);
    await installation.close();
    await telemetry.stop();
  }, config.stopping);
  const url = (await app.getUrl()).replace('[::]', 'localhost');
  say(`Medspil listens on ${url}`);
  if (installation.issuer) {
    // Reads everything and changes nothing: enough to look around with, and too much for a log.
    const visitor = { subject: 'visitor', role: 'auditor', organisation: '0000', expiresIn: '12h' };
    if (process.stdout.isTTY) say(`  sign in   ${url}/sign-in#token=${await installation.issuer.mint(visitor)}`);
    else say(`  sign in   ${url}/sign-in#token=… with a token: npm run token -- --role auditor --org 0000`);
    say('  or with a role of your own: npm run token -- --role project-manager --org 0561');
  }
  say(`  API       ${url}/docs`);
  say(`  health    ${url}/health`);
  if (config.kafka) say(`  Kafka     publishes to ${config.kafka.brokers.join(', ')} as ${config.kafka.gatewayId}`);
  say('  examples  npm run examples   (in another terminal)');
  // Where that cannot be read just now, the health tells it as soon as it can.
  const advice = await adviceAtStart(app.get(Freshness).build).catch(() => undefined);
  if (advice) say(`\n${advice}`);
});
