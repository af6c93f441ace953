import { type DynamicModule, Module } from '@nestjs/common';
import type { EventStore } from '#event-store';
import { StoreModule } from '#platform';
import { DashboardModule } from '../../dashboard/src/dashboard.module.js';
import { InsightModule, type InsightOptions } from './insight.module.js';

/** The read side as a process of its own, with the pages that show it. */
@Module({})
export class InsightService {
  static of(store: EventStore, options: InsightOptions): DynamicModule {
    return {
      module: InsightService,
      imports: [StoreModule.of(store), InsightModule.register(options), DashboardModule],
    };
  }
}
