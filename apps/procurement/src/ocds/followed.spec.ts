import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Json, MemoryEventStore, type StoredEvent } from '#event-store';
import { kpiStream, type PartnershipEvent, partnershipStream } from '#partnership';
import { followedUp } from '../../../../libs/partnership/test/story-from-contract.js';
import { FollowedPartnerships } from './followed.js';

const id = randomUUID();
let store: MemoryEventStore;
let reads: number;

class CountingStore extends MemoryEventStore {
  override async read(...parameters: Parameters<MemoryEventStore['read']>) {
    reads += 1;
    return super.read(...parameters);
  }
}

const append = (stream: string, { type, data }: { type: string; data: unknown }) =>
  store.append(stream, 'any', [
    {
      id: randomUUID(),
      type,
      data: data as Json,
      metadata: { by: 'pm-1', occurredOn: '2026-03-01', schemaVersion: 1 },
    },
  ]);
const everything = async () => (await store.readAll(0, { max: 10_000 })).events;
const measured = { type: 'MeasurementsRecorded', data: { kpi: 'K', definitionVersion: 1, measurements: [] } };

beforeEach(async () => {
  store = new CountingStore();
  for (const event of followedUp as readonly PartnershipEvent[]) await append(partnershipStream(id), event);
  for (let n = 0; n < 50; n += 1) await append(kpiStream(id, 'K'), measured);
  reads = 0;
});

/** What a run says of each event, asked for one after the other. */
async function statesOf(
  followed: FollowedPartnerships,
  events: readonly StoredEvent[],
  known = Number.MAX_SAFE_INTEGER,
) {
  const run = followed.run();
  const states: unknown[] = [];
  for (const event of events) states.push(await run.before(event, known));
  return states;
}

describe('what a partnership was before an event', () => {
  it('is the same for two who read at the same time in different places', async () => {
    const events = await everything();
    const alone = await statesOf(new FollowedPartnerships(store), events);
    const followed = new FollowedPartnerships(store);
    const [one, other] = [followed.run(), followed.run()];
    const half = Math.floor(events.length / 3);
    const states: unknown[] = [];
    for (let n = 0; n + half < events.length; n += 1) {
      await one.before(events[n]!, events.length);
      states.push(await other.before(events[n + half]!, events.length));
    }
    expect(states).toEqual(alone.slice(half));
  });

  it('is read once where measurements follow each other', async () => {
    const events = await everything();
    await statesOf(new FollowedPartnerships(store), events, events.length);
    expect(reads).toBeLessThanOrEqual(3);
  });

  it('is looked for again where more may have happened since', async () => {
    const followed = new FollowedPartnerships(store);
    const run = followed.run();
    const events = await everything();
    const last = events.at(-1)!;
    await run.before(last, last.position);
    await append(partnershipStream(id), { type: 'RegistrationAmended', data: { title: 'Ny titel', reason: 'Ny' } });
    await append(kpiStream(id, 'K'), measured);
    const later = (await everything()).at(-1)!;
    expect(JSON.stringify(await run.before(later, later.position))).toContain('Ny titel');
  });
});
