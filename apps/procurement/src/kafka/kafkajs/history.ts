import { createRequire } from 'node:module';
import type { Kafka, KafkaMessage } from 'kafkajs';
import { BrokerUnavailable, type Received } from '../broker.js';
import type { Client } from './client.js';
import { leaderless, patiently, within } from './fault.js';
import { receivedFrom } from './message.js';

/** What is used of kafkajs's own parts: it shows its users consumers of groups only, which never say that a topic is read to its end. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  findTopicPartitionMetadata(topic: string): readonly { partitionId: number }[];
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Record<string, number[]>;
  findBroker(wish: { nodeId: string }): Promise<{ fetch(wish: object): Promise<{ responses: readonly Fetched[] }> }>;
  fetchTopicsOffset(
    topics: readonly { topic: string; fromBeginning: boolean; partitions: readonly { partition: number }[] }[],
  ): Promise<readonly { partitions: readonly { partition: number; offset: string }[] }[]>;
}

interface Fetched {
  readonly partitions: readonly PartitionData[];
}

interface PartitionData {
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly messages: readonly KafkaMessage[];
}

interface Batch {
  /** Committed ones alone. */
  readonly messages: readonly KafkaMessage[];
  readonly messagesWithinOffset: readonly KafkaMessage[];
}

const Batch = createRequire(import.meta.url)('kafkajs/src/consumer/batch.js') as new (
  topic: string,
  offset: string,
  data: PartitionData,
) => Batch;

const readCommitted = 1;
const longestAnswer = 20_000;
/** Longer than the broker leaves a transaction open, ours and by default others'. */
const longestTransaction = 90_000;

function clusterOf(kafka: Kafka): Cluster {
  const found = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const create = (kafka as unknown as Record<symbol, (wish: object) => Cluster>)[found!]!;
  return create({ isolationLevel: readCommitted, allowAutoTopicCreation: false, metadataMaxAge: 300_000 });
}

/**
 * Every committed message of a topic up to where it ends when each partition is first asked. Waits for transactions that
 * are open there: what is committed behind them belongs to it, too.
 *
 * @throws BrokerUnavailable
 */
export async function* historyOf(client: Client, topic: string): AsyncIterable<Received> {
  const cluster = clusterOf(client.kafka);
  const ask = <Answer>(work: () => Promise<Answer>) =>
    within(longestAnswer, `reading ${topic}`, () => patiently(work, leaderless));
  try {
    const first = await ask(async () => {
      await cluster.connect();
      await cluster.addTargetTopic(topic);
      await cluster.refreshMetadata();
      const partitions = cluster.findTopicPartitionMetadata(topic).map(({ partitionId: partition }) => ({ partition }));
      const [found] = await cluster.fetchTopicsOffset([{ topic, fromBeginning: true, partitions }]);
      return found!.partitions;
    });
    for (const { partition, offset } of first) {
      let next = BigInt(offset);
      let end: bigint | undefined;
      let patience = Date.now() + longestTransaction;
      while (end === undefined || next < end) {
        const data = await ask(async () => {
          try {
            return await fetchFrom(cluster, topic, partition, String(next));
          } catch (error) {
            await cluster.refreshMetadata();
            throw error;
          }
        });
        if (data) {
          end ??= BigInt(data.highWatermark);
          const batch = new Batch(topic, String(next), data);
          for (const message of batch.messages) {
            if (BigInt(message.offset) < end) yield receivedFrom(topic, partition, message);
          }
          const passed = batch.messagesWithinOffset.at(-1);
          // Where there is something to read and no message in it, compaction took them: the next one may be right behind.
          const isHollow = BigInt(data.lastStableOffset) > next;
          const before = next;
          if (passed) next = BigInt(passed.offset) + 1n;
          else if (isHollow) next += 1n;
          if (next > before) patience = Date.now() + longestTransaction;
        }
        if (Date.now() > patience)
          throw new BrokerUnavailable(`A transaction stays open in ${topic}: it cannot be read to its end`);
      }
    }
  } finally {
    await within(2_000, 'leaving', () => cluster.disconnect()).catch(() => {});
    client.cut();
  }
}

/** Undefined when the broker puts us off. */
async function fetchFrom(
  cluster: Cluster,
  topic: string,
  partition: number,
  fetchOffset: string,
): Promise<PartitionData | undefined> {
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) throw new BrokerUnavailable(`Partition ${partition} of ${topic} has no leader`);
  const broker = await cluster.findBroker({ nodeId });
  const { responses } = await broker.fetch({
    isolationLevel: readCommitted,
    maxWaitTime: 200,
    minBytes: 1,
    maxBytes: 10_485_760,
    topics: [{ topic, partitions: [{ partition, fetchOffset, maxBytes: 10_485_760 }] }],
  });
  return responses[0]?.partitions[0];
}
