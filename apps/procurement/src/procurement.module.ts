import { type DynamicModule, Module } from '@nestjs/common';
import { Health, HealthModule, MetricsModule } from '#platform';
import type { Log } from '#projection';
import { ProcurementHealth } from './health/health.js';

export interface ProcurementOptions {
  /** Connection URL of the PostgreSQL database of the read models. */
  readonly readModelUrl: string;
  readonly log: Log;
}

/** The gateway to procurement systems. A global module must provide the `EventStore` it reads from, and close it. */
@Module({})
export class ProcurementModule {
  static register(_options: ProcurementOptions): DynamicModule {
    return {
      module: ProcurementModule,
      imports: [HealthModule, MetricsModule],
      controllers: [],
      providers: [
        { provide: ProcurementHealth, inject: [Health], useFactory: (health: Health) => new ProcurementHealth(health) },
      ],
    };
  }
}
