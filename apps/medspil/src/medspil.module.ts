import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { type Config, StoreModule } from '#platform';
import { DashboardModule } from '../../dashboard/src/dashboard.module.js';
import { InsightModule } from '../../insight/src/insight.module.js';
import { PartnershipsModule } from '../../partnerships/src/partnerships.module.js';
import { ProcurementModule } from '../../procurement/src/procurement.module.js';
import type { Installation } from './installation.js';

/** All of Medspil in one process: commands, queries and the pages. */
@Module({})
export class MedspilModule {
  static of(
    { store, readModelUrl }: Installation,
    { kafka, publisher }: Pick<Config, 'kafka' | 'publisher'>,
    log: Logger,
  ): DynamicModule {
    return {
      module: MedspilModule,
      imports: [
        StoreModule.of(store),
        PartnershipsModule,
        InsightModule.register({ url: readModelUrl, log }),
        ProcurementModule.register({ kafka, readModelUrl, publisher, log }),
        DashboardModule,
      ],
    };
  }
}
