import { type DynamicModule, Global, Module } from '@nestjs/common';
import { EventStore } from '#event-store';
import { Health, StoreHealth } from '#platform';
import { DashboardModule } from '../../dashboard/src/dashboard.module.js';
import { InsightModule, type InsightOptions } from './insight.module.js';

/** The read side as a process of its own, with the pages that show it. */
@Global()
@Module({})
export class InsightService {
  static of(store: EventStore, options: InsightOptions): DynamicModule {
    return {
      module: InsightService,
      imports: [InsightModule.register(options), DashboardModule],
      providers: [
        { provide: EventStore, useValue: store },
        { provide: StoreHealth, inject: [Health], useFactory: (health: Health) => new StoreHealth(store, health) },
      ],
      exports: [EventStore],
    };
  }
}
