import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { compiled, ocidOf, type Release } from '#contracts';
import { EventStore, type Json, MemoryEventStore } from '#event-store';
import { type MeasurementEvent, type PartnershipEvent, partnershipRefusals, roles } from '#partnership';
import { createHttpApplication, openEmbeddedIssuer, openLog, type Principal, Tokens } from '#platform';
import { followedUp } from '../../../../libs/partnership/test/story-from-contract.js';
import { OcdsModule } from './ocds.module.js';
import { ocdsRefusals } from './refusals.js';

const municipality: Principal = { subject: 'pm-1', role: 'project-manager', organisation: '0250' };
const elsewhere: Principal = { subject: 'pm-9', role: 'project-manager', organisation: '0751' };
const partner: Principal = { subject: 'partner-1', role: 'partner', organisation: '11111111' };
const auditor: Principal = { subject: 'audit-1', role: 'auditor', organisation: '0000' };
const publisher = { prefix: 'ocds-abc123', name: 'Frederikssund Kommune', scheme: 'DK-CVR', uid: '29189129' };

const [mine, theirs] = [randomUUID(), randomUUID()];
const store = new MemoryEventStore();
let app: NestFastifyApplication;
let directory: string;
let token: (principal: Principal) => Promise<string>;

@Global()
@Module({ providers: [{ provide: EventStore, useValue: store }], exports: [EventStore] })
class StoreModule {}

async function happened(stream: string, events: readonly (PartnershipEvent | MeasurementEvent)[]): Promise<void> {
  for (const { type, data } of events) {
    const metadata = { by: 'pm-1', occurredOn: '2026-03-01', schemaVersion: 1 };
    await store.append(stream, 'any', [{ id: randomUUID(), type, data: data as unknown as Json, metadata }]);
  }
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'medspil-ocds-'));
  const issuer = await openEmbeddedIssuer(directory);
  const module: DynamicModule = { module: class OcdsOnly {}, imports: [StoreModule, OcdsModule.register(publisher)] };
  app = await createHttpApplication(module, {
    api: { title: 'OCDS', description: 'For the test', version: '1' },
    refusals: { ...partnershipRefusals, ...ocdsRefusals },
    tokens: new Tokens({ ...issuer, roles }),
    log: openLog('silent'),
    bodyLimit: 10_000,
  });
  token = (principal) => issuer.mint({ ...principal, expiresIn: '1h' });
  const [registered, ...rest] = followedUp as readonly PartnershipEvent[];
  await happened(`partnership-${mine}`, [registered!, ...rest.slice(0, 20)]);
  const other = { ...(registered!.data as object), leadOrganisation: '0751', leadOrganisationName: 'Aarhus Kommune' };
  await happened(`partnership-${theirs}`, [{ ...registered!, data: other } as PartnershipEvent]);
  await happened(`partnership-${mine}`, rest.slice(20));
});
afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

async function get(principal: Principal, url: string, more: Record<string, string> = {}) {
  const headers = { authorization: `Bearer ${await token(principal)}`, host: 'medspil.example', ...more };
  const { statusCode, body } = await app.inject({ method: 'GET', url, headers });
  return { status: statusCode, body: JSON.parse(body) };
}

/** Follows links.next to the end. */
async function everything(principal: Principal, limit: number): Promise<{ releases: Release[]; pages: number }> {
  const releases: Release[] = [];
  let pages = 0;
  for (let url: string | undefined = `/ocds/releases?limit=${limit}`; url !== undefined; pages += 1) {
    const { status, body } = await get(principal, url);
    expect(status).toBe(200);
    expect(body.releases.length).toBeLessThanOrEqual(limit);
    releases.push(...body.releases);
    url = body.links.next?.replace('http://medspil.example', '');
  }
  return { releases, pages };
}

describe('the releases', () => {
  it('stand in a release package of the publisher', async () => {
    const { body } = await get(auditor, '/ocds/releases?limit=2');
    expect(body).toEqual({
      uri: 'http://medspil.example/ocds/releases?limit=2',
      version: '1.1',
      extensions: [expect.stringMatching(/^https:.*ocds_metrics_extension/)],
      publisher: { name: 'Frederikssund Kommune', scheme: 'DK-CVR', uid: '29189129' },
      publishedDate: expect.any(String),
      releases: [expect.objectContaining({ ocid: ocidOf('ocds-abc123', mine), tag: ['planning'] }), expect.any(Object)],
      links: { next: expect.stringMatching(/^http:\/\/medspil\.example\/ocds\/releases\?limit=2&cursor=/) },
    });
  });

  it('are the same in pages of any size, in the order they were recorded', async () => {
    const whole = await everything(auditor, 500);
    expect(whole.pages).toBe(1);
    expect(whole.releases.length).toBeGreaterThan(20);
    for (const limit of [1, 7]) expect((await everything(auditor, limit)).releases).toEqual(whole.releases);
    const dates = whole.releases.map(({ date }) => date);
    expect(dates).toEqual(dates.toSorted());
    expect(new Set(whole.releases.map(({ ocid }) => ocid)).size).toBe(2);
  });

  it('are to each municipality those of the partnerships it takes part in', async () => {
    const ocids = async (principal: Principal) => [
      ...new Set((await everything(principal, 3)).releases.map(({ ocid }) => ocid)),
    ];
    expect(await ocids(municipality)).toEqual([ocidOf('ocds-abc123', mine)]);
    expect(await ocids(elsewhere)).toEqual([ocidOf('ocds-abc123', theirs)]);
  });

  it('are nobody’s who takes part in nothing, and gone for who has left', async () => {
    const guest: Principal = { subject: 'pm-5', role: 'leadership', organisation: '0461' };
    expect((await everything(guest, 10)).releases).toEqual([]);
    const joined = { organisation: '0461', name: 'Odense Kommune', partnerType: 'other-municipality' } as const;
    await happened(`partnership-${theirs}`, [{ type: 'PartyJoined', data: joined }]);
    expect((await everything(guest, 10)).releases.length).toBeGreaterThan(0);
    await happened(`partnership-${theirs}`, [{ type: 'PartyLeft', data: { organisation: '0461', reason: 'Andet' } }]);
    expect((await everything(guest, 10)).releases).toEqual([]);
  });

  it('are linked by the address the caller used, also through a proxy', async () => {
    const outside = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'udbud.example:8443' };
    const { body } = await get(auditor, '/ocds/releases?limit=1', outside);
    expect(body.uri).toBe('https://udbud.example:8443/ocds/releases?limit=1');
    expect(body.links.next).toMatch(/^https:\/\/udbud\.example:8443\/ocds\/releases\?/);
    const madeUp = { 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'evil.example/a?b=' };
    expect((await get(auditor, '/ocds/releases?limit=1', madeUp)).body.uri).toBe(
      'http://medspil.example/ocds/releases?limit=1',
    );
  });

  it('are refused to partners, with why', async () => {
    for (const url of ['/ocds/releases', `/ocds/records/${ocidOf('ocds-abc123', mine)}`]) {
      const { status, body } = await get(partner, url);
      expect([status, body.type]).toEqual([403, 'https://medspil.dk/problems/releases-not-for-partners']);
    }
  });

  it('refuse a cursor that was made up', async () => {
    for (const cursor of ['12', Buffer.from('releases x').toString('base64url')]) {
      const { status, body } = await get(auditor, `/ocds/releases?cursor=${cursor}`);
      expect([status, body.errors[0].parameter]).toEqual([400, 'cursor']);
    }
  });

  it('go on from the last page when it is asked for again', async () => {
    const before = (await everything(auditor, 500)).releases.length;
    await happened(`partnership-${theirs}`, [
      { type: 'RegistrationAmended', data: { title: 'Ny titel', reason: 'Ny' } },
    ]);
    expect((await everything(auditor, 500)).releases).toHaveLength(before + 1);
  });
});

describe('what a later version recorded', () => {
  const [third, stranger] = [randomUUID(), { subject: 'pm-7', role: 'project-manager', organisation: '0461' } as const];

  it('ends the releases before it, and is refused in words from there on', async () => {
    const registered = followedUp[0] as PartnershipEvent & { data: object };
    const data = { ...registered.data, leadOrganisation: '0461', leadOrganisationName: 'Odense Kommune' };
    await happened(`partnership-${third}`, [{ ...registered, data } as PartnershipEvent]);
    await happened(`partnership-${third}`, [{ type: 'SomethingNew', data: {} } as never]);
    await happened(`partnership-${third}`, [{ type: 'RegistrationAmended', data: { title: 'Ny', reason: 'Ny' } }]);
    const first = await get(stranger, '/ocds/releases');
    expect([first.status, first.body.releases.length]).toEqual([200, 1]);
    const problem = 'https://medspil.dk/problems/recorded-by-a-later-version';
    for (const url of [first.body.links.next, `/ocds/records/${ocidOf('ocds-abc123', third)}`]) {
      const { status, body } = await get(stranger, url.replace('http://medspil.example', ''));
      expect([status, body.type]).toEqual([409, problem]);
    }
    expect((await everything(municipality, 500)).releases.length).toBeGreaterThan(20);
  });
});

describe('a record', () => {
  it('has all releases of the partnership, and what they come to', async () => {
    const ocid = ocidOf('ocds-abc123', mine);
    const { status, body } = await get(municipality, `/ocds/records/${ocid}`);
    const { releases } = await everything(municipality, 500);
    expect(status).toBe(200);
    expect(body.records).toEqual([{ ocid, releases, compiledRelease: compiled(releases) }]);
    expect(body.uri).toBe(`http://medspil.example/ocds/records/${ocid}`);
  });

  it('is not there for whoever takes no part, nor under another prefix', async () => {
    const asked = [
      [elsewhere, ocidOf('ocds-abc123', mine)],
      [auditor, ocidOf('ocds-abc123', randomUUID())],
      [auditor, ocidOf('ocds-other1', mine)],
      [auditor, 'x'],
    ] as const;
    for (const [principal, ocid] of asked) {
      const { status, body } = await get(principal, `/ocds/records/${ocid}`);
      expect([ocid, status, body.type]).toEqual([ocid, 404, 'https://medspil.dk/problems/not-registered']);
    }
  });
});
