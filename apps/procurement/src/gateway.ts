import type { Logger } from 'pino';
import type { Publisher as OcdsPublisher } from '#contracts';
import type { EventStore, Transactor } from '#event-store';
import type { KafkaConfig } from '#platform';
import { Inward } from './inward/inward.js';
import type { ReceivedMessages } from './inward/received.js';
import type { Broker } from './kafka/broker.js';
import { KafkaJsBroker } from './kafka/kafkajs.js';
import { publicLanguage } from './outward/language.js';
import { type OnPublished, Publisher } from './outward/publisher.js';

export interface GatewayParts {
  readonly store: EventStore;
  readonly transactor: Transactor;
  readonly received: ReceivedMessages;
  /** Who publishes OCDS releases. */
  readonly publisher: OcdsPublisher;
  readonly log: Logger;
  readonly onPublished?: OnPublished;
}

/** What runs beside the requests where a broker is configured. */
export class Gateway {
  private readonly broker: Broker;
  readonly publisher: Publisher;
  readonly inward: Inward;

  constructor(kafka: KafkaConfig, { store, transactor, received, publisher, log, ...parts }: GatewayParts) {
    const { gatewayId: gateway } = kafka;
    this.broker = new KafkaJsBroker(kafka, log);
    const language = publicLanguage(`/gateways/${gateway}`, publisher);
    this.inward = new Inward({ broker: this.broker, transactor, received, gateway, log });
    // Messages that are taken up for another store are lost to the one they are for.
    const onStore = (isSame: boolean) => (isSame ? this.inward.start() : this.inward.standBack());
    this.publisher = new Publisher({ store, broker: this.broker, gateway, language, log, onStore, ...parts });
  }

  /** Begins, and goes on trying for as long as there is no broker; receives once the store is known to be the right one. */
  start(): void {
    this.publisher.start();
  }

  /** Finishes what is under way. */
  async stop(): Promise<void> {
    await Promise.all([this.publisher.stop(), this.inward.stop()]);
    await this.broker.close();
  }
}
