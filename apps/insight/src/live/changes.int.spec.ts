import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '#platform';
import { followedUp } from '../../../../libs/partnership/test/story-from-contract.js';
import { type Following, following, type Message } from '../../../../test/support/following.js';
import { auditor, competitor, foreign, type Insight, municipality, openInsight, partner } from '../../test/insight.js';
import type { Happening } from '../events.js';
import { Freshness } from '../freshness.js';
import { projections } from '../read-models.js';
import { Readings } from '../reading.js';
import { Changes, type News } from './changes.js';

const [mine, theirs] = [randomUUID(), randomUUID()];
let insight: Insight;
let url: string;
const open: Following[] = [];

const note = (n: number): Happening => ({ type: 'NoteWritten', data: { noteId: `n-${n}`, text: 'Noteret' } });
const milestone = (code: string, contractId?: string): Happening => ({
  type: 'MilestonePlanned',
  data: { code, title: code, plannedOn: '2026-09-01', ...(contractId !== undefined && { contractId }) },
});
let notes = 0;
const writeNote = (id: string) => insight.happened(id, [note(++notes)]);

async function follow(principal: Principal, from?: number, headers: Record<string, string> = {}, expiresIn = '1h') {
  const authorization = await insight.bearer(principal, expiresIn);
  const resume: Record<string, string> = from === undefined ? {} : { 'last-event-id': `${from}` };
  const stream = await following(`${url}/changes`, { authorization, ...resume, ...headers });
  open.push(stream);
  return stream;
}
const has = (position: number) => (messages: readonly Message[]) => messages.some(({ id }) => id >= position);
const told = (stream: Following) => stream.changed().map(({ id, data }) => [id, data.partnershipId]);

beforeAll(async () => {
  insight = await openInsight();
  await insight.app.listen(0, '127.0.0.1');
  url = await insight.app.getUrl();
  await insight.happened(mine, followedUp);
  const [registered, ...rest] = followedUp as [Extract<Happening, { type: 'PartnershipRegistered' }>, ...Happening[]];
  const elsewhere = { ...registered.data, leadOrganisation: foreign.organisation, caseNumber: 'S-2' };
  const ofOthers = rest.filter(({ type }) => type !== 'PartyJoined' && type !== 'PartnershipContractSigned');
  const last = await insight.happened(theirs, [{ ...registered, data: elsewhere }, ...ofOthers.slice(0, 3)]);
  await insight.app.get(Freshness).reach(
    projections.map(({ name }) => name),
    last,
  );
}, 60_000);
afterEach(async () => {
  await Promise.all(open.splice(0).map((stream) => stream.close()));
});
afterAll(() => insight.close());

describe('following changes', () => {
  it('begins now, and says where that is', async () => {
    const stream = await follow(municipality);
    expect([stream.status, stream.contentType]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await stream.until((messages) => messages.length > 0);
    expect(stream.messages).toEqual([
      { id: expect.any(Number), event: 'position', data: { position: await insight.store.head() } },
    ]);
  });

  it('tells a change once every query knows of it', async () => {
    const stream = await follow(municipality);
    const position = await insight.happened(mine, [milestone('M-LIVE')]);
    await stream.until(has(position));
    const { body } = await insight.get(municipality, `/partnerships/${mine}/milestones`);
    expect(body.items.map(({ code }: { code: string }) => code)).toContain('M-LIVE');
    const own = await insight.store.read(`partnership-${mine}`, { from: 'end', direction: 'backwards', max: 1 });
    expect(stream.changed()).toEqual([
      {
        id: position,
        event: 'changed',
        data: {
          partnershipId: mine,
          position,
          revision: own[0]!.revision,
          types: ['MilestonePlanned'],
          recordedAt: own[0]!.recordedAt,
        },
      },
    ]);
  });

  it('tells each only of what they may see', async () => {
    const who = { municipality, foreign, partner, competitor, auditor };
    const streams = await Promise.all(Object.values(who).map((principal) => follow(principal)));
    await writeNote(mine);
    const ofPartner = await insight.happened(mine, [milestone('M-K1', 'k1')]);
    const ofCompetitor = await insight.happened(mine, [milestone('M-K2', 'k2')]);
    const inTheirs = await writeNote(theirs);
    const later = await Promise.all(streams.map((stream) => stream.until((messages) => messages.length > 1)));
    expect(later).toHaveLength(5);
    await streams.at(-1)!.until(has(inTheirs));
    await pause(500);
    const seen = streams.map((stream) => ({
      ids: [...new Set(told(stream).map(([, id]) => id))],
      last: stream.changed().at(-1)!.id,
      types: [...new Set(stream.changed().flatMap(({ data }) => data.types))],
    }));
    expect(seen).toEqual([
      { ids: [mine], last: ofCompetitor, types: ['NoteWritten', 'MilestonePlanned'] },
      { ids: [theirs], last: inTheirs, types: ['NoteWritten'] },
      { ids: [mine], last: ofPartner, types: ['MilestonePlanned'] },
      { ids: [mine], last: ofCompetitor, types: ['MilestonePlanned'] },
      { ids: [mine, theirs], last: inTheirs, types: ['NoteWritten', 'MilestonePlanned'] },
    ]);
    // Neither partner is told when something happened to the other.
    expect(streams[2]!.messages.map(({ id }) => id)).not.toContain(ofCompetitor);
    expect(streams[3]!.messages.map(({ id }) => id)).not.toContain(ofPartner);
  });

  it('ends for whoever no longer takes part', async () => {
    const stream = await follow(foreign);
    const before = await writeNote(theirs);
    await stream.until(has(before));
    await insight.happened(theirs, [
      { type: 'PartyLeft', data: { organisation: foreign.organisation, reason: 'Valg' } },
    ]);
    const unseen = await writeNote(theirs);
    const witness = await follow(auditor, before);
    await witness.until(has(unseen));
    await pause(500);
    expect(told(stream)).toEqual([[before, theirs]]);
  });
});

describe('coming back with the id of the last message', () => {
  it('goes on without a gap and without a repetition, over a thousand changes', async () => {
    const first = await follow(auditor);
    const start = await writeNote(mine);
    await first.until(has(start));
    await first.close();
    const missed: number[] = [];
    const ids = [mine, theirs];
    for (let n = 0; n < 1_000; n += 1) missed.push(await writeNote(ids[n % 2]!));
    const second = await follow(auditor, first.messages.at(-1)!.id);
    await second.until(has(missed.at(-1)!), 60_000);
    expect(second.changed().map(({ id }) => id)).toEqual(missed);
    // Cut anywhere, the rest is what comes next.
    const cut = missed[617]!;
    const third = await follow(auditor, cut);
    await third.until(has(missed.at(-1)!), 60_000);
    expect(third.changed().map(({ id }) => id)).toEqual(missed.slice(618));
  }, 120_000);

  it('can be asked for in the address by those who send no headers', async () => {
    const position = await writeNote(mine);
    const authorization = await insight.bearer(municipality);
    const stream = await following(`${url}/changes?after=${position - 1}`, { authorization });
    open.push(stream);
    await stream.until(has(position));
    expect(told(stream)).toEqual([[position, mine]]);
  });

  it.each(['yesterday', '-1', '1.5', '99999999999999999'])('is refused with %j, which never was an id', async (id) => {
    const stream = await follow(municipality, undefined, { 'last-event-id': id });
    expect(stream.status).toBe(400);
    expect(await stream.problem).toMatchObject({ errors: [{ header: 'Last-Event-ID' }] });
  });

  it('is refused with an id that lies ahead of everything recorded', async () => {
    const stream = await follow(municipality, (await insight.store.head()) + 1);
    expect([stream.status, await stream.problem]).toMatchObject([400, { errors: [{ header: 'Last-Event-ID' }] }]);
  });
});

describe('a stream', () => {
  it('is not opened without a token', async () => {
    expect((await following(`${url}/changes`, {})).status).toBe(401);
  });

  it('has a head that ends', async () => {
    const authorization = await insight.bearer(municipality);
    const answer = await fetch(`${url}/changes`, { method: 'HEAD', headers: { authorization } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  });

  it('ends with the token it was opened with', async () => {
    // Clocks may differ by ten seconds, so that long an expired token is taken.
    const stream = await follow(municipality, undefined, {}, '1s');
    const began = performance.now();
    await stream.ended;
    expect((performance.now() - began) / 1_000).toBeGreaterThan(9);
    expect((performance.now() - began) / 1_000).toBeLessThan(14);
  }, 30_000);

  it('says how far it is when nothing happens, and stops when nobody listens', async () => {
    const changes = new Changes(insight.app.get(Readings), insight.app.get(Freshness), 200);
    const leaving = new AbortController();
    const head = await insight.store.head();
    const said: News[] = [];
    const began = performance.now();
    for await (const news of changes.follow(partner, 0, { signal: leaving.signal, until: Number.MAX_SAFE_INTEGER })) {
      said.push(...news);
      if (said.filter((one) => !('partnershipId' in one)).length === 2) leaving.abort();
    }
    expect(said.slice(-2)).toEqual([{ position: head }, { position: head }]);
    expect(performance.now() - began).toBeGreaterThan(390);
  });

  it('costs no question to the database while nothing happens, however many follow', async () => {
    const authorization = await insight.bearer(municipality);
    const many = await Promise.all(Array.from({ length: 300 }, () => following(`${url}/changes`, { authorization })));
    open.push(...many);
    await Promise.all(many.map((stream) => stream.until((messages) => messages.length > 0)));
    await pause(300);
    const asked = countReadings();
    await pause(2_000);
    expect(asked.stop()).toBe(0);
    const position = await writeNote(mine);
    const again = countReadings();
    await Promise.all(many.map((stream) => stream.until(has(position))));
    // One reading serves them all; some came to another place while it was under way.
    expect(again.stop()).toBeLessThan(20);
  }, 60_000);
});

/** Counts the readings of the read models that are begun. */
function countReadings() {
  const readings = insight.app.get(Readings);
  const { answer } = readings;
  let count = 0;
  readings.answer = ((...args: Parameters<typeof answer>) => {
    count += 1;
    return answer.apply(readings, args);
  }) as typeof answer;
  return {
    stop() {
      readings.answer = answer;
      return count;
    },
  };
}

describe('a server that stops', () => {
  it('ends its streams at once', async () => {
    const stream = await follow(municipality);
    await stream.until((messages) => messages.length > 0);
    const began = performance.now();
    const closed = insight.app.close();
    await stream.ended;
    expect(performance.now() - began).toBeLessThan(2_000);
    await closed;
  });
});
