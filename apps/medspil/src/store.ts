import { openLog, readConfig } from '#platform';
import { KafkaJsBroker } from '../../procurement/src/kafka/kafkajs.js';
import { outwardTopics } from '../../procurement/src/outward/topics.js';
import { type Databases, openDatabases } from './installation.js';
import { copy, interrupted, shown, understandMoving, verify, withStores } from './moving/moving.js';
import { settle } from './moving/settling.js';

const say = (line: string) => void process.stdout.write(`${line}\n`);

const asked = understandMoving(process.argv.slice(2));
if ('says' in asked) {
  say(asked.says);
  process.exitCode = asked.code;
} else {
  const config = readConfig();
  const { command, from, to } = asked;
  // Whoever stops it is told whether anything is lost. Each page is kept as a whole, so that it may end anywhere.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say(interrupted[command]);
      process.exit(1);
    });
  }
  // Started or found when it is first asked for: a move between two servers needs none.
  let embedded: Databases | undefined;
  const databases = async (its: typeof config) => {
    embedded ??= await openDatabases(its, say, { shared: true });
    return embedded;
  };
  const whole = { ...config, eventStoreUrl: undefined, readModelUrl: undefined };
  const resolved = async (url: string) => (url === 'embedded' ? (await databases(whole)).eventStoreUrl : url);
  const settling = async (desk: Parameters<typeof settle>[0]) => {
    const readModelUrl = config.readModelUrl ?? (await databases(whole)).readModelUrl;
    if (!config.kafka) return settle(desk, { readModelUrl });
    const broker = new KafkaJsBroker(config.kafka, openLog('error'));
    try {
      await broker.ensureTopics(outwardTopics);
      return await settle(desk, { readModelUrl, gateway: { broker, id: config.kafka.gatewayId } });
    } finally {
      await broker.close();
    }
  };
  try {
    const urls = { from: await resolved(from), to: await resolved(to) };
    const names = { from: shown(from), to: shown(to) };
    const work = { copy, verify: (desk: Parameters<typeof verify>[0]) => verify(desk), settle: settling }[command];
    process.exitCode = await withStores(urls, names, say, work);
  } finally {
    await embedded?.close();
  }
}
