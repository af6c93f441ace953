import {
  Broker,
  BrokerUnavailable,
  type ConsumeOptions,
  type Consumption,
  type Outgoing,
  type Received,
  type Sender,
  type TopicWish,
  type WorkedOff,
} from '../src/kafka/broker.js';

/** What goes wrong next, and how often. */
export interface Faults {
  /** Commits that never reach the broker. */
  commits: number;
  /** Transactions that never reach the broker. */
  sends: number;
  /** Transactions that are committed, and whose answer is lost. */
  answers: number;
}

/** A real broker on a line that fails now and then. */
export class FaultyBroker extends Broker {
  readonly faults: Faults = { commits: 0, sends: 0, answers: 0 };

  constructor(private readonly broker: Broker) {
    super();
  }

  ensureTopics(topics: readonly TopicWish[]): Promise<void> {
    return this.broker.ensureTopics(topics);
  }

  async openSender(id: string): Promise<Sender> {
    const sender = await this.broker.openSender(id);
    return {
      send: async (outgoing: readonly Outgoing[], workedOff?: readonly WorkedOff[]) => {
        this.failIf('sends');
        await sender.send(outgoing, workedOff);
        this.failIf('answers');
      },
      close: () => sender.close(),
    };
  }

  consume(options: ConsumeOptions): Promise<Consumption> {
    return this.broker.consume({
      ...options,
      each: (batch) =>
        options.each({
          ...batch,
          commit: async (next) => {
            this.failIf('commits');
            await batch.commit(next);
          },
        }),
    });
  }

  everything(topic: string): AsyncIterable<Received> {
    return this.broker.everything(topic);
  }

  workedOff(group: string, topic: string): Promise<ReadonlyMap<number, string>> {
    return this.broker.workedOff(group, topic);
  }

  largest(topic: string): Promise<number> {
    return this.broker.largest(topic);
  }

  close(): Promise<void> {
    return this.broker.close();
  }

  private failIf(what: keyof Faults): void {
    if (this.faults[what] === 0) return;
    this.faults[what] -= 1;
    throw new BrokerUnavailable('The line failed');
  }
}
