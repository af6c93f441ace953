import { expect, it } from '@jest/globals';
import { DuplicateEvent, type EventStore, KeyReused, type Receipt, WrongRevision } from '../store.js';
import { event, type Harness, newStream, someEvents } from './harness.js';

export function describeReceipts(harness: () => Harness, store: () => EventStore): void {
  const receipt = (answer: Receipt['answer'] = { id: 'Ærø \u0000 🐷' }): Receipt => ({
    key: newStream(),
    fingerprint: 'first',
    answer,
  });

  it('gives the first answer back, and writes nothing, when the key comes again', async () => {
    const stream = newStream();
    const given = receipt();
    const first = await store().append(stream, 'absent', someEvents(2), given);
    expect(first.repeated).toBeUndefined();
    await store().append(stream, 'any', [event()]);

    const kept = { ...given, stream, revision: 1, position: first.position };
    const again = { ...given, answer: 'another' };
    for (const expected of ['absent', 1, 'any'] as const) {
      expect(await store().append(stream, expected, [event()], again)).toEqual({ ...first, repeated: kept });
    }
    expect(await store().receipt(given.key)).toEqual(kept);
    expect(await store().read(stream)).toHaveLength(3);

    const reopened = await harness().open();
    expect(await reopened.receipt(given.key)).toEqual(kept);
    expect((await reopened.append(stream, 'any', [event()], again)).repeated).toEqual(kept);
    await reopened.close();
  });

  it('knows no receipt that was not left', async () => {
    expect(await store().receipt('unknown')).toBeUndefined();
  });

  it('writes once when a key comes several times at once', async () => {
    const stream = newStream();
    const given = receipt();
    const other = await harness().open();
    const answers = await Promise.all(
      [store(), store(), other, other].map((through) => through.append(stream, 'any', [event()], given)),
    );
    await other.close();
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(new Set(answers.map(({ revision, position }) => `${revision} ${position}`)).size).toBe(1);
    expect(await store().read(stream)).toHaveLength(1);
  });

  it('refuses a key that was used for another request', async () => {
    const stream = newStream();
    const given = receipt();
    await store().append(stream, 'absent', [event()], given);
    const answer = store().append(stream, 'any', [event()], { ...given, fingerprint: 'second' });
    await expect(answer).rejects.toThrow(KeyReused);
    await expect(answer).rejects.toMatchObject({ key: given.key });
    expect(await store().read(stream)).toHaveLength(1);
  });

  it('keeps one of two requests that come to two streams at the same moment under one key', async () => {
    const other = await harness().open();
    // Many events take their time, so that the other request comes in the midst of them.
    for (const [many, few] of [
      [someEvents(400), [event()]],
      [someEvents(20), someEvents(20)],
      [[event()], [event()]],
    ] as const) {
      const given = receipt();
      const streams = [newStream(), newStream()] as const;
      const answers = await Promise.allSettled([
        store().append(streams[0], 'absent', many, given),
        other.append(streams[1], 'any', few, { ...given, fingerprint: 'second' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(KeyReused) });
      const kept = await Promise.all(streams.map((stream) => store().read(stream)));
      expect(kept.map(({ length }) => length > 0)).toEqual(answers.map(({ status }) => status === 'fulfilled'));
    }
    await other.close();
  });

  it('gives the first answer to the same request that comes to two streams at the same moment', async () => {
    const other = await harness().open();
    // The ids of events may be made from the key, or not.
    const same = someEvents(20);
    for (const [one, two] of [
      [someEvents(400), [event()]],
      [same, same],
    ] as const) {
      const given = receipt();
      const answers = await Promise.all([
        store().append(newStream(), 'any', one, given),
        other.append(newStream(), 'any', two, given),
        store().append(newStream(), 'any', two, given),
      ]);
      expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(1);
      expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
    }
    await other.close();
  });

  it('keeps a receipt without events', async () => {
    const stream = newStream();
    const given = receipt();
    expect(await store().append(stream, 'absent', [], given)).toEqual({ revision: -1, position: 0 });
    const kept = { ...given, stream, revision: -1, position: 0 };
    expect(await store().receipt(given.key)).toEqual(kept);
    expect(await store().append(stream, 'absent', [event()], given)).toEqual({
      revision: -1,
      position: 0,
      repeated: kept,
    });
    expect(await store().read(stream)).toEqual([]);
  });

  it('keeps none where nothing is written', async () => {
    const stream = newStream();
    const known = event();
    await store().append(stream, 'absent', [known]);
    const conflicting = receipt();
    await expect(store().append(stream, 'absent', [event()], conflicting)).rejects.toThrow(WrongRevision);
    await expect(store().append(newStream(), 'absent', [known], conflicting)).rejects.toThrow(DuplicateEvent);
    expect(await store().receipt(conflicting.key)).toBeUndefined();
  });

  it('keeps one that comes with events already written', async () => {
    const stream = newStream();
    const events = someEvents(2);
    const first = await store().append(stream, 'absent', events);
    const given = receipt();
    expect(await store().append(stream, 'absent', events, given)).toEqual(first);
    expect(await store().receipt(given.key)).toEqual({ ...given, stream, ...first });
  });
}
