import type { Logger } from 'pino';
import type { Publisher as OcdsPublisher } from '#contracts';
import type { EventStore } from '#event-store';
import type { KafkaConfig } from '#platform';
import type { Broker } from './kafka/broker.js';
import { KafkaJsBroker } from './kafka/kafkajs.js';
import { publicLanguage } from './outward/language.js';
import { type OnPublished, Publisher } from './outward/publisher.js';

export interface GatewayParts {
  readonly store: EventStore;
  /** Who publishes OCDS releases. */
  readonly publisher: OcdsPublisher;
  readonly log: Logger;
  readonly onPublished?: OnPublished;
}

/** What runs beside the requests where a broker is configured. */
export class Gateway {
  private readonly broker: Broker;
  readonly publisher: Publisher;

  constructor(kafka: KafkaConfig, { store, publisher, log, ...parts }: GatewayParts) {
    const { gatewayId: gateway } = kafka;
    this.broker = new KafkaJsBroker(kafka, log);
    const language = publicLanguage(`/gateways/${gateway}`, publisher);
    this.publisher = new Publisher({ store, broker: this.broker, gateway, language, log, ...parts });
  }

  /** Begins, and goes on trying for as long as there is no broker. */
  start(): void {
    this.publisher.start();
  }

  /** Finishes what is under way. */
  async stop(): Promise<void> {
    await this.publisher.stop();
    await this.broker.close();
  }
}
