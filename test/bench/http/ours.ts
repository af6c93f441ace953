import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import pg from 'pg';
import { PartnershipsModule } from '../../../apps/partnerships/src/partnerships.module.js';
import { refusals } from '../../../apps/partnerships/src/refusals.js';
import { EventStore, type NewEvent, openEventStore } from '../../../libs/event-store/src/index.js';
import { roles } from '../../../libs/partnership/src/index.js';
import { createHttpApplication, openEmbeddedIssuer, openLog, Tokens } from '../../../libs/platform/src/index.js';
import { answering, past } from './target.js';

answering(async ({ url, partnerships, length, others, longest }) => {
  const store = await openEventStore(url);
  const ids = Array.from({ length: partnerships }, () => randomUUID());
  const hold = async (held: readonly string[], events: number) => {
    for (let from = 0; from < held.length; from += 8) {
      const some = held.slice(from, from + 8);
      await Promise.all(some.map((id) => store.append(`partnership-${id}`, 'absent', past(id, events) as NewEvent[])));
    }
  };
  await hold(ids, length);
  await hold(
    Array.from({ length: others }, () => randomUUID()),
    longest,
  );
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('vacuum analyze event_store.events');
  await client.end();

  @Global()
  @Module({ providers: [{ provide: EventStore, useValue: store }], exports: [EventStore] })
  class StoreModule {}
  @Module({ imports: [StoreModule, PartnershipsModule] })
  class Composed {}

  const issuer = await openEmbeddedIssuer(await mkdtemp(join(tmpdir(), 'medspil-bench-http-')));
  const app = await createHttpApplication(Composed, {
    api: { title: 'Medspil', description: '', version: '0' },
    refusals,
    tokens: new Tokens({ ...issuer, roles }),
    log: openLog('info'),
    bodyLimit: 256 * 1024,
  });
  await app.listen(0, '127.0.0.1');
  const who = { subject: 'pm-1', role: 'project-manager', organisation: '0250', expiresIn: '8h' };
  const headers = { authorization: `Bearer ${await issuer.mint(who)}` };
  return { port: (app.getHttpServer().address() as AddressInfo).port, headers, partnerships: ids };
});
