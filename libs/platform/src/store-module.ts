import { type DynamicModule, Global, Module } from '@nestjs/common';
import { EventStore } from '#event-store';
import { Health, HealthModule } from './health.js';
import { StoreHealth } from './store-health.js';

/** The event store of a process, for all of its modules; its health tells whether it can be reached. */
@Global()
@Module({})
export class StoreModule {
  static of(store: EventStore): DynamicModule {
    return {
      module: StoreModule,
      imports: [HealthModule],
      providers: [
        { provide: EventStore, useValue: store },
        { provide: StoreHealth, inject: [Health], useFactory: (health: Health) => new StoreHealth(store, health) },
      ],
      exports: [EventStore],
    };
  }
}
