import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Cluster, type DoubleOptions, startKurrentDbDouble } from '../../../../test/support/kurrentdb/double.js';
import { batchesUntil, event, ids, newStream, readEverything, someEvents, untilDone } from '../contract/harness.js';
import type { MovableEventStore } from '../moving/movable.js';
import { openEventStore } from '../open.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function started(options: DoubleOptions) {
  const server = await startKurrentDbDouble(options);
  closing.push(() => server.stop());
  return server;
}

async function opened(url: string): Promise<MovableEventStore> {
  const store = await openEventStore(url, { timeout: 3_000 });
  closing.push(() => store.close());
  return store;
}

/** Once through all that is asked of a server. */
async function works(store: MovableEventStore): Promise<void> {
  const [stream, events] = [newStream(), someEvents(3)];
  const given = { key: newStream(), fingerprint: 'first', answer: {} };
  await store.append(stream, 'absent', events, given);
  expect((await store.append(stream, 'any', [event()], given)).repeated).toMatchObject(given);
  expect(ids(await store.read(stream))).toEqual(ids(events));
  const live = event();
  const seen = await batchesUntil(store, { from: 0 }, (all, batches) => {
    if (batches.length === 1) void store.append(stream, 2, [live]);
    return all.length === 4;
  });
  expect(ids(seen.flatMap((batch) => batch.events))).toEqual(ids([...events, live]));
}

/** Makes an authority, and a certificate for 127.0.0.1 that it signed. */
async function certificate() {
  const directory = await mkdtemp(join(tmpdir(), 'medspil-tls-'));
  closing.push(() => rm(directory, { recursive: true }));
  const at = (name: string) => join(directory, name);
  const made = (name: string, ...more: string[]) =>
    promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', `/CN=${name}`, '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), ...more],
    ]);
  await made('authority');
  await made(
    'server',
    ...['-CA', at('authority.pem'), '-CAkey', at('authority.key')],
    ...['-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=critical,CA:FALSE'],
  );
  const [key, cert] = await Promise.all([readFile(at('server.key'), 'utf8'), readFile(at('server.pem'), 'utf8')]);
  return { file: at('authority.pem'), key, cert };
}

/** A URL with who signs in, and more settings. */
const as = (user: string, url: string, more = '') => url.replace('//', `//${user}@`) + more;

describe('a KurrentDB (a test double)', () => {
  it('that speaks TLS is believed by the authority that the URL names, and not without', async () => {
    const { file, key, cert } = await certificate();
    const server = await started({ tls: { key, cert } });
    await works(await opened(`${server.url}&tlsCAFile=${file}`));
    await expect(opened(server.url)).rejects.toMatchObject({ name: 'StoreUnavailable' });
    const { file: another } = await certificate();
    await expect(opened(`${server.url}&tlsCAFile=${another}`)).rejects.toMatchObject({ name: 'StoreUnavailable' });
  }, 60_000);

  it('that knows its users takes the one of the URL, and refuses another in a sentence without the password', async () => {
    const { file, key, cert } = await certificate();
    const server = await started({ tls: { key, cert }, user: 'medspil:s3cret' });
    const more = `&tlsCAFile=${file}`;
    await works(await opened(as('medspil:s3cret', server.url, more)));
    for (const url of [as('medspil:guessed', server.url, more), `${server.url}${more}`]) {
      const refused = await opened(url).catch((error: Error) => error);
      expect(refused).toMatchObject({ message: expect.stringContaining('refuses the user of EVENT_STORE_URL') });
      expect(String(refused)).not.toContain('guessed');
    }
  }, 60_000);

  it('that a single name stands for is found by it', async () => {
    const server = await started({});
    await works(await opened(server.url.replace('kurrentdb:', 'kurrentdb+discover:')));
  }, 30_000);

  it('that is a cluster is found by any of its nodes, and is one store over a change of leader', async () => {
    const cluster = new Cluster();
    const nodes = [await started({ cluster }), await started({ cluster }), await started({ cluster })];
    const store = await opened(cluster.url);
    const events = someEvents(60);
    const reading = batchesUntil(store, { from: 0 }, (seen) => seen.length === events.length);
    for (const [n, one] of events.entries()) {
      // First it only hands over, then it is gone as well.
      if (n === 20) cluster.leader = 1;
      if (n === 40) {
        cluster.leader = 2;
        nodes[1]!.cut();
        await nodes[1]!.stop();
      }
      const stream = newStream();
      await untilDone(() => store.append(stream, 'absent', [one]));
    }
    expect(ids((await reading).flatMap((batch) => batch.events))).toEqual(ids(events));
    expect(ids(await readEverything(store, 0))).toEqual(ids(events));
    closing.splice(1, 1);
  }, 60_000);

  it('that is a cluster shows what its leader has, whichever node the URL names, and however far that is behind', async () => {
    const cluster = new Cluster();
    const nodes = [await started({ cluster }), await started({ cluster }), await started({ cluster })];
    for (const { faults } of nodes.slice(1)) faults.behind = Number.POSITIVE_INFINITY;
    for (const url of [cluster.url, nodes[1]!.url]) {
      const store = await opened(url);
      const [stream, one] = [newStream(), event()];
      const { position } = await store.append(stream, 'absent', [one], { key: stream, fingerprint: 'a', answer: {} });
      expect(await store.read(stream)).toMatchObject([{ id: one.id, position }]);
      expect(await store.receipt(stream)).toMatchObject({ position });
      expect(await store.head()).toBe(position);
      expect(await store.append(stream, 'any', [one])).toMatchObject({ position });
    }
  }, 30_000);
});
