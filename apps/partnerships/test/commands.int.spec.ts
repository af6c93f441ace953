import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventStore, openEventStore } from '#event-store';
import { type FreshDatabase, freshDatabase } from '../../../test/support/postgres.js';
import { type Caller, type Running, registered, registration, running } from './running.js';

let database: FreshDatabase;
let store: EventStore;
let here: Running;
let pm: Caller;
let base: string;
const streamOf = (address: string) => store.read(address.replace('/partnerships/', 'partnership-'));
const milestone = (code: string) => ({ code, title: 'First citizens wear the sensor', plannedOn: '2026-03-31' });

beforeAll(async () => {
  database = await freshDatabase();
  store = await openEventStore(database.url);
  here = await running(store);
  pm = await here.as('project-manager');
}, 60_000);
afterAll(async () => {
  await here.stop();
  await store.close();
  await database.drop();
});
beforeEach(async () => {
  base = await registered(pm, randomUUID());
});

describe('a command', () => {
  it('answers with the revision, the position and what it led to', async () => {
    const { status, headers, body } = await pm.post(`${base}/milestones`, milestone('M-1'));
    expect([status, headers.etag, headers['idempotency-replayed']]).toEqual([200, '"1"', undefined]);
    expect(body).toEqual({
      id: base.slice('/partnerships/'.length),
      revision: 1,
      position: await store.head(),
      events: ['MilestonePlanned'],
    });
  });

  it('keeps who, when, what led to it, and what is said about what it tells', async () => {
    const said = { occurredOn: '2026-01-12', illustrative: ['plannedOn'], source: 'Minutes of the board' };
    await pm.post(`${base}/milestones`, { ...milestone('M-1'), ...said }, { 'x-correlation-id': 'visit-7' });
    const [, event] = await streamOf(base);
    expect(event).toMatchObject({
      type: 'MilestonePlanned',
      data: milestone('M-1'),
      metadata: {
        by: 'project-manager-1',
        role: 'project-manager',
        organisation: '0250',
        correlationId: 'visit-7',
        causationId: expect.any(String),
        commandId: expect.any(String),
        schemaVersion: 1,
        ...said,
      },
    });
    expect(event?.data).toEqual(milestone('M-1'));
  });

  it('happened today in Denmark unless it says otherwise, or has a date of its own', async () => {
    await pm.post(`${base}/milestones`, milestone('M-1'));
    await pm.post(`${base}/milestones/M-1/reached`, { reachedOn: '2026-02-02' });
    await pm.post(`${base}/notes`, { text: 'Told by telephone' });
    const occurred = (await streamOf(base))
      .slice(1)
      .map(({ metadata }) => (metadata as { occurredOn: string }).occurredOn);
    const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Copenhagen' });
    expect(occurred).toEqual([today, '2026-02-02', today]);
  });

  it('tells the ids that were made because the body left them out', async () => {
    const { body } = await pm.post(`${base}/notes`, { text: 'Told by telephone' });
    expect(body.ids).toEqual({ noteId: expect.stringMatching(/^N-[a-z0-9]{10}$/) });
    const corrected = await pm.post(`${base}/notes/${body.ids.noteId}/correction`, {
      text: 'By mail',
      reason: 'Mistaken',
    });
    expect([corrected.status, corrected.body.ids]).toEqual([200, undefined]);
  });

  it('that asks for what is so already changes nothing', async () => {
    await pm.post(`${base}/milestones`, milestone('M-1'));
    const { status, body } = await pm.post(`${base}/milestones`, milestone('M-1'));
    expect([status, body.revision, body.events]).toEqual([200, 1, []]);
  });
});

describe('registering', () => {
  it('says where the partnership is, and gives the same case the same id', async () => {
    const body = { ...registration, caseNumber: randomUUID() };
    const first = await pm.post('/partnerships', body);
    expect([first.status, first.headers.location]).toEqual([201, `/partnerships/${first.body.id}`]);
    const again = await pm.post('/partnerships', body);
    expect(again.body).toMatchObject({ id: first.body.id, events: [] });
  });
});

describe('a retry under the same key', () => {
  const keyed = (key: string) => ({ 'idempotency-key': key });

  it('gets the first answer, also after others wrote and after a restart', async () => {
    const key = randomUUID();
    const first = await pm.post(`${base}/notes`, { text: 'Once' }, keyed(key));
    await pm.post(`${base}/notes`, { text: 'In between' });
    const again = await pm.post(`${base}/notes`, { text: 'Once' }, keyed(key));
    expect([again.status, again.headers.etag, again.body]).toEqual([first.status, first.headers.etag, first.body]);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([undefined, 'true']);

    const otherStore = await openEventStore(database.url);
    const restarted = await running(otherStore);
    const afterwards = await (await restarted.as('project-manager')).post(
      `${base}/notes`,
      { text: 'Once' },
      keyed(key),
    );
    expect(afterwards.body).toEqual(first.body);
    await restarted.stop();
    await otherStore.close();
    expect(await streamOf(base)).toHaveLength(3);
  });

  it('that registered a case gets 201 and the address again', async () => {
    const body = { ...registration, caseNumber: randomUUID() };
    const key = randomUUID();
    const first = await pm.post('/partnerships', body, keyed(key));
    const again = await pm.post('/partnerships', body, keyed(key));
    expect([again.status, again.headers.location, again.body]).toEqual([201, first.headers.location, first.body]);
  });

  it('writes once when many arrive at once', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => pm.post(`${base}/notes`, { text: 'Once' }, keyed(key))),
    );
    expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
    expect(answers.filter(({ headers }) => !headers['idempotency-replayed'])).toHaveLength(1);
    expect(await streamOf(base)).toHaveLength(2);
  });

  it('gets the first answer even where the command would be refused by now', async () => {
    const key = randomUUID();
    await pm.post(`${base}/milestones`, milestone('M-1'));
    const first = await pm.post(`${base}/milestones/M-1/reached`, { reachedOn: '2026-02-02' }, keyed(key));
    await pm.post(`${base}/milestones/M-1/correction`, {
      reason: 'Not yet',
      state: 'dropped',
      stateSince: '2026-02-03',
    });
    const again = await pm.post(`${base}/milestones/M-1/reached`, { reachedOn: '2026-02-02' }, keyed(key));
    expect([again.status, again.body]).toEqual([200, first.body]);
  });

  it('is refused for another body or another address, and is no retry of somebody else', async () => {
    const key = randomUUID();
    await pm.post(`${base}/notes`, { text: 'One' }, keyed(key));
    const otherBody = await pm.post(`${base}/notes`, { text: 'Two' }, keyed(key));
    const otherPlace = await pm.post(`${await registered(pm, randomUUID())}/notes`, { text: 'One' }, keyed(key));
    for (const { status, body } of [otherBody, otherPlace]) {
      expect([status, body.type]).toEqual([422, expect.stringContaining('/idempotency-key-reused')]);
    }
    const other = await here.as('project-manager', { subject: 'project-manager-2' });
    expect(
      (await other.post(`${base}/notes`, { text: 'One' }, keyed(key))).headers['idempotency-replayed'],
    ).toBeUndefined();
    expect(await streamOf(base)).toHaveLength(3);
  });
});

describe('If-Match', () => {
  it('lets through what was decided on the newest revision, and nothing older', async () => {
    const { headers } = await pm.post(`${base}/milestones`, milestone('M-1'));
    const match = { 'if-match': String(headers.etag) };
    expect((await pm.post(`${base}/milestones`, milestone('M-2'), match)).status).toBe(200);
    const stale = await pm.post(`${base}/milestones`, milestone('M-3'), match);
    expect([stale.status, stale.body.type]).toEqual([412, expect.stringContaining('/precondition-failed')]);
    const weak = await pm.post(`${base}/milestones`, milestone('M-3'), { 'if-match': 'W/"2"' });
    expect([weak.status, weak.body.errors]).toEqual([400, [expect.objectContaining({ header: 'If-Match' })]]);
    expect(await streamOf(base)).toHaveLength(3);
  });
});

describe('many at once on one partnership', () => {
  it('all succeed, through two processes, each once', async () => {
    const otherStore = await openEventStore(database.url);
    const there = await running(otherStore);
    const callers = [pm, await there.as('project-manager')];
    const answers = await Promise.all(
      Array.from({ length: 32 }, (_, n) => callers[n % 2]!.post(`${base}/milestones`, milestone(`M-${n}`))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(32).fill(200));
    expect(new Set(answers.map(({ body }) => body.revision)).size).toBe(32);
    await there.stop();
    await otherStore.close();
  });
});

describe('a refusal', () => {
  it('of a rule is 409, with a type to key on and a sentence in the language of the reader', async () => {
    await pm.post(`${base}/milestones`, milestone('M-1'));
    const twin = { ...milestone('M-1'), title: 'Another' };
    const { status, headers, body } = await pm.post(`${base}/milestones`, twin, { 'accept-language': 'da' });
    expect([status, body.type, headers['content-language']]).toEqual([
      409,
      expect.stringContaining('/milestone-code-taken'),
      'da',
    ]);
    expect(body.detail).toMatch(/M-1/);
  });

  it('of what the address names and is not there is 404, and of what the body names 409', async () => {
    const lead = await here.as('leadership');
    const address = await lead.post(`${base}/contracts/K-9/completion`, {});
    expect([address.status, address.body.type]).toEqual([404, expect.stringContaining('/unknown-contract')]);
    const body = await pm.post(`${base}/milestones`, { ...milestone('M-1'), contractId: 'K-9' });
    expect([body.status, body.body.type]).toEqual([409, expect.stringContaining('/milestone-contract-unknown')]);
  });

  it('of content that goes against a rule is 409', async () => {
    const officer = await here.as('procurement-officer');
    const { status, body } = await officer.post(`${base}/business-case`, {
      horizonYears: 5,
      orderVolumeOere: 1,
      parties: [{ organisation: '0101', investmentOere: 1, expectedGainOere: 1 }],
      assumptions: 'None',
    });
    expect([status, body.type]).toEqual([409, expect.stringContaining('/business-case-party-unknown')]);
  });

  it('of who asks is 403', async () => {
    const finance = await here.as('finance');
    const { status, body } = await finance.post(`${base}/milestones`, milestone('M-1'));
    expect([status, body.type]).toEqual([403, expect.stringContaining('/role-may-not')]);
  });

  it('is 404 for a municipality that takes no part, whether the partnership is there or not', async () => {
    const foreign = await here.as('project-manager', { organisation: '0101' });
    for (const address of [base, `/partnerships/${randomUUID()}`]) {
      const { status, body } = await foreign.post(`${address}/milestones`, milestone('M-1'));
      expect([status, body.type]).toEqual([404, expect.stringContaining('/not-registered')]);
    }
  });

  it('of content lists every field that is not as described, and nothing is written', async () => {
    const bad = { code: 'M 1', plannedOn: '2026-02-30', phaseNo: 0, surprise: true };
    const { status, body } = await pm.post(`${base}/milestones`, bad);
    expect([status, body.type]).toEqual([422, expect.stringContaining('/invalid-body')]);
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers.sort()).toEqual(['#/code', '#/phaseNo', '#/plannedOn', '#/surprise', '#/title']);
    expect(await streamOf(base)).toHaveLength(1);
  });

  it('of a mark for a value that the body does not have names the mark', async () => {
    const marked = { ...milestone('M-1'), illustrative: ['plannedOn', 'planedOn', 'title.length', 'constructor'] };
    const { status, body } = await pm.post(`${base}/milestones`, marked);
    const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect([status, pointers]).toEqual([422, ['#/illustrative/1', '#/illustrative/2', '#/illustrative/3']]);
  });

  it('of an address that cannot be one says which part of it', async () => {
    const { status, body } = await pm.post('/partnerships/42/contracts/K-1/phases/one/start', {});
    const parameters = body.errors.map(({ parameter }: { parameter: string }) => parameter);
    expect([status, parameters.sort()]).toEqual([400, ['id', 'phaseNo']]);
  });
});

describe('a permission', () => {
  it('to reopen comes from the token', async () => {
    const leadership = await here.as('leadership');
    const trusted = await here.as('leadership', { permissions: ['reopen'] });
    const closing = { result: 'cancelled', reason: 'priorities-changed', explanation: 'No budget' };
    expect((await leadership.post(`${base}/closing`, closing)).status).toBe(200);
    expect((await leadership.post(`${base}/reopening`, { reason: 'Mistake' })).status).toBe(403);
    expect((await trusted.post(`${base}/reopening`, { reason: 'Mistake' })).status).toBe(200);
  });
});
