import { setTimeout as pause } from 'node:timers/promises';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { Logger } from 'pino';
import { BrokerUnavailable, type ConsumeOptions, type Consumption, type ReceivedBatch } from '../broker.js';
import { type Client, retry } from './client.js';
import { faultOf, isHandingOver, within } from './fault.js';
import { receivedFrom } from './message.js';

const sessionTimeout = 10_000;
const rebalanceTimeout = 30_000;
/** A member that waits for others to hand their partitions over hears nothing meanwhile. */
const longestSilence = rebalanceTimeout + 30_000;
const longestJoining = rebalanceTimeout + 15_000;
const longestStopping = 30_000;

const growing = (failures: number, longest: number) => Math.min(100 * 2 ** failures, longest);

/** Reads as a member of a group, with one kafkajs consumer after the other: each lives until something goes wrong. */
export class KafkaJsConsumption implements Consumption {
  private readonly stopping = new AbortController();
  private readonly life: Promise<void>;
  private state: 'connected' | 'away' | undefined;
  /** Rejections in a row, by partition. */
  private readonly failures = new Map<string, number>();

  constructor(
    private readonly openClient: () => Client,
    private readonly options: ConsumeOptions,
    private readonly log: Logger,
  ) {
    this.life = this.live();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.life;
  }

  private async live(): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      const membership = new Membership(this.openClient(), this.options, this.stopping.signal, (batch, again) =>
        this.give(batch, again),
      );
      const joined = () => {
        failures = 0;
        this.tell('connected');
      };
      const error = await membership.last(joined);
      if (this.stopping.signal.aborted) return;
      this.tell('away', error);
      await pause(growing(failures++, 5_000), undefined, { signal: this.stopping.signal }).catch(() => {});
    }
  }

  private tell(state: 'connected' | 'away', error?: Error): void {
    if (this.state === state) return;
    this.state = state;
    this.options.onState?.(state, error);
  }

  /** Gives a batch out; when it is rejected, it is to come again after a pause. */
  private async give(batch: ReceivedBatch, again: (after: number) => void): Promise<void> {
    const { topic, partition, messages, lost } = batch;
    const place = `${topic}/${partition}`;
    try {
      await this.options.each(batch);
      this.failures.delete(place);
    } catch (error) {
      if (lost()) return;
      const failures = this.failures.get(place) ?? 0;
      this.failures.set(place, failures + 1);
      this.log.warn({ err: error, topic, partition, offset: messages[0]?.offset }, 'A batch is given again');
      again(growing(failures, 10_000));
    }
  }
}

/** One kafkajs consumer, from joining the group until it is of no use any more. */
class Membership {
  private readonly consumer: Consumer;
  private over: (error: Error) => void = () => {};
  private isOver = false;
  /** Counts up whenever partitions may have gone to another consumer. */
  private term = 0;
  private handedOver: unknown;
  private underWay = 0;
  private lastSign = Date.now();

  constructor(
    private readonly client: Client,
    private readonly options: ConsumeOptions,
    private readonly stopping: AbortSignal,
    private readonly give: (batch: ReceivedBatch, again: (after: number) => void) => Promise<void>,
  ) {
    this.consumer = client.kafka.consumer({
      groupId: options.group,
      sessionTimeout,
      rebalanceTimeout,
      heartbeatInterval: 2_000,
      maxWaitTimeInMs: 500,
      metadataMaxAge: 60_000,
      allowAutoTopicCreation: false,
      retry: { ...retry, restartOnFailure: async () => false },
    });
  }

  /** Resolves when it is over, with what went wrong. */
  async last(joined: () => void): Promise<Error> {
    const { consumer, options } = this;
    const { CRASH, GROUP_JOIN, HEARTBEAT, FETCH, END_BATCH_PROCESS } = consumer.events;
    const ended = new Promise<Error>((resolve) => {
      this.over = resolve;
    });
    consumer.on(CRASH, ({ payload }) => this.over(faultOf(payload.error)));
    for (const sign of [HEARTBEAT, FETCH, END_BATCH_PROCESS] as const) consumer.on(sign, () => this.seen());
    consumer.on(GROUP_JOIN, () => {
      this.term++;
      this.seen();
      joined();
    });
    const stopped = () => this.over(new BrokerUnavailable('It was stopped'));
    this.stopping.addEventListener('abort', stopped);
    const watch = setInterval(() => this.watch(), 5_000);
    try {
      await within(longestJoining, `joining ${options.group}`, async () => {
        await consumer.connect();
        await consumer.subscribe({ topics: [...options.topics], fromBeginning: true });
        await consumer.run({
          autoCommit: false,
          eachBatchAutoResolve: false,
          partitionsConsumedConcurrently: 64,
          eachBatch: (payload) => this.receive(payload),
        });
      });
      return await ended;
    } catch (error) {
      return error as Error;
    } finally {
      clearInterval(watch);
      this.stopping.removeEventListener('abort', stopped);
      this.isOver = true;
      await within(longestStopping, `leaving ${options.group}`, () => consumer.disconnect()).catch(() => {});
      this.client.cut();
    }
  }

  private seen(): void {
    this.lastSign = Date.now();
  }

  private watch(): void {
    if (this.underWay === 0 && Date.now() - this.lastSign > longestSilence)
      this.over(new BrokerUnavailable('Nothing was heard of the Kafka broker'));
  }

  private async receive(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, resolveOffset, commitOffsetsIfNecessary, isRunning } = payload;
    const { topic, partition } = batch;
    const { term } = this;
    const lost = () => this.isOver || this.stopping.aborted || this.term !== term || !isRunning();
    const noticing = async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        if (isHandingOver(error)) {
          this.term++;
          this.handedOver = error;
        }
        throw faultOf(error);
      }
    };
    const first = batch.messages[0]!.offset;
    let isToComeAgain = false;
    const again = (after: number) => {
      isToComeAgain = true;
      this.consumer.seek({ topic, partition, offset: first });
      const resume = payload.pause();
      setTimeout(resume, after).unref();
    };
    this.underWay++;
    try {
      await this.give(
        {
          topic,
          partition,
          messages: batch.messages.map((message) => receivedFrom(topic, partition, message)),
          stillHere: () => noticing(heartbeat).catch(() => {}),
          commit: (next) =>
            noticing(() =>
              commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset: next }] }] }),
            ),
          lost,
        },
        again,
      );
    } finally {
      this.underWay--;
      this.seen();
    }
    if (this.handedOver && this.term !== term) {
      const error = this.handedOver;
      this.handedOver = undefined;
      throw error;
    }
    if (!isToComeAgain && !lost()) resolveOffset(batch.lastOffset());
  }
}
