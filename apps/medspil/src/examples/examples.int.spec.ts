import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventStore, openEventStore } from '#event-store';
import { measurementRefusals, partnershipRefusals, roles } from '#partnership';
import { createHttpApplication, type EmbeddedIssuer, openEmbeddedIssuer, openLog, Tokens } from '#platform';
import { PartnershipsModule } from '../../../partnerships/src/partnerships.module.js';
import { examples } from './all.js';
import { drive } from './drive.js';
import { i, type Step, toBody } from './step.js';

const store = await openEventStore('memory:');

@Global()
@Module({ providers: [{ provide: EventStore, useValue: store }], exports: [EventStore] })
class StoreModule {}

@Module({ imports: [StoreModule, PartnershipsModule] })
class CommandsModule {}

let directory: string;
let issuer: EmbeddedIssuer;
let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'medspil-examples-'));
  issuer = await openEmbeddedIssuer(directory);
  app = await createHttpApplication(CommandsModule, {
    api: { title: 'Commands', description: 'Of the examples', version: '1' },
    refusals: { ...partnershipRefusals, ...measurementRefusals },
    tokens: new Tokens({ issuer: issuer.issuer, audience: issuer.audience, keys: issuer.keys, roles }),
    log: openLog('silent'),
    bodyLimit: 1_048_576,
  });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(async () => {
  await app.close();
  await store.close();
  await rm(directory, { recursive: true });
});

const token = ({ subject, role, organisation }: Step) => issuer.mint({ subject, role, organisation, expiresIn: '1h' });
const run = (example: (typeof examples)[number]) => drive(example, { url, token, progress: () => {} });

describe('the examples', () => {
  it.each(examples.map((example) => [example.title, example] as const))(
    'record %s step by step, and once only when run twice',
    async (_, example) => {
      const first = await run(example);
      expect(first.repeated).toBe(0);
      const head = await store.head();
      const second = await run(example);
      expect(second).toEqual({ ...first, repeated: example.steps.length });
      expect(await store.head()).toBe(head);
    },
  );

  it.each(examples.map((example) => [example.title, example] as const))(
    'tell %s in the order it happened, and leave no day out',
    async (_, example) => {
      const { partnershipId } = await run(example);
      const { events, end } = await store.readAll(0, { max: 10_000 });
      const told = events.flatMap(({ stream, type, data, metadata, recordedAt }) => {
        const { partnershipId: of } = data as { partnershipId?: string };
        if (stream !== `partnership-${partnershipId}` && of !== partnershipId) return [];
        return [{ type, occurredOn: (metadata as { occurredOn: string }).occurredOn, recordedAt }];
      });
      const days = told.map(({ occurredOn }) => occurredOn);

      expect(end).toBe(true);
      expect(told.length).toBeGreaterThanOrEqual(example.steps.length);
      expect(days).toEqual(days.toSorted());
      // A step without a day would have happened when it was recorded.
      expect(told.filter(({ occurredOn, recordedAt }) => occurredOn >= recordedAt.slice(0, 10))).toEqual([]);
    },
  );
});

describe('a server with another DATA_DIR', () => {
  it('is told from a fault: the tokens must be made with its key', async () => {
    const elsewhere = await mkdtemp(join(tmpdir(), 'medspil-elsewhere-'));
    const other = await openEmbeddedIssuer(elsewhere);
    const foreign = ({ subject, role, organisation }: Step) =>
      other.mint({ subject, role, organisation, expiresIn: '1h' });
    await expect(drive(examples[0]!, { url, token: foreign, progress: () => {} })).rejects.toThrow(
      'made with the key in DATA_DIR, and it must be the DATA_DIR of that server',
    );
    await rm(elsewhere, { recursive: true });
  });
});

describe('a value no source gives', () => {
  it('is sent bare, and its field is named as illustrative', () => {
    expect(
      toBody({
        title: 'A',
        plannedOn: i('2024-01-01'),
        phases: [{ no: 1, valueOere: i(5) }],
        baseline: { value: '300', n: i(4) },
      }),
    ).toEqual({
      title: 'A',
      plannedOn: '2024-01-01',
      phases: [{ no: 1, valueOere: 5 }],
      baseline: { value: '300', n: 4 },
      illustrative: ['plannedOn', 'phases', 'baseline.n'],
    });
  });

  it('marks its own measurement and no other', () => {
    expect(toBody({ measurements: [{ value: i('1') }, { value: '2' }] })).toEqual({
      measurements: [{ value: '1', illustrative: true }, { value: '2' }],
    });
  });
});
