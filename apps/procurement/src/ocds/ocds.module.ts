import { type DynamicModule, Module } from '@nestjs/common';
import type { Publisher } from '#contracts';
import { EventStore } from '#event-store';
import { OcdsController } from './ocds.controller.js';
import { Releases } from './releases.js';

/** OCDS releases and records. A global module must provide the `EventStore` they are made from. */
@Module({})
export class OcdsModule {
  static register(publisher: Publisher): DynamicModule {
    return {
      module: OcdsModule,
      controllers: [OcdsController],
      providers: [
        { provide: Releases, inject: [EventStore], useFactory: (store: EventStore) => new Releases(store, publisher) },
      ],
    };
  }
}
