import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventStore } from '#event-store';
import { type Role, roles } from '#partnership';
import { createHttpApplication, openEmbeddedIssuer, openLog, Tokens } from '#platform';
import { PartnershipsModule } from '../src/partnerships.module.js';
import { refusals } from '../src/refusals.js';

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came back
  readonly body: any;
}

export interface Caller {
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
}

interface Who {
  readonly organisation?: string;
  readonly subject?: string;
  readonly permissions?: readonly string[];
}

export interface Running {
  readonly app: NestFastifyApplication;
  /** Somebody with a token; of Frederikssund unless another organisation is given. */
  as(role: Role, who?: Who): Promise<Caller>;
  /** The headers of such a caller. */
  credentials(role: Role, who?: Who): Promise<{ authorization: string }>;
  stop(): Promise<void>;
}

/** The command side on a store, as one process runs it. */
export async function running(store: EventStore, bodyLimit = 256 * 1024): Promise<Running> {
  @Global()
  @Module({ providers: [{ provide: EventStore, useValue: store }], exports: [EventStore] })
  class StoreModule {}

  @Module({ imports: [StoreModule, PartnershipsModule] })
  class Composed {}

  const directory = await mkdtemp(join(tmpdir(), 'medspil-partnerships-'));
  const issuer = await openEmbeddedIssuer(directory);
  const app = await createHttpApplication(Composed, {
    api: { title: 'Partnerships', description: 'Test', version: '0' },
    refusals,
    tokens: new Tokens({ ...issuer, roles }),
    log: openLog('error'),
    bodyLimit,
  });

  const credentials = async (role: Role, { organisation = '0250', subject = `${role}-1`, permissions }: Who = {}) => {
    const who = { subject, role, organisation, ...(permissions && { permissions }) };
    return { authorization: `Bearer ${await issuer.mint({ ...who, expiresIn: '1h' })}` };
  };

  return {
    app,
    credentials,
    async as(role, who) {
      const { authorization } = await credentials(role, who);
      return {
        async post(url, body, more = {}) {
          const headers = { authorization, 'content-type': 'application/json', ...more };
          const payload = typeof body === 'string' ? body : JSON.stringify(body);
          const answer = await app.inject({ method: 'POST', url, headers, payload });
          return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
        },
      };
    },
    async stop() {
      await app.close();
      await rm(directory, { recursive: true });
    },
  };
}

export const registration = {
  caseNumber: '27.36.00-G01-12-25',
  title: 'Dehydration of the elderly',
  leadOrganisation: '0250',
  leadOrganisationName: 'Frederikssund Kommune',
  route: 'innovation-partnership',
  classification: {
    theme: 'time-and-workforce',
    sectorArea: 'elderly-and-health',
    mainPurpose: 'quality-for-citizens',
    innovationTypes: ['product'],
    legalForm: 'agreement',
    subjectNumber: '27.36.00',
  },
};

/** Registers a partnership of Frederikssund and gives its address. */
export async function registered(caller: Caller, caseNumber = registration.caseNumber): Promise<string> {
  const { body } = await caller.post('/partnerships', { ...registration, caseNumber });
  return `/partnerships/${body.id}`;
}
