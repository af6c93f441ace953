import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { EventStore, type Json, MemoryEventStore } from '#event-store';
import { partnershipRefusals, roles } from '#partnership';
import { createHttpApplication, openEmbeddedIssuer, openLog, type Principal, Tokens } from '#platform';
import { freshDatabase } from '../../../test/support/postgres.js';
import type { Happening } from '../src/events.js';
import { Freshness } from '../src/freshness.js';
import { InsightModule } from '../src/insight.module.js';
import { projections } from '../src/read-models.js';
import { insightRefusals } from '../src/refusals.js';
import { DatedStore } from './dated.js';

@Global()
@Module({})
class StoreModule {
  static of(store: EventStore): DynamicModule {
    return { module: StoreModule, providers: [{ provide: EventStore, useValue: store }], exports: [EventStore] };
  }
}

/** The day the tests are read on, as in the partnership's own stories. */
export const today = '2026-06-01';

export const municipality: Principal = { subject: 'pm-1', role: 'project-manager', organisation: '0250' };
export const foreign: Principal = { subject: 'pm-9', role: 'project-manager', organisation: '0751' };
export const partner: Principal = { subject: 'partner-1', role: 'partner', organisation: '11111111' };
export const competitor: Principal = { subject: 'partner-2', role: 'partner', organisation: '22222222' };
export const auditor: Principal = { subject: 'audit-1', role: 'auditor', organisation: '0000' };

export interface Told {
  readonly by?: string;
  readonly occurredOn?: string;
  readonly illustrative?: readonly string[];
  readonly source?: string;
}

export interface Insight {
  readonly url: string;
  readonly store: EventStore;
  readonly pool: pg.Pool;
  readonly app: NestFastifyApplication;
  /** What was logged, as JSON lines. */
  readonly logged: string[];
  /** Appends to the partnership's stream, or to the stream of a KPI; answers the position. */
  happened(partnershipId: string, events: readonly Happening[], told?: Told): Promise<number>;
  /** Waits until every read model has worked in what stands up to a position. */
  reached(position: number): Promise<void>;
  /** An answer's status and JSON body. */
  get(
    principal: Principal | undefined,
    path: string,
    headers?: Record<string, string>,
    // biome-ignore lint/suspicious/noExplicitAny: answers are looked into, not typed
  ): Promise<{ status: number; body: any; text: string; bytes: Buffer; headers: Record<string, unknown> }>;
  /** The Authorization header of somebody, for answers that are read as they come. */
  /** What to send as Authorization; good for an hour unless given. */
  bearer(principal: Principal, expiresIn?: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * The read side on a database and a store of its own, all of it at the time of a clock: one that stands on the test's
 * day unless given, or the real ones.
 */
export async function openInsight(
  kept: EventStore = new MemoryEventStore(),
  clock: (() => Date) | 'by-the-clock' = () => new Date(`${today}T10:00:00Z`),
): Promise<Insight> {
  const now = clock === 'by-the-clock' ? () => new Date() : clock;
  const store = clock === 'by-the-clock' ? kept : new DatedStore(kept, clock);
  const database = await freshDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'medspil-insight-'));
  const issuer = await openEmbeddedIssuer(directory);
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => {});
  const logged: string[] = [];
  const log = openLog('info', { write: (line) => logged.push(line) });
  const module: DynamicModule = {
    module: class InsightOnly {},
    imports: [StoreModule.of(store), InsightModule.register({ url: database.url, log, now })],
  };
  const app = await createHttpApplication(module, {
    api: { title: 'Insight', description: 'For the test', version: '1' },
    refusals: { ...partnershipRefusals, ...insightRefusals },
    tokens: new Tokens({ issuer: issuer.issuer, audience: issuer.audience, keys: issuer.keys, roles }),
    log,
    bodyLimit: 10_000,
  });
  const bearer = async (principal: Principal, expiresIn = '1h') =>
    `Bearer ${await issuer.mint({ ...principal, expiresIn })}`;
  return {
    url: database.url,
    store,
    pool,
    app,
    logged,
    async happened(partnershipId, events, { by = 'pm-1', occurredOn = '2026-05-01', ...told } = {}) {
      let position = 0;
      for (const { type, data } of events) {
        const ofKpi = type.startsWith('Measurement') ? (data as { kpi: string }).kpi : undefined;
        const stream = ofKpi === undefined ? `partnership-${partnershipId}` : `kpi-${partnershipId}-${ofKpi}`;
        const metadata = { by, role: 'project-manager', organisation: '0250', occurredOn, ...told } as unknown as Json;
        const event = { id: randomUUID(), type, data: data as unknown as Json, metadata };
        ({ position } = await store.append(stream, 'any', [event]));
      }
      return position;
    },
    async get(principal, path, headers = {}) {
      const answer = await app.inject({
        method: 'GET',
        url: path,
        headers: { ...(principal && { authorization: await bearer(principal) }), ...headers },
      });
      const body = `${answer.headers['content-type']}`.includes('json') ? answer.json() : undefined;
      return { status: answer.statusCode, body, text: answer.body, bytes: answer.rawPayload, headers: answer.headers };
    },
    bearer,
    async reached(position) {
      const names = projections.map(({ name }) => name);
      await app.get(Freshness).reach(names, position);
    },
    async close() {
      await app.close();
      await store.close();
      await pool.end();
      await database.drop();
      await rm(directory, { recursive: true });
    },
  };
}
