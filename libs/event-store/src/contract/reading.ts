import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import type { MovableEventStore } from '../moving/movable.js';
import type { EventStore, Filter } from '../store.js';
import { event, ids, newStream, positions, readEverything, someEvents } from './harness.js';

export function describeReading(store: () => MovableEventStore): void {
  it('pages through a stream in both directions', async () => {
    const stream = newStream();
    const events = someEvents(7);
    await store().append(stream, 'absent', events);
    const revisions = async (options: Parameters<EventStore['read']>[1]) =>
      (await store().read(stream, options)).map(({ revision }) => revision);

    expect(await revisions({})).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(await revisions({ max: 3 })).toEqual([0, 1, 2]);
    expect(await revisions({ from: 3, max: 3 })).toEqual([3, 4, 5]);
    expect(await revisions({ from: 6, max: 3 })).toEqual([6]);
    expect(await revisions({ from: 7 })).toEqual([]);
    expect(await revisions({ direction: 'backwards' })).toEqual([6, 5, 4, 3, 2, 1, 0]);
    expect(await revisions({ direction: 'backwards', from: 'end', max: 2 })).toEqual([6, 5]);
    expect(await revisions({ direction: 'backwards', from: 4, max: 2 })).toEqual([4, 3]);
    expect(await revisions({ direction: 'backwards', from: 1, max: 5 })).toEqual([1, 0]);
    expect(await revisions({ direction: 'backwards', from: 99, max: 2 })).toEqual([6, 5]);
  });

  it('pages through a large stream, each page as large as was asked for', async () => {
    const stream = newStream();
    const events = someEvents(2_500);
    await store().append(stream, 'absent', events);
    for (const max of [700, 1_000, 2_499]) {
      const forwards: string[] = [];
      for (let from = 0; from < 2_500; from += max) {
        const page = await store().read(stream, { from, max });
        expect(page).toHaveLength(Math.min(max, 2_500 - from));
        forwards.push(...ids(page));
      }
      expect(forwards).toEqual(ids(events));
    }
    expect(ids(await store().read(stream, { max: 5_000 }))).toEqual(ids(events));
    const backwards = await store().read(stream, { direction: 'backwards', from: 2_100, max: 1_500 });
    expect(ids(backwards)).toEqual(ids(events.slice(601, 2_101)).reverse());
  });

  it('tells when an event was recorded, to a part of a second', async () => {
    const stream = newStream();
    for (let n = 0; n < 4; n++) {
      await store().append(stream, 'any', [event()]);
      await pause(20);
    }
    const times = (await store().read(stream)).map(({ recordedAt }) => Date.parse(recordedAt));
    for (const [n, time] of times.slice(1).entries()) expect(time - times[n]!).toBeGreaterThanOrEqual(15);
    const last = (await store().last())!;
    expect(Date.parse(last.recordedAt)).toBe(times.at(-1));
    expect((await store().readAll(last.position - 1)).events.at(-1)).toEqual(last);
  });

  it('finds nothing in a stream nobody wrote to', async () => {
    expect(await store().read(newStream())).toEqual([]);
    expect(await store().read(newStream(), { direction: 'backwards', from: 'end' })).toEqual([]);
  });

  it('reads a thousand events of a stream unless told otherwise', async () => {
    const stream = newStream();
    await store().append(stream, 'absent', someEvents(1_001));
    expect(await store().read(stream)).toHaveLength(1_000);
    expect(await store().read(stream, { direction: 'backwards' })).toHaveLength(1_000);
  });

  it('pages through the whole store in the order of positions', async () => {
    const after = await store().head();
    const events = someEvents(5);
    for (const one of events) await store().append(newStream(), 'absent', [one]);

    const first = await store().readAll(after, { max: 3 });
    expect(ids(first.events)).toEqual(ids(events.slice(0, 3)));
    expect(first).toMatchObject({ position: first.events[2]!.position, end: false });
    const second = await store().readAll(first.position, { max: 3 });
    expect(ids(second.events)).toEqual(ids(events.slice(3)));
    expect(second).toMatchObject({ position: await store().head(), end: true });
    expect(await store().readAll(second.position)).toEqual({ events: [], position: second.position, end: true });
  });

  it('picks by beginnings of stream names and by types', async () => {
    const after = await store().head();
    const mark = newStream().slice(-8);
    const written: [string, string][] = [
      [`kpi-%${mark}-1`, 'MeasurementRecorded'],
      [`partnership-${mark}-1`, 'MilestoneReached'],
      [`partnership-${mark}-1`, 'RiskRaised'],
      [`kpi-x${mark}-2`, 'MeasurementRecorded'],
      [`KPI-%${mark}-1`, 'MilestoneReached'],
    ];
    for (const [stream, type] of written) await store().append(stream, 'any', [event({}, type)]);
    const picked = async (filter: Filter) =>
      (await store().readAll(after, { filter })).events.map(({ stream, type }) => [stream, type]);

    expect(await picked({})).toEqual(written);
    expect(await picked({ streams: ['kpi-'] })).toEqual([written[0], written[3]]);
    expect(await picked({ streams: ['kpi-%'] })).toEqual([written[0]]);
    expect(await picked({ types: ['MilestoneReached', 'RiskRaised'] })).toEqual([written[1], written[2], written[4]]);
    expect(await picked({ streams: ['partnership-', 'KPI-'], types: ['MilestoneReached'] })).toEqual([
      written[1],
      written[4],
    ]);
    expect(await picked({ types: ['Unheard'] })).toEqual([]);
  });

  it('moves on over events that are not wanted', async () => {
    const after = await store().head();
    const wanted = event({}, 'RiskRaised');
    await store().append(newStream(), 'absent', [...someEvents(5), wanted]);
    const filter = { types: ['RiskRaised'] };
    const first = await store().readAll(after, { filter, max: 4 });
    expect(first).toMatchObject({ events: [], end: false });
    expect(first.position).toBeGreaterThan(after);
    const second = await store().readAll(first.position, { filter, max: 4 });
    expect(ids(second.events)).toEqual([wanted.id]);
    expect(second).toMatchObject({ position: await store().head(), end: true });
  });

  it('counts what is after one position and up to another', async () => {
    const before = await store().head();
    const counted = await store().count(before);
    expect(counted).toBe((await readEverything(store(), 0)).length);
    const appended = await store().append(newStream(), 'absent', someEvents(5));
    const [first] = positions(await readEverything(store(), before));
    expect(await store().count(appended.position)).toBe(counted + 5);
    expect(await store().count(appended.position, before)).toBe(5);
    expect(await store().count(appended.position, first)).toBe(4);
    expect(await store().count(first!, before)).toBe(1);
    expect(await store().count(before, before)).toBe(0);
    expect(await store().count(before, appended.position)).toBe(0);
    expect(await store().count(appended.position + 1_000, before)).toBe(5);
  });

  it('tells on the way how many it counted so far', async () => {
    const before = await store().head();
    await store().append(newStream(), 'absent', someEvents(1_200));
    const told: [position: number, count: number][] = [];
    await store().count(await store().head(), before, (...reached) => told.push(reached));
    for (const [position, count] of told) expect(await store().count(position, before)).toBe(count);
  });
}
