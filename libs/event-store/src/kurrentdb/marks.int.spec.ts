import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type KurrentDbDouble, startKurrentDbDouble } from '../../../../test/support/kurrentdb/double.js';
import { event, newStream } from '../contract/harness.js';
import { openEventStore } from '../open.js';
import { type EventStore, KeyReused } from '../store.js';
import { Connection } from './connection.js';
import { Marks, ofReceipt, placeOf } from './marks.js';

const TIMEOUT = 1_000;
/** Longer than an append of this store leaves its own marks. */
const WITHIN = 1_500;

describe('a KurrentDB (a test double)', () => {
  let server: KurrentDbDouble;
  let store: EventStore;
  let connection: Connection;
  beforeEach(async () => {
    server = await startKurrentDbDouble();
    store = await openEventStore(server.url, { timeout: TIMEOUT });
    connection = new Connection(server.url, TIMEOUT);
  });
  afterEach(async () => {
    await Promise.all([store.close(), connection.close()]);
    await server.stop();
  });

  /** What a process leaves that ends between its mark and its events. */
  async function abandoned(stream: string, id = event().id) {
    const given = { key: newStream(), fingerprint: 'first', answer: {} };
    const mark = { ...placeOf(stream, 0, [{ id }]), ...given, within: WITHIN };
    await new Marks(connection).leave(ofReceipt(given.key), mark);
    return given;
  }

  const taken = async (work: Promise<unknown>) => {
    const started = performance.now();
    await work;
    return performance.now() - started;
  };

  it('whose client ended between mark and events lets the same request do them at once', async () => {
    const stream = newStream();
    const given = await abandoned(stream);
    expect(await taken(store.append(stream, 'absent', [event()], given))).toBeLessThan(WITHIN);
    expect(await store.receipt(given.key)).toMatchObject({ stream, revision: 0 });
  });

  it('whose client ended between mark and events gives its key to another stream, once it can do them no more', async () => {
    const stream = newStream();
    const given = { ...(await abandoned(newStream())), fingerprint: 'second' };
    expect(await taken(store.append(stream, 'absent', [event()], given))).toBeGreaterThan(WITHIN);
    expect(await store.receipt(given.key)).toMatchObject({ ...given, stream, revision: 0 });
  });

  it('whose client takes long between mark and events keeps its key for it', async () => {
    const [stream, one] = [newStream(), event()];
    const given = await abandoned(stream, one.id);
    const other = store.append(newStream(), 'absent', [event()], { ...given, fingerprint: 'second' });
    setTimeout(() => void connection.append(stream, -1, [one]), WITHIN / 2);
    await expect(other).rejects.toThrow(KeyReused);
  });

  it('that is so slow that a mark may count as abandoned gets no events after it', async () => {
    const [stream, other, one] = [newStream(), newStream(), event()];
    const given = await abandoned(other);
    await store.append(other, 'absent', [event()]);
    // Each call is answered in time, and all of them together are not.
    server.faults.slow = TIMEOUT / 4;
    await expect(store.append(stream, 'absent', [one], given)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    server.faults.slow = 0;
    expect(await store.read(stream)).toEqual([]);
    expect(await store.append(stream, 'absent', [one], given)).toMatchObject({ revision: 0 });
  });
});
