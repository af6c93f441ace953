import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { codec, inSpan, Transactor } from '#event-store';
import { boardProjection, type CaseEvent, type Desk, openDesk } from '../test/board.js';
import { RunningProjection } from './run.js';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
let desk: Desk;

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  desk = await openDesk();
});
afterEach(() => exporter.reset());
afterAll(() => desk.close());

/** Commands that are what they lead to. */
const asSaid = {
  initial: null,
  decide: (events: readonly CaseEvent[]) => [...events],
  evolve: () => null,
};

/** Appends in a trace of its own. */
function happened(caseId: string, ...command: CaseEvent[]) {
  const transactor = new Transactor(desk.store);
  const stream = `case-${caseId}`;
  return inSpan(
    { name: 'request', attributes: {} },
    () => transactor.transact(asSaid, codec<CaseEvent>(), { stream, command, commandId: randomUUID(), metadata: {} }),
    ROOT_CONTEXT,
  );
}

const projected = () => exporter.getFinishedSpans().filter(({ name }) => name === 'apply board');
const appends = () => exporter.getFinishedSpans().filter(({ name }) => name === 'append');

describe('a projection', () => {
  it('is told to the trace of each event it works in, also of those that came while it stood still', async () => {
    const build = await desk.build();
    const running = new RunningProjection(boardProjection, build);
    await happened('a', { type: 'Opened', data: { title: 'Said in confidence' } });
    await running.waitFor(1, 5_000);
    await running.stop();
    const { position } = await happened(
      'a',
      { type: 'Spoken', data: {} },
      { type: 'DueSet', data: { due: '2026-05-01' } },
    );
    await happened('b', { type: 'Opened', data: { title: 'B' } });

    const restarted = new RunningProjection(boardProjection, build);
    await restarted.waitFor(position + 1, 5_000);
    await restarted.stop();
    const [first, ...later] = projected();
    expect(first!.attributes).toEqual({
      'medspil.projection': 'board',
      'medspil.build': 'desk',
      'medspil.batch.events': 1,
      'medspil.stream': 'case-a',
      'medspil.event.type': 'Opened',
      'medspil.position': 1,
    });
    const [whole, ...each] = later;
    expect(whole!.attributes).toEqual({
      'medspil.projection': 'board',
      'medspil.build': 'desk',
      'medspil.batch.events': 3,
    });
    expect(each.map(({ attributes }) => attributes['medspil.event.type'])).toEqual(['DueSet', 'Opened']);
    expect([first!, ...each].map(({ parentSpanContext }) => parentSpanContext!.spanId)).toEqual(
      appends().map((append) => append.spanContext().spanId),
    );
    expect(each.every(({ links }) => links[0]!.context.spanId === whole!.spanContext().spanId)).toBe(true);
    expect(JSON.stringify(exporter.getFinishedSpans().map(({ attributes }) => attributes))).not.toContain('confidence');
  });

  it('that parks a case says so where its events are traced', async () => {
    const build = await desk.build();
    const running = new RunningProjection(boardProjection, build);
    const { position } = await happened(
      'never-opened',
      { type: 'NoteAdded', data: {} },
      { type: 'NoteAdded', data: {} },
    );
    await running.waitFor(position, 5_000);
    await happened('never-opened', { type: 'NoteAdded', data: {} });
    await running.waitFor(position + 1, 5_000);
    await running.stop();
    const said = projected().filter(({ parentSpanContext }) => parentSpanContext);
    expect(said.map(({ attributes }) => attributes['error.type'])).toEqual(['Parked', 'Parked', 'Parked']);
  });
});
