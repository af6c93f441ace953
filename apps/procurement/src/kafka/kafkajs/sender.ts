import type { Producer, Transaction } from 'kafkajs';
import { BrokerUnavailable, Fenced, type Outgoing, type Sender, type WorkedOff } from '../broker.js';
import { type Client, retry } from './client.js';
import { patiently, within } from './fault.js';
import { requestsOf } from './message.js';
import { byKey } from './partitioner.js';

/** Longer than anything asked of the broker may take, so that it never gives a transaction up that we have not given up. */
const transactionTimeout = 60_000;
const longestOpening = 30_000;
const longestSending = 30_000;
const longestClosing = 5_000;

/** @throws BrokerUnavailable */
export async function openSender(client: Client, id: string): Promise<Sender> {
  const producer = client.kafka.producer({
    transactionalId: id,
    idempotent: true,
    maxInFlightRequests: 1,
    transactionTimeout,
    allowAutoTopicCreation: false,
    createPartitioner: byKey,
    // A transaction that follows at once is told to wait until the one before is written out: milliseconds.
    retry: { ...retry, initialRetryTime: 4, maxRetryTime: 500, retries: 12 },
  });
  try {
    const first = await within(longestOpening, `opening the sender ${id}`, async () => {
      await producer.connect();
      // It is the first transaction that makes the broker fence whoever had the id before.
      return patiently(() => producer.transaction());
    });
    return new TransactionalSender(client, producer, first);
  } catch (error) {
    client.cut();
    throw error;
  }
}

class TransactionalSender implements Sender {
  private broken: Error | undefined;

  constructor(
    private readonly client: Client,
    private readonly producer: Producer,
    /** Begun, and nothing sent in it yet. */
    private next: Transaction | undefined,
  ) {}

  async send(outgoing: readonly Outgoing[], workedOff: readonly WorkedOff[] = []): Promise<void> {
    if (this.broken) throw this.broken;
    const began = Date.now();
    try {
      await within(longestSending, 'sending', () => this.transact(outgoing, workedOff));
    } catch (error) {
      // Where this process stood still, the broker gave the transaction up, which looks as if another had taken over.
      const isTooLate = error instanceof Fenced && Date.now() - began >= transactionTimeout;
      this.broken = isTooLate
        ? new BrokerUnavailable('The transaction took too long', { cause: error })
        : (error as Error);
      this.client.cut();
      throw this.broken;
    }
  }

  private async transact(outgoing: readonly Outgoing[], workedOff: readonly WorkedOff[]): Promise<void> {
    const transaction = this.next ?? (await this.producer.transaction());
    this.next = undefined;
    for (const topicMessages of requestsOf(outgoing)) await transaction.sendBatch({ topicMessages, acks: -1 });
    for (const group of new Set(workedOff.map((one) => one.group))) {
      const topics = workedOff
        .filter((one) => one.group === group)
        .map(({ topic, partition, next }) => ({ topic, partitions: [{ partition, offset: next }] }));
      await patiently(() => transaction.sendOffsets({ consumerGroupId: group, topics }));
    }
    await transaction.commit();
  }

  async close(): Promise<void> {
    this.broken ??= new BrokerUnavailable('The sender is closed');
    await within(longestClosing, 'closing the sender', () => this.producer.disconnect()).catch(() => {});
    this.client.cut();
  }
}
