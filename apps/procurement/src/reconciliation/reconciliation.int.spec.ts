import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { MemoryEventStore, Transactor } from '#event-store';
import { type PartnershipEvent, partnershipRefusals, roles } from '#partnership';
import { createHttpApplication, type EmbeddedIssuer, openEmbeddedIssuer, type Principal, Tokens } from '#platform';
import { notice } from '../../../../libs/partnership/test/story.js';
import { developing } from '../../../../libs/partnership/test/story-from-contract.js';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/postgres.js';
import { happened } from '../../test/history.js';
import { quiet, request, told } from '../../test/inward.js';
import { Judge } from '../inward/judge.js';
import { patience } from '../inward/patience.js';
import { ReceivedMessages } from '../inward/received.js';
import { takeUp } from '../inward/slice.js';
import { INBOUND_TOPIC } from '../inward/topics.js';
import type { Message } from '../kafka/broker.js';
import { ProcurementService } from '../service.js';
import { HeardMessages } from './heard.js';
import { Reconciliation } from './reconciliation.js';

const officer: Principal = { subject: 'po-1', role: 'procurement-officer', organisation: '0250' };

let database: FreshDatabase;
let directory: string;
let issuer: EmbeddedIssuer;
let app: NestFastifyApplication;
let pool: pg.Pool;
let id: string;
let offset = 0;
const store = new MemoryEventStore();

/** Takes messages up as the gateway does when they come. */
async function come(...messages: Message[]): Promise<void> {
  const now = () => new Date();
  const desk = { judge: new Judge(new Transactor(store), now), received: new ReceivedMessages(pool), now };
  const received = messages.map((one) => ({
    ...one,
    topic: INBOUND_TOPIC,
    partition: 0,
    offset: String(offset++),
    at: new Date(1_700_000_000_000 + offset),
  }));
  await takeUp(
    received,
    desk,
    patience(
      () => false,
      () => {},
    ),
  );
}

async function ask(path = '', as: Principal = officer, language = 'en') {
  const authorization = `Bearer ${await issuer.mint({ ...as, expiresIn: '1h' })}`;
  const url = `/partnerships/${id}/reconciliation${path}`;
  const answer = await app.inject({ url, headers: { authorization, 'accept-language': language } });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

const invoice = (amountOere: number, invoiceNumber: string) =>
  told(
    id,
    'invoice-received',
    {
      contractId: 'k1',
      item: { kind: 'instalment', phaseNo: 1, instalment: 'R1' },
      invoiceNumber,
      amountOere,
      currency: 'DKK',
      receivedOn: '2025-11-03',
    },
    { id: `invoice-${invoiceNumber}` },
  );

beforeAll(async () => {
  database = await freshDatabase();
  directory = await mkdtemp(join(tmpdir(), 'medspil-reconciliation-'));
  issuer = await openEmbeddedIssuer(directory);
  pool = new pg.Pool({ connectionString: database.url, max: 2 });
  const options = {
    kafka: undefined,
    readModelUrl: database.url,
    publisher: { name: 'Frederikssund', uri: 'https://example.org', prefix: 'ocds-medspl' },
    log: quiet,
  };
  app = await createHttpApplication(ProcurementService.of(store, options), {
    api: { title: 'Gateway', description: 'For the test', version: '1' },
    refusals: partnershipRefusals,
    tokens: new Tokens({ issuer: issuer.issuer, audience: issuer.audience, keys: issuer.keys, roles }),
    log: quiet,
    bodyLimit: 10_000,
  });
});
afterAll(async () => {
  await app?.close();
  await pool?.end();
  await database?.drop();
  await rm(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  id = randomUUID();
  await happened(store, id, ...developing);
});

describe('asking how both sides stand', () => {
  it('says that there is no broker, and what is recorded all the same', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      partnershipId: id,
      gateway: { state: 'off' },
      received: { messages: 0, applied: 0, repeated: 0, refused: 0, unreadable: 0, deadLetters: 0 },
      disagreements: [],
    });
    expect(body.gateway).not.toHaveProperty('position');
    expect(body.sent.messages).toBeGreaterThan(5);
    expect(body.sent).toEqual({ messages: body.sent.messages, acknowledged: 0, waiting: body.sent.messages });
  });

  it('counts what came and what came of it, and says what both sides disagree on', async () => {
    const wrong = invoice(41_000_000, 'F-1');
    const unreadable = { ...invoice(1, 'F-9'), value: Buffer.from('{') };
    await come(wrong, wrong, request(id, 'c9', { id: 'late' }), unreadable);
    const { body } = await ask();
    expect(body.received).toEqual({ messages: 4, applied: 1, repeated: 1, refused: 1, unreadable: 1, deadLetters: 2 });
    const kinds = body.disagreements.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toEqual(['refused', 'unreadable', 'invoice-differs']);
    expect(body.disagreements[0].deadLetters).toHaveLength(1);
    expect(body.disagreements[2]).toMatchObject({
      about: { contractId: 'k1', phaseNo: 1, instalment: 'R1', invoiceNumber: 'F-1' },
      there: 'Invoice F-1 of 2025-11-03 asks for 410,000.00 DKK for instalment R1 of phase 1 of contract k1.',
      here: 'Agreed is 400,000.00 DKK.',
      messages: ['invoice-F-1'],
    });
  });

  it('answers in Danish', async () => {
    await come(invoice(41_000_000, 'F-2'));
    const { body, headers } = await ask('', officer, 'da');
    expect(headers['content-language']).toBe('da');
    expect(body.disagreements[0].here).toBe('Aftalt er 400.000,00 DKK.');
  });

  it('does not count a dead letter that was taken up again', async () => {
    const refused = told(id, 'notice-published', { ...notice, noticeId: 'n2' }, { id: 'n2' });
    await come(refused);
    const { body } = await ask();
    expect(body.disagreements.map(({ kind }: { kind: string }) => kind)).toEqual(['refused', 'notice-differs']);
    const [letter] = body.disagreements[0].deadLetters;
    await come({ ...refused, headers: { ...refused.headers, 'medspil-put-back-of': letter } });
    const again = (await ask()).body;
    expect(again.received).toMatchObject({ messages: 2, refused: 2, deadLetters: 1 });
    expect(again.disagreements.filter(({ kind }: { kind: string }) => kind === 'refused')).toHaveLength(1);
    const { items } = (await ask('/received')).body;
    expect(items[0]).toMatchObject({ deadLetter: letter, putBack: true });
    expect(items[1]).toMatchObject({ putBackOf: letter, putBack: false, reason: 'notice-already-published' });
  });

  it('does not count a dead letter that was set aside, and finds no disagreement in it', async () => {
    await come(request(id, 'c9', { id: 'late' }));
    const [{ deadLetters }] = (await ask()).body.disagreements;
    await new ReceivedMessages(pool).setAside([{ deadLetter: deadLetters[0], at: '2026-03-01T09:00:00.000Z' }]);
    expect((await ask()).body).toMatchObject({ received: { refused: 1, deadLetters: 0 }, disagreements: [] });
    expect((await ask('/received')).body.items).toMatchObject([{ deadLetter: deadLetters[0], setAside: true }]);
  });

  it('gives disagreements page by page, each once', async () => {
    await come(...Array.from({ length: 7 }, (_, n) => request(id, `c${n}`, { id: `late-${n}` })));
    const messages: string[] = [];
    let next = '';
    for (let pages = 0; pages < 10; pages++) {
      const { body } = await ask(`?limit=3${next}`);
      messages.push(...body.disagreements.flatMap((one: { messages: string[] }) => one.messages));
      if (!body.next) break;
      next = `&cursor=${body.next}`;
    }
    expect(messages).toEqual(Array.from({ length: 7 }, (_, n) => `late-${n}`));
  });

  it('gives received and sent messages page by page, in order, each once', async () => {
    await come(...Array.from({ length: 7 }, (_, n) => request(id, `c${n}`, { id: `late-${n}` })));
    for (const list of ['received', 'sent']) {
      const whole = (await ask(`/${list}?limit=200`)).body.items as { id: string }[];
      const pages: { id: string }[] = [];
      let next = '';
      do {
        const { body } = await ask(`/${list}?limit=2${next}`);
        expect(body.items.length).toBeLessThanOrEqual(2);
        pages.push(...body.items);
        next = body.next ? `&cursor=${body.next}` : '';
      } while (next !== '');
      expect(pages).toEqual(whole);
      expect(new Set(pages.map((one) => one.id)).size).toBe(whole.length);
    }
    expect((await ask('/received?outcome=applied')).body.items).toEqual([]);
    expect((await ask('/received?cursor=abc')).status).toBe(400);
    const ofOther = (await ask('/sent?limit=1')).body.next;
    expect((await ask(`/received?cursor=${ofOther}`)).status).toBe(400);
  });

  it('reads of a partnership what is new since it was asked last, and no page more than that', async () => {
    const counting = new CountingStore();
    await happened(counting, id, ...developing);
    const many = Array.from({ length: 300 }, (_, n) => ({
      ...released,
      data: { ...released.data, instalment: `x${n}` },
    }));
    await happened(counting, id, ...(many as PartnershipEvent[]));
    const asked = new Reconciliation(counting, new Transactor(counting), new HeardMessages(pool), () => ({
      state: 'off',
    }));
    const whole = await asked.sent(officer, id, { limit: 200 });
    expect(counting.events).toBeGreaterThan(2 * 300);
    counting.events = 0;
    const second = await asked.sent(officer, id, { limit: 200, cursor: whole.next });
    await asked.show(officer, id, { limit: 1 }, 'en');
    expect(counting.events).toBe(0);
    await happened(counting, id, released);
    const [last, again] = await Promise.all([
      asked.sent(officer, id, { limit: 200, cursor: whole.next }),
      asked.sent(officer, id, { limit: 200, cursor: whole.next }),
    ]);
    expect(last.items.slice(0, -1)).toEqual(second.items);
    expect(again).toEqual(last);
    // One for the state, one for the messages, by each who asked at most.
    expect(counting.events).toBeLessThanOrEqual(4);
  });

  it('gives what was sent as it is published', async () => {
    await happened(store, id, released);
    const { items } = (await ask('/sent?limit=200')).body;
    expect(items.map(({ type }: { type: string }) => type)).toContain('dk.medspil.contract-signed.v1');
    const positions = items.map(({ position }: { position: number }) => position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(items.every(({ acknowledged }: { acknowledged: boolean }) => !acknowledged)).toBe(true);
  });

  it('tells what the broker has acknowledged by how far the gateway has published', async () => {
    const published = (await store.head()) - 3;
    const gateway = () => ({ state: 'connected' as const, position: published });
    const connected = new Reconciliation(store, new Transactor(store), new HeardMessages(pool), gateway);
    const { items } = await connected.sent(officer, id, { limit: 200 });
    const acknowledged = items.filter((one) => one.acknowledged);
    expect(acknowledged).toEqual(items.filter(({ position }) => position <= published));
    const { sent, gateway: told } = await connected.show(officer, id, {}, 'en');
    expect(told).toEqual({ state: 'connected', position: published });
    expect(sent).toEqual({
      messages: items.length,
      acknowledged: acknowledged.length,
      waiting: items.length - acknowledged.length,
    });
    expect([sent.acknowledged > 0, sent.waiting > 0]).toEqual([true, true]);
  });

  it.each(['project-manager', 'procurement-officer', 'leadership', 'finance'])(
    'answers a %s of a party',
    async (role) => {
      expect((await ask('', { subject: 'x-1', role, organisation: '0250' })).status).toBe(200);
      expect((await ask('', { subject: 'x-1', role, organisation: '0851' })).status).toBe(404);
    },
  );

  it.each(['auditor', 'system'])('answers an %s', async (role) => {
    for (const path of ['', '/sent', '/received'])
      expect((await ask(path, { subject: 'x-1', role, organisation: '0000' })).status).toBe(200);
  });

  it('refuses partners and evaluators, and tells strangers nothing', async () => {
    for (const path of ['', '/sent', '/received']) {
      const partner = await ask(path, { subject: 'p-1', role: 'partner', organisation: '11111111' });
      expect([partner.status, partner.body.type]).toEqual([403, expect.stringContaining('role-may-not')]);
      expect((await ask(path, { subject: 'e-1', role: 'evaluator', organisation: '0250' })).status).toBe(403);
      expect((await ask(path, { subject: 'p-2', role: 'partner', organisation: '99999999' })).status).toBe(404);
    }
    id = randomUUID();
    expect((await ask()).status).toBe(404);
  });
});

describe('the health of a product without Kafka', () => {
  it('says that the gateway is off, and is well', async () => {
    const { statusCode, ...answer } = await app.inject({ url: '/health' });
    expect(statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      status: 'ok',
      procurement: { outward: { state: 'off' }, inward: { state: 'off', waitingFor: [] } },
    });
    const metrics = (await app.inject({ url: '/metrics' })).body;
    expect(metrics).toContain('medspil_inward_state{state="off"} 1');
  });
});

/** Counts the events that are read. */
class CountingStore extends MemoryEventStore {
  events = 0;

  override async read(...asked: Parameters<MemoryEventStore['read']>) {
    const page = await super.read(...asked);
    this.events += page.length;
    return page;
  }
}

const released: PartnershipEvent = {
  type: 'InstalmentReleased',
  data: {
    contractId: 'k1',
    phaseNo: 1,
    instalment: 'R1',
    amountOere: 40_000_000,
    currency: 'DKK',
    releasedOn: new Date().toISOString().slice(0, 10),
    releasedBy: 'fin-1',
  },
};
