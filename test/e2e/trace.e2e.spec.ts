import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Kafka as KafkaClient, logLevel, Partitioners } from 'kafkajs';
import { projections } from '../../apps/insight/src/read-models.js';
import { INBOUND_TOPIC } from '../../apps/procurement/src/inward/topics.js';
import { KafkaJsBroker } from '../../apps/procurement/src/kafka/kafkajs.js';
import { OCDS_TOPIC, PARTNERSHIPS_TOPIC } from '../../apps/procurement/src/outward/topics.js';
import { happened } from '../../apps/procurement/test/history.js';
import { told as said } from '../../apps/procurement/test/inward.js';
import { procurementSchemas } from '../../libs/contracts/src/index.js';
import { openEventStore } from '../../libs/event-store/src/index.js';
import { prepared } from '../../libs/partnership/test/story.js';
import { openLog } from '../../libs/platform/src/index.js';
import { type Collector, type SentSpan, startCollector } from '../support/collector.js';
import { drawTrace } from '../support/draw-trace.js';
import { type Kafka, startKafka } from '../support/kafka/kafka.js';
import { withOwnKafka } from '../support/kafka/with-kafka.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';
import { registration } from '../support/registration.js';

const manager = { subject: 'pm-1', role: 'project-manager', organisation: '0561' };
const services = ['partnerships', 'insight', 'procurement'] as const;

const [notice] = procurementSchemas['procurement.notice-published.v1'].examples as unknown as [{ title: string }];

let kafka: Kafka;
let database: FreshDatabase;
let directory: Awaited<ReturnType<typeof dataDirectory>>;
let collector: Collector;
const running: Partial<Record<(typeof services)[number], Product>> = {};

async function start(app: (typeof services)[number]): Promise<void> {
  running[app] = await startProduct(
    directory.path,
    {
      EVENT_STORE_URL: database.url,
      READ_MODEL_URL: database.url,
      KAFKA_BROKERS: kafka.brokers.join(','),
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    },
    app,
  );
}

/** A trace that somebody else began: its id, and what they say of it. */
function begun() {
  const traceId = randomUUID().replaceAll('-', '');
  return { traceId, spanId: '00f067aa0ba902b7', traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
}

async function post(path: string, body: object, traceparent: string): Promise<{ id: string; position: number }> {
  const { url, bearer } = running.partnerships!;
  const headers = { authorization: `Bearer ${await bearer(manager)}`, 'content-type': 'application/json', traceparent };
  const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
  return (await answer.json()) as { id: string; position: number };
}

const sends = [`send ${OCDS_TOPIC}`, `send ${PARTNERSHIPS_TOPIC}`];
/** Spans of a trace, once all that are named have come. */
async function traced(traceId: string, ...names: string[]): Promise<readonly SentSpan[]> {
  const ofIt = (spans: readonly SentSpan[]) => spans.filter((span) => span.traceId === traceId);
  await collector.until((spans) => names.every((name) => ofIt(spans).some((span) => span.name === name)), 60_000);
  return ofIt(collector.spans);
}
const named = (spans: readonly SentSpan[], name: string) => spans.find((span) => span.name === name)!;
const told = (spans: readonly SentSpan[]) =>
  [...new Set(spans.map(({ service, name }) => `${service}: ${name}`))].sort();

withOwnKafka('a trace over services that run apart', () => {
  beforeAll(async () => {
    [kafka, database, directory, collector] = await Promise.all([
      startKafka(),
      freshDatabase(),
      dataDirectory(),
      startCollector(),
    ]);
    for (const app of services) await start(app);
  }, 240_000);
  afterAll(async () => {
    await Promise.all(Object.values(running).map((one) => one.end('SIGKILL')));
    await collector?.stop();
    await directory?.remove();
    await kafka?.stop();
    await database?.drop();
  }, 60_000);

  it('goes from a request to its append, and from there to every projection it changes and to both topics', async () => {
    // The first one waits for connections, which is nothing to look at.
    const first = begun();
    await post('/partnerships', registration('T-0'), first.traceparent);
    await traced(first.traceId, ...sends, 'apply worklist');

    const { traceId, spanId, traceparent } = begun();
    const { id, position } = await post('/partnerships', registration('T-1', 'Sensorplaster'), traceparent);
    const spans = await traced(traceId, ...sends, 'apply worklist', 'apply timeline');
    const asked = named(spans, 'POST /partnerships');
    const append = named(spans, 'append');
    expect([asked.parentSpanId, append.parentSpanId]).toEqual([spanId, asked.spanId]);
    expect(append.attributes).toMatchObject({ 'medspil.stream': `partnership-${id}`, 'medspil.position': position });
    const rest = spans.filter((span) => span !== asked && span !== append);
    expect(new Set(rest.map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([append.spanId]));
    const applied = rest.map(({ attributes }) => attributes['medspil.projection']).filter(Boolean);
    expect(applied.length).toBe(new Set(applied).size);
    expect(projections.map(({ name }) => name)).toEqual(expect.arrayContaining(applied));
    expect(told(spans)).toEqual(
      [
        'medspil-partnerships: POST /partnerships',
        'medspil-partnerships: append',
        ...applied.map((name) => `medspil-insight: apply ${name}`),
        ...sends.map((name) => `medspil-gateway: ${name}`),
      ].sort(),
    );
    expect(JSON.stringify(spans)).not.toContain('Sensorplaster');
    if (process.env.DRAW_TRACE) await writeFile('docs/images/trace.svg', drawTrace(spans));

    const broker = new KafkaJsBroker(
      { brokers: kafka.brokers, gatewayId: 'reader', tls: undefined, signIn: undefined },
      openLog('silent'),
    );
    const headers: unknown[] = [];
    for (const topic of [PARTNERSHIPS_TOPIC, OCDS_TOPIC]) {
      for await (const message of broker.everything(topic))
        if (message.key?.endsWith(id)) headers.push(message.headers.traceparent);
    }
    await broker.close();
    expect(headers).toEqual([1, 2].map(() => `00-${traceId}-${append.spanId}-01`));
  }, 120_000);

  it('goes from a message of a procurement system by its append to the projections and out again', async () => {
    const id = randomUUID();
    const store = await openEventStore(database.url);
    await happened(store, id, ...prepared);
    await store.close();
    const { traceId, spanId, traceparent } = begun();
    const client = new KafkaClient({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
    const producer = client.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const { key, value, headers } = said(id, 'notice-published', notice, { traceparent });
    await producer.send({ topic: INBOUND_TOPIC, messages: [{ key, value, headers: { ...headers } }] });
    await producer.disconnect();

    const spans = await traced(traceId, `send ${PARTNERSHIPS_TOPIC}`, 'apply timeline');
    const taken = named(spans, `process ${INBOUND_TOPIC}`);
    const append = named(spans, 'append');
    expect(taken).toMatchObject({ service: 'medspil-gateway', kind: 'consumer', parentSpanId: spanId });
    expect(taken.attributes).toMatchObject({ 'medspil.outcome': 'applied', 'messaging.kafka.message.key': id });
    expect(append).toMatchObject({ service: 'medspil-gateway', parentSpanId: taken.spanId });
    for (const name of [`send ${PARTNERSHIPS_TOPIC}`, 'apply timeline'])
      expect(named(spans, name).parentSpanId).toBe(append.spanId);
    expect(JSON.stringify(spans)).not.toContain(notice.title);
  }, 120_000);

  it('goes on in projections that were not there when it began, and is sent before a service ends', async () => {
    expect(await running.insight!.end()).toBe(0);
    const { traceId, traceparent } = begun();
    const { id } = await post('/partnerships', registration('T-2'), traceparent);
    const need = begun();
    await post(`/partnerships/${id}/need`, { problem: 'Mange fald', targetGroup: 'Ældre' }, need.traceparent);
    // Ended at once, with what was recorded still to be sent.
    expect(await running.partnerships!.end()).toBe(0);
    expect(
      told((await traced(need.traceId, 'append')).filter(({ service }) => service === 'medspil-partnerships')),
    ).toEqual(['medspil-partnerships: POST /partnerships/:id/need', 'medspil-partnerships: append']);
    await start('insight');
    const spans = await traced(traceId, 'apply worklist', ...sends);
    const [append, worklist] = [named(spans, 'append'), named(spans, 'apply worklist')];
    expect(worklist.parentSpanId).toBe(append.spanId);
    // Both came in one batch, which is told of by itself and tied to each.
    const [batch] = worklist.links;
    expect(collector.spans.find((span) => span.spanId === batch?.spanId)).toMatchObject({
      name: 'apply worklist',
      parentSpanId: undefined,
    });
  }, 120_000);
});
