import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import pg from 'pg';
import { EventStore } from '#event-store';
import { Health, HealthModule, Metrics, MetricsModule } from '#platform';
import type { Log } from '#projection';
import { FiguresController } from './case-figures/figures.controller.js';
import { figureHandlers } from './case-figures/handlers.js';
import { ExplainBenefitHandler } from './explanation/explain-benefit.js';
import { ExplainKpiHandler } from './explanation/explain-kpi.js';
import { ExplanationController } from './explanation/explanation.controller.js';
import { Freshness } from './freshness.js';
import { ReadModelsHealth } from './health/health.js';
import { ProjectionMetrics } from './health/projection-metrics.js';
import { KpisController } from './kpis/kpis.controller.js';
import { ListMeasurementsHandler } from './kpis/list-measurements.js';
import { ShowKpiHandler, ShowKpisHandler } from './kpis/show.js';
import { ChangesController } from './live/changes.controller.js';
import { Changes } from './live/changes.js';
import { ListMilestonesHandler } from './milestones/list.js';
import { MilestonesController } from './milestones/milestones.controller.js';
import { OverviewController } from './overview/overview.controller.js';
import { ShowOverviewHandler } from './overview/show.js';
import { ListBenefitsHandler } from './portfolio/benefits.js';
import { ExplainPortfolioHandler } from './portfolio/explain.js';
import { PortfolioController } from './portfolio/portfolio.controller.js';
import { ShowPortfolioHandler } from './portfolio/show.js';
import { INSIGHT_SCHEMA, READ_MODELS_SESSION } from './read-models.js';
import { Readings } from './reading.js';
import { ReportController } from './report/report.controller.js';
import { ShowStandingHandler } from './report/standing.js';
import { ShowTimelineHandler } from './timeline/show.js';
import { TimelineController } from './timeline/timeline.controller.js';
import { ListPartnershipsHandler } from './worklist/list.js';
import { WorklistController } from './worklist/worklist.controller.js';

export interface InsightOptions {
  /** Connection URL of the PostgreSQL database of the read models. */
  readonly url: string;
  readonly log: Log;
  /** Schema of the read models; `insight` unless given. */
  readonly schema?: string;
  /** The time; the server's unless given. */
  readonly now?: () => Date;
}

/** The read side. A global module must provide the `EventStore` it reads from, and close it. */
@Module({})
export class InsightModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly freshness: Freshness,
    // tsc does not see the class behind this type.
    @Inject(pg.Pool) private readonly pool: pg.Pool,
  ) {}

  static register({ url, log, schema = INSIGHT_SCHEMA, now = () => new Date() }: InsightOptions): DynamicModule {
    const pool = new pg.Pool({
      connectionString: url,
      application_name: READ_MODELS_SESSION,
      // One stays, by which it is seen that this process runs.
      min: 1,
      max: 24,
      connectionTimeoutMillis: 10_000,
    });
    pool.on('error', (error) => log.warn({ err: error }, 'A connection to the read models was lost'));
    return {
      module: InsightModule,
      imports: [CqrsModule, HealthModule, MetricsModule],
      controllers: [
        WorklistController,
        OverviewController,
        MilestonesController,
        TimelineController,
        KpisController,
        ReportController,
        ExplanationController,
        ChangesController,
        FiguresController,
        PortfolioController,
      ],
      providers: [
        { provide: pg.Pool, useValue: pool },
        {
          provide: Freshness,
          inject: [EventStore],
          useFactory: (store: EventStore) => new Freshness({ store, pool, schema, log }, url),
        },
        {
          provide: ReadModelsHealth,
          inject: [Freshness, Health],
          useFactory: (freshness: Freshness, health: Health) => new ReadModelsHealth(freshness, health),
        },
        {
          provide: ProjectionMetrics,
          inject: [ReadModelsHealth, Metrics],
          useFactory: (health: ReadModelsHealth, metrics: Metrics) => new ProjectionMetrics(health, metrics),
        },
        {
          provide: Readings,
          inject: [Freshness],
          useFactory: (freshness: Freshness) => new Readings(freshness, now),
        },
        {
          provide: Changes,
          inject: [Readings, Freshness],
          useFactory: (readings: Readings, freshness: Freshness) => new Changes(readings, freshness),
        },
        ListPartnershipsHandler,
        ShowOverviewHandler,
        ListMilestonesHandler,
        ShowTimelineHandler,
        ShowKpisHandler,
        ShowKpiHandler,
        ListMeasurementsHandler,
        ShowStandingHandler,
        ShowPortfolioHandler,
        ListBenefitsHandler,
        ExplainPortfolioHandler,
        ExplainKpiHandler,
        ExplainBenefitHandler,
        ...figureHandlers,
      ],
      exports: [Freshness, ReadModelsHealth],
    };
  }

  onApplicationBootstrap(): Promise<void> {
    return this.freshness.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.freshness.stop();
    await this.pool.end();
  }
}
