import { type DynamicModule, Module } from '@nestjs/common';
import type { EventStore } from '#event-store';
import { StoreModule } from '#platform';
import { PartnershipsModule } from './partnerships.module.js';

/** The command side as a process of its own. */
@Module({})
export class PartnershipsService {
  static of(store: EventStore): DynamicModule {
    return {
      module: PartnershipsService,
      imports: [StoreModule.of(store), PartnershipsModule],
    };
  }
}
