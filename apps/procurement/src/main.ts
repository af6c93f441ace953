import { openEventStore } from '#event-store';
import { partnershipRefusals, refusalWords, roles } from '#partnership';
import {
  BadConfig,
  createHttpApplication,
  openEmbeddedIssuer,
  openLog,
  readConfig,
  runServer,
  tokensOf,
} from '#platform';
import { ocdsRefusals } from './ocds/refusals.js';
import { ProcurementService } from './service.js';

// The gateway alone, beside a product in another process: both have the same configuration, but for PORT.
runServer(async ({ say, finishBy }) => {
  const config = readConfig();
  const { eventStoreUrl, readModelUrl, kafka, publisher } = config;
  if (!eventStoreUrl || !readModelUrl || !kafka)
    throw new BadConfig('The gateway alone needs EVENT_STORE_URL, READ_MODEL_URL and KAFKA_BROKERS.');
  const log = openLog(config.logLevel);
  const issuer = config.identityProvider ? undefined : await openEmbeddedIssuer(config.dataDirectory);
  const store = await openEventStore(eventStoreUrl);
  const app = await createHttpApplication(ProcurementService.of(store, { kafka, readModelUrl, publisher, log }), {
    api: {
      title: 'Medspil gateway',
      description: 'What procurement systems are told, and what they have told.',
      version: '0.1.0',
    },
    refusals: { ...partnershipRefusals, ...ocdsRefusals },
    words: refusalWords,
    tokens: tokensOf(config, issuer, roles),
    log,
    bodyLimit: config.bodyLimit,
  });
  await app.listen(config.port, config.host);
  finishBy(async () => {
    await app.close();
    await store.close();
  });
  say(`The gateway listens on ${await app.getUrl()}`);
  say(`  Kafka     publishes to ${kafka.brokers.join(', ')} as ${kafka.gatewayId}`);
});
