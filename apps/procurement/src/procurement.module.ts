import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Optional,
} from '@nestjs/common';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Publisher } from '#contracts';
import { EventStore, Transactor } from '#event-store';
import { AppendMetrics, Health, HealthModule, type KafkaConfig, Metrics, MetricsModule } from '#platform';
import { Gateway } from './gateway.js';
import { ProcurementHealth } from './health/health.js';
import { measureInward } from './inward/metrics.js';
import { ReceivedMessages } from './inward/received.js';
import { OcdsModule } from './ocds/ocds.module.js';
import { measureState, PublishedMetrics } from './outward/published-metrics.js';
import type { OnPublished } from './outward/publisher.js';
import { prepareTables } from './read-models.js';
import { HeardMessages } from './reconciliation/heard.js';
import { ReconciliationController } from './reconciliation/reconciliation.controller.js';
import { Reconciliation } from './reconciliation/reconciliation.js';

export interface ProcurementOptions {
  /** Unset: nothing is published to Kafka and nothing received; what is asked over HTTP is answered all the same. */
  readonly kafka: KafkaConfig | undefined;
  /** Connection URL of the PostgreSQL database of the read models. */
  readonly readModelUrl: string;
  /** Who publishes OCDS releases. */
  readonly publisher: Publisher;
  readonly log: Logger;
}

const READ_MODEL_URL = Symbol('url of the read models');

/** The gateway to procurement systems. A global module must provide the `EventStore` it works on, and close it. */
@Module({})
export class ProcurementModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Optional() @Inject(Gateway) private readonly gateway: Gateway | undefined,
    // tsc does not see the class behind this type.
    @Inject(pg.Pool) private readonly pool: pg.Pool,
    @Inject(READ_MODEL_URL) private readonly readModelUrl: string,
  ) {}

  static register({ kafka, readModelUrl, publisher, log }: ProcurementOptions): DynamicModule {
    const pool = new pg.Pool({ connectionString: readModelUrl, max: 8, connectionTimeoutMillis: 10_000 });
    pool.on('error', (error) => log.warn({ err: error }, 'A connection to the received messages was lost'));
    return {
      module: ProcurementModule,
      imports: [HealthModule, MetricsModule, OcdsModule.register(publisher)],
      controllers: [ReconciliationController],
      providers: [
        { provide: pg.Pool, useValue: pool },
        { provide: READ_MODEL_URL, useValue: readModelUrl },
        { provide: ReceivedMessages, useFactory: () => new ReceivedMessages(pool) },
        {
          provide: Transactor,
          inject: [EventStore, AppendMetrics],
          useFactory: (store: EventStore, appends: AppendMetrics) =>
            new Transactor(store, { measure: appends.of(store) }),
        },
        {
          provide: Gateway,
          inject: [EventStore, Transactor, ReceivedMessages, Metrics],
          useFactory: (store: EventStore, transactor: Transactor, received: ReceivedMessages, metrics: Metrics) => {
            if (!kafka) return undefined;
            const published = new PublishedMetrics(metrics);
            const onPublished: OnPublished = (load) => published.count(load);
            return new Gateway(kafka, { store, transactor, received, publisher, log, onPublished });
          },
        },
        {
          provide: Reconciliation,
          inject: [EventStore, Transactor, { token: Gateway, optional: true }],
          useFactory: (store: EventStore, transactor: Transactor, gateway?: Gateway) =>
            new Reconciliation(store, transactor, new HeardMessages(pool), () => {
              const { state, position } = gateway?.publisher ?? {};
              return { state: state?.state ?? 'off', ...(position !== undefined && { position }) };
            }),
        },
        {
          provide: ProcurementHealth,
          inject: [EventStore, ReceivedMessages, Health, Metrics, { token: Gateway, optional: true }],
          useFactory: (
            store: EventStore,
            received: ReceivedMessages,
            health: Health,
            metrics: Metrics,
            gateway?: Gateway,
          ) => {
            const ours = new ProcurementHealth(health, store, received, gateway);
            measureState(ours, metrics);
            measureInward(ours, metrics);
            return ours;
          },
        },
      ],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    await prepareTables(this.readModelUrl);
    this.gateway?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.gateway?.stop();
    await this.pool.end();
  }
}
