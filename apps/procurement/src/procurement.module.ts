import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Optional,
} from '@nestjs/common';
import type { Logger } from 'pino';
import type { Publisher } from '#contracts';
import { EventStore } from '#event-store';
import { Health, HealthModule, type KafkaConfig, Metrics, MetricsModule } from '#platform';
import { Gateway } from './gateway.js';
import { ProcurementHealth } from './health/health.js';
import { OcdsModule } from './ocds/ocds.module.js';
import { measureState, PublishedMetrics } from './outward/published-metrics.js';

export interface ProcurementOptions {
  /** Unset: nothing is published to Kafka and nothing received; what is asked over HTTP is answered all the same. */
  readonly kafka: KafkaConfig | undefined;
  /** Connection URL of the PostgreSQL database of the read models. */
  readonly readModelUrl: string;
  /** Who publishes OCDS releases. */
  readonly publisher: Publisher;
  readonly log: Logger;
}

/** The gateway to procurement systems. A global module must provide the `EventStore` it works on, and close it. */
@Module({})
export class ProcurementModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Optional() @Inject(Gateway) private readonly gateway: Gateway | undefined) {}

  static register({ kafka, publisher, log }: ProcurementOptions): DynamicModule {
    return {
      module: ProcurementModule,
      imports: [HealthModule, MetricsModule, OcdsModule.register(publisher)],
      providers: [
        {
          provide: Gateway,
          inject: [EventStore, Metrics],
          useFactory: (store: EventStore, metrics: Metrics) => {
            if (!kafka) return undefined;
            const published = new PublishedMetrics(metrics);
            return new Gateway(kafka, { store, publisher, log, onPublished: (load) => published.count(load) });
          },
        },
        {
          provide: ProcurementHealth,
          inject: [EventStore, Health, Metrics, { token: Gateway, optional: true }],
          useFactory: (store: EventStore, health: Health, metrics: Metrics, gateway?: Gateway) => {
            const ours = new ProcurementHealth(health, store, gateway?.publisher);
            measureState(ours, metrics);
            return ours;
          },
        },
      ],
    };
  }

  onApplicationBootstrap(): void {
    this.gateway?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.gateway?.stop();
  }
}
