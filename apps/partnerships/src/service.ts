import { type DynamicModule, Global, Module } from '@nestjs/common';
import { EventStore } from '#event-store';
import { Health, HealthModule, StoreHealth } from '#platform';
import { PartnershipsModule } from './partnerships.module.js';

/** The command side as a process of its own. */
@Global()
@Module({})
export class PartnershipsService {
  static of(store: EventStore): DynamicModule {
    return {
      module: PartnershipsService,
      imports: [HealthModule, PartnershipsModule],
      providers: [
        { provide: EventStore, useValue: store },
        { provide: StoreHealth, inject: [Health], useFactory: (health: Health) => new StoreHealth(store, health) },
      ],
      exports: [EventStore],
    };
  }
}
