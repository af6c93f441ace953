import { jsonEvent, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { v4 as uuid4 } from 'uuid';
import { type EventStore, openEventStore } from '#event-store';
import { startKurrentDbDouble } from '../support/kurrentdb/double.js';
import { type Bench, inTurns, median, type Ratio } from './bench.js';
import { PAGE, page } from './written.js';

const ROUNDS = 5;
/** Events in one append, how often that is done in each round, and the least that floor / ours should be. */
const APPENDS = [
  { events: 1, times: 200, target: 0.3 },
  { events: 100, times: 10, target: 0.08 },
  { events: 10_000, times: 1, target: 0.15 },
];

export const kurrentdb: Bench = {
  name: 'kurrentdb',
  floor: 'the bare client of KurrentDB, without marks, into the same test double',
  lengthy: true,
  async run() {
    const server = await startKurrentDbDouble();
    const client = KurrentDBClient.connectionString(server.url);
    const store = await openEventStore(server.url);
    try {
      const ratios: Ratio[] = [];
      for (const { events, times, target } of APPENDS) {
        const bare = () => timed(times, () => appendBare(client, events));
        const ours = () => timed(times, () => appendOurs(store, events));
        // Once to warm up.
        await Promise.all([bare(), ours()]);
        const what = `an append of ${events === 1 ? 'one event' : `${events.toLocaleString('en')} events`}`;
        ratios.push({ what, ...(await inTurns(ROUNDS, bare, ours)), unit: 'ms', target, smaller: true });
      }
      return ratios;
    } finally {
      await store.close();
      await client.dispose();
      await server.stop();
    }
  },
};

const written = page(0);

function given(events: number) {
  return Array.from({ length: events }, (_, n) => {
    const { type, data, metadata } = written[n % PAGE]!;
    return { id: uuid4(), type, data, metadata };
  });
}

async function appendBare(client: KurrentDBClient, events: number): Promise<void> {
  const all = given(events).map(({ id, type, data, metadata }) =>
    jsonEvent({ id, type, data: data as never, metadata: metadata as never }),
  );
  await client.appendToStream(`$floor-${uuid4()}`, all, { streamState: 'no_stream', deadline: 60_000 });
}

async function appendOurs(store: EventStore, events: number): Promise<void> {
  await store.append(`partnership-${uuid4()}`, 'absent', given(events));
}

/** Milliseconds that one of them takes, in the middle of so many. */
async function timed(times: number, work: () => Promise<void>): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    await work();
    taken.push(performance.now() - began);
  }
  return median(taken);
}
