import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { context, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SamplingDecision,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Decider } from '#decider';
import { codec } from './codec.js';
import { MemoryEventStore } from './memory/memory-event-store.js';
import { WrongRevision } from './store.js';
import { inSpan, traceBatch, traceparent, traceparentOf } from './trace.js';
import { Transactor } from './transact.js';

type Noted = { type: 'Noted'; data: { text: string } };
const notes: Decider<string, Noted, number> = {
  initial: 0,
  decide: (text) => [{ type: 'Noted', data: { text } }],
  evolve: (count) => count + 1,
};
const note = (transactor: Transactor, stream = 'case-1') =>
  transactor.transact(notes, codec<Noted>(), {
    stream,
    command: 'said in confidence',
    commandId: randomUUID(),
    metadata: { by: 'pm-1' },
  });
const metadataIn = async (store: MemoryEventStore) => (await store.read('case-1')).map(({ metadata }) => metadata);

describe('an append where nothing is traced', () => {
  it('keeps no trace with its events', async () => {
    const store = new MemoryEventStore();
    await note(new Transactor(store));
    expect(await metadataIn(store)).toEqual([{ by: 'pm-1', schemaVersion: 1 }]);
  });
});

describe('where it is traced', () => {
  const exporter = new InMemorySpanExporter();
  let sampled = true;
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(
      new TracerProvider({
        spanProcessors: [new SimpleSpanProcessor({ exporter })],
        sampler: {
          shouldSample: () => ({
            decision: sampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
          }),
        },
      }),
    );
  });
  beforeEach(() => {
    sampled = true;
    exporter.reset();
  });
  const spans = () => exporter.getFinishedSpans();
  const parentOf = (span: ReadableSpan) => span.parentSpanContext?.spanId;
  const idOf = (span: ReadableSpan) => span.spanContext().spanId;
  const traceOf = (span: ReadableSpan) => span.spanContext().traceId;

  describe('an append', () => {
    it('keeps its own span with its events, below the one it was asked for in', async () => {
      const store = new MemoryEventStore();
      const transactor = new Transactor(store);
      await inSpan({ name: 'request', attributes: {} }, () => note(transactor));
      const [append, request] = spans();
      expect(parentOf(append!)).toBe(idOf(request!));
      expect(append!.attributes).toEqual({
        'medspil.stream': 'case-1',
        'medspil.event.types': ['Noted'],
        'medspil.revision': 0,
        'medspil.position': 1,
      });
      expect(await metadataIn(store)).toEqual([
        { by: 'pm-1', schemaVersion: 1, traceparent: `00-${traceOf(append!)}-${idOf(append!)}-01` },
      ]);
    });

    it('of commands that wait for each other stays in the trace of its own', async () => {
      const store = new MemoryEventStore();
      const transactor = new Transactor(store);
      await Promise.all(['a', 'b', 'c'].map((name) => inSpan({ name, attributes: {} }, () => note(transactor))));
      const appends = spans().filter(({ name }) => name === 'append');
      const requests = spans().filter(({ name }) => name !== 'append');
      expect(appends.map(parentOf).sort()).toEqual(requests.map(idOf).sort());
      expect(new Set(appends.map(traceOf)).size).toBe(3);
    });

    it('that is not sampled keeps nothing', async () => {
      sampled = false;
      const store = new MemoryEventStore();
      await note(new Transactor(store));
      expect(await metadataIn(store)).toEqual([{ by: 'pm-1', schemaVersion: 1 }]);
      expect(spans()).toEqual([]);
    });

    it('that lost a race says so by name, and the one after it is kept with the events', async () => {
      const store = new MemoryEventStore();
      const [one, other] = [new Transactor(store), new Transactor(store)];
      await note(one);
      await note(other);
      exporter.reset();
      await note(one);
      const [lost, won] = spans();
      expect(lost!.attributes['error.type']).toBe(WrongRevision.name);
      expect(lost!.status).toEqual({ code: SpanStatusCode.ERROR });
      expect((await store.read('case-1')).at(-1)!.metadata).toMatchObject({
        traceparent: `00-${traceOf(won!)}-${idOf(won!)}-01`,
      });
    });
  });

  it('what fails is named, and its words are not told', async () => {
    const failing = inSpan({ name: 'work', attributes: {} }, async () => {
      throw new RangeError('Fru Hansen cannot be found');
    });
    await expect(failing).rejects.toThrow('Fru Hansen');
    expect(spans()[0]!.attributes).toEqual({ 'error.type': 'RangeError' });
    expect([spans()[0]!.events, spans()[0]!.status]).toEqual([[], { code: SpanStatusCode.ERROR }]);
  });

  describe('a batch of events', () => {
    const now = () => new Date().toISOString();
    const batch = { name: 'apply board', attributes: { 'medspil.projection': 'board' } };
    /** Events, each of a trace of its own. */
    async function events(count: number, recordedAt = now()) {
      const made: { traceparent: string | undefined; recordedAt: string }[] = [];
      for (let n = 0; n < count; n++) {
        await inSpan(
          { name: 'append', attributes: {} },
          async () => void made.push({ traceparent: traceparent().traceparent, recordedAt }),
          ROOT_CONTEXT,
        );
      }
      exporter.reset();
      return made;
    }
    const tell = (items: Iterable<{ traceparent: string | undefined; recordedAt: string }>) =>
      traceBatch(
        performance.now() - 20,
        batch,
        items,
        (item) => item,
        () => [{ name: 'apply', attributes: { 'medspil.position': 7 } }],
      );

    it('is told to the trace of each, below its append, and tied to the batch', async () => {
      const traced = await events(2);
      tell([traced[0]!, { traceparent: undefined, recordedAt: now() }, traced[1]!]);
      const [whole, ...each] = spans();
      expect(each.map((span) => `00-${traceOf(span)}-${parentOf(span)}-01`)).toEqual(
        traced.map((one) => one.traceparent),
      );
      expect(each.map(({ attributes }) => attributes)).toEqual(each.map(() => ({ 'medspil.position': 7 })));
      for (const span of each) expect(span.links.map((link) => link.context.spanId)).toEqual([idOf(whole!)]);
      expect(whole!.links.map((link) => `00-${link.context.traceId}-${link.context.spanId}-01`)).toEqual(
        traced.map((one) => one.traceparent),
      );
      expect([whole!.name, whole!.attributes]).toEqual([batch.name, batch.attributes]);
      for (const { duration } of spans()) expect(duration[1] / 1e6).toBeGreaterThan(19);
    });

    it('of one trace needs no span beside those', async () => {
      const [one] = await events(1);
      tell([one!, one!]);
      expect(spans().map(({ links, attributes }) => [links, attributes])).toEqual(
        [1, 2].map(() => [[], { 'medspil.projection': 'board', 'medspil.position': 7 }]),
      );
    });

    it('in which one is traced needs no span beside that one', async () => {
      tell(await events(1));
      expect(spans()).toHaveLength(1);
      expect(spans()[0]!.attributes).toEqual({ 'medspil.projection': 'board', 'medspil.position': 7 });
    });

    it('is told of no more than a hundred of them', async () => {
      let looked = 0;
      const many = await events(250);
      tell(
        (function* () {
          for (const one of many) {
            looked += 1;
            yield one;
          }
        })(),
      );
      expect([spans().length, looked]).toEqual([101, 100]);
    });

    it('is told of none that is older than an hour or whose trace is not recorded', async () => {
      tell(await events(3, new Date(Date.now() - 3_700_000).toISOString()));
      tell([{ traceparent: undefined, recordedAt: now() }]);
      expect(spans()).toEqual([]);
    });
  });

  it.each([
    undefined,
    7,
    '',
    '00-1-2-01',
    `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`,
    `x 00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
  ])('metadata that say %j name no trace', (kept) => {
    expect(traceparentOf({ metadata: { ...(kept !== undefined && { traceparent: kept }) } })).toBeUndefined();
    expect(traceparentOf({ metadata: null })).toBeUndefined();
  });
});
