import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { DuplicateEvent, type EventStore, type Expected, type Json, WrongRevision } from '../store.js';
import { event, type Harness, ids, newStream, positions, readEverything, someEvents } from './harness.js';

export function describeAppending(harness: () => Harness, store: () => EventStore): void {
  it('numbers the events of a stream from 0 and keeps them as they were given', async () => {
    const stream = newStream();
    const events = someEvents(3);
    const first = await store().append(stream, 'absent', events.slice(0, 2));
    const second = await store().append(stream, 1, events.slice(2));

    const stored = await store().read(stream);
    expect(stored).toEqual(
      events.map((given, revision) => ({
        ...given,
        stream,
        revision,
        position: expect.any(Number),
        recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      })),
    );
    expect(first).toEqual({ revision: 1, position: stored[1]!.position });
    expect(second).toEqual({ revision: 2, position: stored[2]!.position });
    expect(Math.abs(Date.parse(stored[0]!.recordedAt) - Date.now())).toBeLessThan(60_000);
  });

  it('lets one of two racing first appends win', async () => {
    for (const [one, other] of [
      [store(), store()],
      [store(), await harness().open()],
    ] as const) {
      const stream = newStream();
      const answers = await Promise.allSettled([
        one.append(stream, 'absent', [event()]),
        other.append(stream, 'absent', [event()]),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const lost = answers.find((answer) => answer.status === 'rejected');
      expect(lost!.reason).toBeInstanceOf(WrongRevision);
      expect(lost!.reason).toMatchObject({ stream, expected: 'absent', actual: 0 });
      expect(await store().read(stream)).toHaveLength(1);
      if (other !== store()) await other.close();
    }
  });

  const onAbsent: [Expected, boolean][] = [
    ['absent', true],
    ['any', true],
    ['exists', false],
    [0, false],
    [1, false],
  ];
  it.each(onAbsent)('on an absent stream, expecting %p is met: %p', async (expected, met) => {
    const stream = newStream();
    const answer = store().append(stream, expected, [event()]);
    if (met) expect(await answer).toMatchObject({ revision: 0 });
    else await expect(answer).rejects.toMatchObject({ name: 'WrongRevision', stream, expected, actual: -1 });
    expect(await store().read(stream)).toHaveLength(met ? 1 : 0);
  });

  const atRevision1: [Expected, boolean][] = [
    ['absent', false],
    ['any', true],
    ['exists', true],
    [0, false],
    [1, true],
    [2, false],
  ];
  it.each(atRevision1)('on a stream at revision 1, expecting %p is met: %p', async (expected, met) => {
    const stream = newStream();
    await store().append(stream, 'absent', someEvents(2));
    const answer = store().append(stream, expected, someEvents(2));
    if (met) expect(await answer).toMatchObject({ revision: 3 });
    else await expect(answer).rejects.toMatchObject({ name: 'WrongRevision', stream, expected, actual: 1 });
    expect(await store().read(stream)).toHaveLength(met ? 4 : 2);
  });

  it('takes no event at all, where the stream is as expected', async () => {
    const stream = newStream();
    expect(await store().append(stream, 'absent', [])).toEqual({ revision: -1, position: 0 });
    await expect(store().append(stream, 'exists', [])).rejects.toThrow(WrongRevision);
    await store().append(stream, 'absent', someEvents(2));
    expect(await store().append(stream, 1, [])).toEqual({ revision: 1, position: 0 });
  });

  it('answers each of many appends at once on its own', async () => {
    const taken = newStream();
    await store().append(taken, 'absent', [event()]);
    const streams = Array.from({ length: 40 }, (_, n) => (n % 3 === 0 ? taken : newStream()));
    const answers = await Promise.allSettled(streams.map((stream) => store().append(stream, 'absent', [event()])));
    expect(answers.map(({ status }) => status)).toEqual(
      streams.map((stream) => (stream === taken ? 'rejected' : 'fulfilled')),
    );
    for (const stream of streams) expect(await store().read(stream)).toHaveLength(1);
  });

  it('keeps the order of appends at once to one stream', async () => {
    const stream = newStream();
    const events = someEvents(20);
    const answers = await Promise.all(events.map((one) => store().append(stream, 'any', [one])));
    expect(answers.map(({ revision }) => revision)).toEqual(events.map((_, n) => n));
    expect(ids(await store().read(stream))).toEqual(ids(events));
  });

  it('writes the same events once, and answers as the first time, whatever is expected', async () => {
    const stream = newStream();
    const events = someEvents(2);
    await store().append(stream, 'absent', [event()]);
    const first = await store().append(stream, 0, events);
    await store().append(stream, 2, [event()]);
    for (const expected of [0, 7, 'absent', 'any'] as const) {
      expect(await store().append(stream, expected, events)).toEqual(first);
    }
    expect(await store().read(stream)).toHaveLength(4);
  });

  it('writes the same events once when they arrive twice at once', async () => {
    const stream = newStream();
    const events = someEvents(3);
    const other = await harness().open();
    const answers = await Promise.all(
      [store(), store(), other].map((through) => through.append(stream, 'absent', events)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await store().read(stream)).toHaveLength(3);
    await other.close();
  });

  it('refuses an append of which only some events are known, or known elsewhere', async () => {
    const stream = newStream();
    const events = someEvents(3);
    await store().append(stream, 'absent', events);
    const head = await store().head();
    const [first, second, third] = events as [(typeof events)[0], (typeof events)[0], (typeof events)[0]];
    const fresh = event();
    for (const [to, appended] of [
      [stream, [third, event()]],
      [stream, [event(), first]],
      [stream, [second, first]],
      [stream, [first, third]],
      [newStream(), [first]],
      [newStream(), [fresh, fresh]],
    ] as const) {
      await expect(store().append(to, 'any', appended)).rejects.toThrow(DuplicateEvent);
    }
    expect(await store().head()).toBe(head);
    // The end of an earlier append is a repetition as well: its events stand in this order, one after the other.
    expect(await store().append(stream, 'any', [second, third])).toMatchObject({ revision: 2 });
    expect(await store().read(stream)).toHaveLength(3);
  });

  it('keeps one of two appends of the same events to two streams at the same moment', async () => {
    const other = await harness().open();
    // Many events take their time, so that the other append comes in the midst of them.
    for (const [count, repeated, after] of [
      [400, 1, 0],
      [400, 1, 20],
      [400, 1, 60],
      [20, 20, 0],
      [1, 1, 0],
    ] as const) {
      const events = someEvents(count);
      const streams = [newStream(), newStream()] as const;
      const answers = await Promise.allSettled([
        store().append(streams[0], 'absent', events),
        pause(after).then(() => other.append(streams[1], 'any', events.slice(0, repeated))),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(DuplicateEvent) });
      const kept = await Promise.all(streams.map((stream) => store().read(stream)));
      expect(kept.map(({ length }) => length > 0)).toEqual(answers.map(({ status }) => status === 'fulfilled'));
    }
    await other.close();
  });

  const texts: [string, Json][] = [
    ['letters of every alphabet', 'Ærø, Łódź, Ελλάδα, 日本語, 🐷, e\u0301'],
    ['what programs stumble over', '{"}\\ \' $1 \n\r\t \u0000 \u2028 \u007f %_ NULL {} ,'],
    ['halves of a character', ['\ud800', '\udfff']],
    [
      'numbers, nothing and nesting',
      { zero: 0, least: -9007199254740991, none: null, deep: [[[{ a: [] }]]], '': true },
    ],
    ['two million characters', 'æ'.repeat(2_000_000)],
  ];
  it.each(texts)('gives back unchanged %s', async (_, data) => {
    const stream = newStream();
    const given = { ...event(data), metadata: { note: data } };
    await store().append(stream, 'absent', [given, event()]);
    const [kept] = await store().read(stream, { max: 1 });
    expect(kept).toEqual(expect.objectContaining(given));
  });

  it('knows streams and types by their exact names', async () => {
    const names = ['partnership-Æ%_', 'partnership-æ%_', 'partnership-"}{\\,', 'partnership-\n', 'partnership- NULL'];
    const streams = names.map((name) => `${name}-${newStream()}`);
    for (const stream of streams) await store().append(stream, 'absent', [event({}, stream)]);
    for (const stream of streams) expect(await store().read(stream)).toMatchObject([{ stream, type: stream }]);
  });

  it('takes an append of ten thousand events', async () => {
    const stream = newStream();
    const events = someEvents(10_000);
    const after = await store().head();
    expect(await store().append(stream, 'absent', events)).toMatchObject({ revision: 9_999 });
    expect(ids(await readEverything(store(), after))).toEqual(ids(events));
  });

  it('loses nothing and writes nothing twice with 16 writers on one stream', async () => {
    const stream = newStream();
    const after = await store().head();
    const other = await harness().open();
    const write = async (writer: number) => {
      const through = writer % 2 ? store() : other;
      for (let n = 0, expected: Expected = 'absent'; n < 10; ) {
        try {
          await through.append(stream, expected, [event({ writer, n })]);
          n++;
        } catch (error) {
          if (!(error instanceof WrongRevision)) throw error;
          expected = error.actual;
        }
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
    await other.close();

    const stored = await store().read(stream);
    expect(stored.map(({ revision }) => revision)).toEqual(Array.from({ length: 160 }, (_, n) => n));
    const counted = Array.from({ length: 16 }, (_, writer) =>
      stored.map(({ data }) => data as { writer: number; n: number }).filter((data) => data.writer === writer),
    );
    expect(counted).toEqual(
      Array.from({ length: 16 }, (_, writer) => Array.from({ length: 10 }, (_, n) => ({ writer, n }))),
    );
    const order = await readEverything(store(), after);
    expect(positions(order)).toEqual([...new Set(positions(order))].sort((a, b) => a - b));
    const times = order.map(({ recordedAt }) => recordedAt);
    expect(times).toEqual([...times].sort());
  });

  it('finishes what it accepted before it closes, and takes nothing after', async () => {
    const closing = await harness().open();
    const streams = Array.from({ length: 50 }, newStream);
    const answers = Promise.all(streams.map((stream) => closing.append(stream, 'absent', [event()])));
    await closing.close();
    expect(await answers).toHaveLength(50);
    for (const stream of streams) expect(await store().read(stream)).toHaveLength(1);
    await expect(closing.append(newStream(), 'any', [event()])).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await expect(closing.read(newStream())).rejects.toMatchObject({ name: 'StoreUnavailable' });
  });
}
