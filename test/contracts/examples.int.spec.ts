import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventStore, openEventStore } from '#event-store';
import { measurementRefusals, partnershipRefusals, roles } from '#partnership';
import { createHttpApplication, openEmbeddedIssuer, openLog, Tokens } from '#platform';
import { examples } from '../../apps/medspil/src/examples/all.js';
import { drive } from '../../apps/medspil/src/examples/drive.js';
import { PartnershipsModule } from '../../apps/partnerships/src/partnerships.module.js';
import { toldOf } from '../../apps/procurement/src/outward/told.js';
import { fieldOf, leaves, valueAt } from './leaves.js';
import { leaving } from './leaving.js';
import { published, type Step } from './story.js';
import { faultsOf } from './valid.js';

const store = await openEventStore('memory:');

@Global()
@Module({ providers: [{ provide: EventStore, useValue: store }], exports: [EventStore] })
class StoreModule {}

@Module({ imports: [StoreModule, PartnershipsModule] })
class CommandsModule {}

let directory: string;
let app: NestFastifyApplication;
/** By the title of the example. */
const stories = new Map<string, Step[]>();

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'medspil-messages-'));
  const issuer = await openEmbeddedIssuer(directory);
  app = await createHttpApplication(CommandsModule, {
    api: { title: 'Commands', description: 'Of the examples', version: '1' },
    refusals: { ...partnershipRefusals, ...measurementRefusals },
    tokens: new Tokens({ issuer: issuer.issuer, audience: issuer.audience, keys: issuer.keys, roles }),
    log: openLog('silent'),
    bodyLimit: 1_048_576,
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  for (const example of examples) {
    const from = await store.head();
    await drive(example, {
      url,
      token: ({ subject, role, organisation }) => issuer.mint({ subject, role, organisation, expiresIn: '1h' }),
      progress: () => {},
    });
    const { events, end } = await store.readAll(from, { max: 10_000 });
    if (!end) throw new Error(`${example.title} is longer than one page`);
    stories.set(
      example.title,
      published(events.filter(({ stream }) => /^(partnership|kpi)-/.test(stream)).map(toldOf)),
    );
  }
});
afterAll(async () => {
  await app.close();
  await store.close();
  await rm(directory, { recursive: true });
});

describe.each(examples.map((example) => [example.title, example] as const))('%s', (title, { steps }) => {
  const told = () => stories.get(title) as Step[];
  const messages = () => told().flatMap((step) => step.messages);
  /** What stands in the fields of the events, each with whether it may leave. */
  const texts = () =>
    told().flatMap(({ told: { event } }) =>
      leaves(event.data).map((path) => ({
        text: String(valueAt(event.data, path)),
        leaves: leaving[event.type]?.includes(fieldOf(path)) ?? false,
      })),
    );

  it('is told as the schemas say', () => {
    expect(messages().length).toBeGreaterThan(20);
    expect(faultsOf(messages())).toEqual([]);
  });

  it('names nobody', () => {
    const text = JSON.stringify(messages());
    const subjects = new Set(steps.map(({ subject }) => subject));
    expect([...subjects].filter((subject) => text.includes(subject))).toEqual([]);
  });

  it('keeps every text back that nothing lets leave', () => {
    const free = new Set(texts().flatMap((one) => (one.leaves ? [one.text] : [])));
    const kept = texts().flatMap((one) =>
      /\s/.test(one.text) && !one.leaves && !free.has(one.text) ? [one.text] : [],
    );
    const text = JSON.stringify(messages());
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.filter((one) => text.includes(JSON.stringify(one).slice(1, -1)))).toEqual([]);
  });

  it('says of every number of a company that no source gives that it is an example', () => {
    const companies = messages().flatMap(({ type, data }) =>
      leaves(data).flatMap((path) => (/cvr$/i.test(fieldOf(path)) ? [{ type, field: fieldOf(path), data }] : [])),
    );
    const unsaid = companies.filter(({ field, data }) => {
      const marks = (data as { illustrative?: string[] }).illustrative ?? [];
      return !marks.some((mark) => field === mark || field.startsWith(`${mark}.`));
    });
    expect(companies.length).toBeGreaterThan(0);
    expect(unsaid.map(({ type, field }) => `${type} ${field}`)).toEqual([]);
  });
});
