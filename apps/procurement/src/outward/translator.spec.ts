import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Told } from '#contracts';
import { type Batch, type Json, MemoryEventStore } from '#event-store';
import { NotTellable } from './told.js';
import { type Language, Translator } from './translator.js';

/** Tells of each event what its partnership's events were before it. */
const language: Language<readonly string[]> = {
  following: { initial: [], evolve: (before, { event }) => [...before, event.type] },
  messagesOf({ partnershipId, event }: Told, before) {
    if (event.type === 'NoteCorrected') throw new Error('There is no such note');
    const value = Buffer.from(`${[...before, event.type].join(' ')}`);
    return [{ topic: 'told', messages: [{ key: partnershipId, value, headers: {} }] }];
  },
};

const store = new MemoryEventStore();
const happened = (stream: string, type: string, metadata: Json = {}) =>
  store.append(stream, 'any', [{ id: randomUUID(), type, data: {}, metadata }]);

async function batchAfter(after: number): Promise<Batch> {
  const { events, position } = await store.readAll(after);
  return { events, position, caughtUp: true };
}

async function said(translator: Translator<readonly string[]>, batch: Batch): Promise<string[]> {
  const texts: string[] = [];
  for await (const steps of translator.stepsOf(batch)) {
    for (const { outgoing } of steps) {
      for (const { messages } of outgoing) texts.push(...messages.map(({ value }) => value!.toString()));
    }
  }
  return texts;
}

describe('translating', () => {
  const [one, other] = [randomUUID(), randomUUID()];

  it('is given what the partnership was before each event, whoever else has events in between', async () => {
    await happened(`partnership-${one}`, 'PartnershipRegistered');
    await happened(`partnership-${other}`, 'PartnershipRegistered');
    await happened(`kpi-${one}-K1`, 'MeasurementsRecorded');
    await happened(`partnership-${one}`, 'NeedDescribed');
    expect(await said(new Translator(store, language), await batchAfter(0))).toEqual([
      'PartnershipRegistered',
      'PartnershipRegistered',
      'PartnershipRegistered MeasurementsRecorded',
      'PartnershipRegistered MeasurementsRecorded NeedDescribed',
    ]);
  });

  it('reads what was before, where it begins in the middle, and nothing of what comes after', async () => {
    await happened(`partnership-${other}`, 'NeedDescribed');
    const batch = await batchAfter(4);
    await happened(`partnership-${other}`, 'NoteWritten');
    const translator = new Translator(store, language);
    expect(await said(translator, batch)).toEqual(['PartnershipRegistered NeedDescribed']);
    expect(await said(translator, await batchAfter(5))).toEqual(['PartnershipRegistered NeedDescribed NoteWritten']);
  });

  it('knows what was before, however many partnerships came since', async () => {
    const head = await store.head();
    const oldest = `partnership-${randomUUID()}`;
    const many = [oldest, ...Array.from({ length: 4_999 }, () => `partnership-${randomUUID()}`)];
    for (const stream of many) await happened(stream, 'PartnershipRegistered');
    const translator = new Translator(store, language);
    const before = await store.head();
    for (let after = head; after < before; ) {
      const batch = await batchAfter(after);
      await said(translator, batch);
      after = batch.position;
    }
    await happened(oldest, 'NoteWritten');
    await happened(`partnership-${randomUUID()}`, 'PartnershipRegistered');
    expect(await said(translator, await batchAfter(before))).toEqual([
      'PartnershipRegistered NoteWritten',
      'PartnershipRegistered',
    ]);
  });

  it('names the trace an event was appended in with its messages, the same whenever it is told', async () => {
    const traceparent = `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`;
    const head = await store.head();
    await happened(`partnership-${one}`, 'NoteWritten', { traceparent });
    await happened(`partnership-${one}`, 'NoteWritten', { traceparent: 'said by somebody' });
    const batch = await batchAfter(head);
    const told = async () => {
      const all: object[] = [];
      for await (const steps of new Translator(store, language).stepsOf(batch)) {
        for (const { traceparent: kept, outgoing } of steps)
          for (const { messages } of outgoing) all.push({ kept, headers: messages.map(({ headers }) => headers) });
      }
      return all;
    };
    expect(await told()).toEqual([
      { kept: traceparent, headers: [{ traceparent }] },
      { kept: undefined, headers: [{}] },
    ]);
    expect(await told()).toEqual(await told());
  });

  it.each<[string, string, Json, string]>([
    ['of a type of tomorrow', 'CitizenAsked', {}, 'CitizenAsked is a type of event this release does not know'],
    ['in a version of tomorrow', 'NoteWritten', { schemaVersion: 9 }, 'NoteWritten is in a version'],
    ['that cannot be put into a message', 'NoteCorrected', {}, 'There is no such note'],
  ])('ends before an event %s', async (_, type, metadata, reason) => {
    const head = await store.head();
    const third = `partnership-${randomUUID()}`;
    await happened(third, 'PartnershipRegistered');
    const { position } = await happened(third, type, metadata);
    await happened(`partnership-${other}`, 'NoteWritten');
    const steps = new Translator(store, language).stepsOf(await batchAfter(head));
    expect((await steps.next()).value).toHaveLength(1);
    const failure = await steps.next().catch((error) => error);
    expect(failure).toBeInstanceOf(NotTellable);
    expect(failure.message).toContain(`position ${position}`);
    expect(failure.message).toContain(reason);
  });
});
