import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { gathered, type Load } from './gathering.js';
import type { Step } from './translator.js';

const limits = { events: 3, bytes: 100 };
const landmark = (position: number) => ({
  position,
  stream: 'partnership-p',
  revision: position - 1,
  id: `event ${position}`,
  recordedAt: `2026-03-01T09:00:0${position % 10}.000Z`,
});
const told = (position: number, bytes = 10): Step => ({
  position,
  landmark: landmark(position),
  outgoing: [{ topic: 'facts', messages: [{ key: 'p', value: Buffer.from(String(position)), headers: {} }] }],
  bytes,
});
const passed = (position: number): Step => ({ position, outgoing: [], bytes: 0 });

async function* pages(...given: Step[][]) {
  yield* given;
}

async function loadsOf(steps: AsyncIterable<readonly Step[]>): Promise<[position: number, values: string[]][]> {
  const loads: [number, string[]][] = [];
  for await (const load of gathered(steps, () => limits)) loads.push([load.position, valuesOf(load)]);
  return loads;
}
const valuesOf = ({ outgoing }: Load) =>
  outgoing.flatMap(({ messages }) => messages.map(({ value }) => value!.toString()));

describe('gathering', () => {
  it('puts what is ready into one load, up to so many events', async () => {
    const steps = pages([told(1), told(2)], [told(3), told(4), told(5), passed(9)]);
    const loads = await loadsOf(steps);
    expect(loads.flatMap(([, values]) => values)).toEqual(['1', '2', '3', '4', '5']);
    expect(loads.at(-1)![0]).toBe(9);
    for (const [, values] of loads) expect(values.length).toBeLessThanOrEqual(3);
  });

  it('puts no more into a load than so many bytes, and a larger event into one of its own', async () => {
    const loads = await loadsOf(pages([told(1, 60), told(2, 40), told(3, 1), told(4, 500), told(5, 1)]));
    expect(loads).toEqual([
      [2, ['1', '2']],
      [3, ['3']],
      [4, ['4']],
      [5, ['5']],
    ]);
  });

  it('passes positions without messages in one step', async () => {
    expect(await loadsOf(pages(Array.from({ length: 5 }, (_, n) => passed(n + 1))))).toEqual([[5, []]]);
  });

  it('ends with an event by which the store is known again, also behind the last message', async () => {
    const quiet: Step = { position: 4, landmark: landmark(4), outgoing: [], bytes: 0 };
    for await (const load of gathered(pages([told(1), quiet, passed(9)]), () => limits))
      expect(load).toMatchObject({ position: 9, landmark: landmark(4) });
  });

  it('takes when the first of its events was recorded', async () => {
    for await (const { oldest } of gathered(pages([passed(1), told(2), told(3)]), () => limits)) {
      expect(oldest).toBe('2026-03-01T09:00:02.000Z');
    }
  });

  it('gives a load at once when it is waited for, and larger ones while it is busy', async () => {
    let feed = (_step: Step) => {};
    async function* trickle() {
      for (;;) yield [await new Promise<Step>((settle) => (feed = settle))];
    }
    const loads = gathered(trickle(), () => limits);
    const first = loads.next();
    await pause(1);
    feed(told(1));
    expect((await first).value!.position).toBe(1);
    for (const position of [2, 3]) {
      await pause(1);
      feed(told(position));
    }
    await pause(1);
    expect(valuesOf((await loads.next()).value!)).toEqual(['2', '3']);
  });

  it('fetches no further ahead than two full loads', async () => {
    let fetched = 0;
    async function* endless() {
      for (;;) yield [told(++fetched)];
    }
    const loads = gathered(endless(), () => limits);
    await loads.next();
    await pause(5);
    expect(fetched).toBeLessThanOrEqual(10);
    await loads.return();
  });

  it('gives what came before a failure, and then fails', async () => {
    async function* failing() {
      yield [told(1)];
      throw new Error('The store is away');
    }
    const loads = gathered(failing(), () => limits);
    expect((await loads.next()).value!.position).toBe(1);
    await expect(loads.next()).rejects.toThrow('The store is away');
  });
});
