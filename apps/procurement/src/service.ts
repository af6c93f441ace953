import { type DynamicModule, Global, Module } from '@nestjs/common';
import { EventStore } from '#event-store';
import { Health, StoreHealth } from '#platform';
import { ProcurementModule, type ProcurementOptions } from './procurement.module.js';

/** The gateway as a process of its own. */
@Global()
@Module({})
export class ProcurementService {
  static of(store: EventStore, options: ProcurementOptions): DynamicModule {
    return {
      module: ProcurementService,
      imports: [ProcurementModule.register(options)],
      providers: [
        { provide: EventStore, useValue: store },
        { provide: StoreHealth, inject: [Health], useFactory: (health: Health) => new StoreHealth(store, health) },
      ],
      exports: [EventStore],
    };
  }
}
