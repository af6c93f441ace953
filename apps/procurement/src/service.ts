import { type DynamicModule, Module } from '@nestjs/common';
import type { EventStore } from '#event-store';
import { StoreModule } from '#platform';
import { ProcurementModule, type ProcurementOptions } from './procurement.module.js';

/** The gateway as a process of its own. */
@Module({})
export class ProcurementService {
  static of(store: EventStore, options: ProcurementOptions): DynamicModule {
    return {
      module: ProcurementService,
      imports: [StoreModule.of(store), ProcurementModule.register(options)],
    };
  }
}
