import { resolve } from 'node:path';
import { openLog, readConfig } from '#platform';
import { KafkaJsBroker } from '../../procurement/src/kafka/kafkajs.js';
import { outwardTopics } from '../../procurement/src/outward/topics.js';
import { type Databases, embeddedDatabases, openDatabases } from './installation.js';
import { copy, interrupted, type MovingDesk, shown, understandMoving, verify } from './moving/moving.js';
import { withStores } from './moving/opening.js';
import { settle } from './moving/settling.js';
import { runTool } from './tool.js';

runTool(async (say) => {
  const asked = understandMoving(process.argv.slice(2));
  if ('says' in asked) {
    say(asked.says);
    return asked.code;
  }
  const config = readConfig();
  // Whoever stops it is told whether anything is lost. Each page is kept as a whole, so that it may end anywhere.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say(interrupted[asked.command]);
      process.exit(1);
    });
  }
  // Started or found when it is first asked for: a move between two servers needs none.
  let embedded: Databases | undefined;
  const databases = async (mayMake = false) => {
    const whole = { ...config, eventStoreUrl: undefined, readModelUrl: undefined };
    embedded ??= await openDatabases(whole, say, { shared: true, mayMake });
    return embedded;
  };
  const urlOf = async (one: string, mayMake: boolean) =>
    one === 'embedded' ? (await databases(mayMake)).eventStoreUrl : one;
  const settling = async (desk: MovingDesk) => {
    const url = config.readModelUrl ?? (await databases()).readModelUrl;
    const name = config.readModelUrl
      ? shown(url)
      : `${embeddedDatabases.readModels} of ${resolve(config.dataDirectory)}`;
    const readModels = { url, name };
    if (!config.kafka) return settle(desk, { readModels });
    const broker = new KafkaJsBroker(config.kafka, openLog('error'));
    try {
      await broker.ensureTopics(outwardTopics);
      return await settle(desk, { readModels, gateway: { broker, id: config.kafka.gatewayId } });
    } finally {
      await broker.close();
    }
  };
  try {
    const work = { copy, verify: (desk: MovingDesk) => verify(desk), settle: settling }[asked.command];
    return await withStores(asked, urlOf, say, work);
  } finally {
    await embedded?.close();
  }
});
