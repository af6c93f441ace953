import { type Admin, default as kafkajs } from 'kafkajs';
import type { Logger } from 'pino';
import type { KafkaConfig } from '#platform';
import {
  Broker,
  BrokerUnavailable,
  type ConsumeOptions,
  type Consumption,
  type Received,
  type Sender,
  type TopicWish,
} from './broker.js';
import { type Client, clientsOf } from './kafkajs/client.js';
import { KafkaJsConsumption } from './kafkajs/consumption.js';
import { fresh, patiently, within } from './kafkajs/fault.js';
import { historyOf } from './kafkajs/history.js';
import { openSender } from './kafkajs/sender.js';

const longestAnswer = 30_000;

/** The cluster the configuration names, by kafkajs. Nothing is connected before it is needed. */
export class KafkaJsBroker extends Broker {
  private readonly openClient: () => Client;
  private readonly open = new Set<{ close(): Promise<void> }>();

  /** @throws when the file of the authority cannot be read */
  constructor(
    config: KafkaConfig,
    private readonly log: Logger,
  ) {
    super();
    this.openClient = clientsOf(config, log);
  }

  ensureTopics(topics: readonly TopicWish[]): Promise<void> {
    return this.administer('making topics', async (admin) => {
      const there = await admin.listTopics();
      const missing = topics.filter(({ topic }) => !there.includes(topic));
      if (missing.length === 0) return;
      await admin.createTopics({
        waitForLeaders: false,
        topics: missing.map(({ topic, partitions: numPartitions, settings = {} }) => ({
          topic,
          numPartitions,
          configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
        })),
      });
      await patiently(() => admin.fetchTopicMetadata({ topics: missing.map(({ topic }) => topic) }), fresh);
    });
  }

  async openSender(id: string): Promise<Sender> {
    const sender = await openSender(this.openClient(), id);
    return this.kept({ send: (...what) => sender.send(...what), close: () => sender.close() });
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    const consumption = new KafkaJsConsumption(this.openClient, options, this.log);
    const kept = this.kept({ close: () => consumption.stop() });
    return { stop: () => kept.close() };
  }

  everything(topic: string): AsyncIterable<Received> {
    return historyOf(this.openClient(), topic);
  }

  workedOff(group: string, topic: string): Promise<ReadonlyMap<number, string>> {
    return this.administer('asking how far a group has come', async (admin) => {
      const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      const known = found?.partitions.filter(({ offset }) => offset !== '-1') ?? [];
      return new Map(known.map(({ partition, offset }) => [partition, offset]));
    });
  }

  largest(topic: string): Promise<number> {
    const name = 'max.message.bytes';
    const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: [name] };
    return this.administer('asking how large a message may be', async (admin) => {
      const { resources } = await admin.describeConfigs({ resources: [resource], includeSynonyms: false });
      const found = resources[0]?.configEntries.find(({ configName }) => configName === name);
      if (!found) throw new BrokerUnavailable(`${name} of ${topic} is not told`);
      return Number(found.configValue);
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.open].map((one) => one.close()));
  }

  /** What has to be closed with it. */
  private kept<Kept extends { close(): Promise<void> }>(one: Kept): Kept {
    const close = one.close;
    one.close = () => {
      this.open.delete(one);
      return close();
    };
    this.open.add(one);
    return one;
  }

  private async administer<Answer>(what: string, work: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const client = this.openClient();
    const admin = client.kafka.admin();
    try {
      return await within(longestAnswer, what, async () => {
        await admin.connect();
        return patiently(() => work(admin));
      });
    } finally {
      await within(2_000, 'leaving', () => admin.disconnect()).catch(() => {});
      client.cut();
    }
  }
}
