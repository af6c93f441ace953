import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { KafkaJsBroker } from '../../apps/procurement/src/kafka/kafkajs.js';
import { OCDS_TOPIC, PARTNERSHIPS_TOPIC } from '../../apps/procurement/src/outward/topics.js';
import { openLog } from '../../libs/platform/src/index.js';
import { type Kafka, startKafka } from '../support/kafka/kafka.js';
import { withOwnKafka } from '../support/kafka/with-kafka.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';
import { registration } from '../support/registration.js';

const manager = { subject: 'pm-1', role: 'project-manager', organisation: '0561' };

let kafka: Kafka;
let directory: Awaited<ReturnType<typeof dataDirectory>>;
let product: Product;

async function post(path: string, body: object): Promise<{ id: string; position: number }> {
  const headers = { authorization: `Bearer ${await product.bearer(manager)}`, 'content-type': 'application/json' };
  const answer = await fetch(`${product.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const said = (await answer.json()) as { id: string; position: number };
  if (!answer.ok) throw new Error(`POST ${path} was answered ${answer.status}: ${JSON.stringify(said)}`);
  return said;
}

const register = () => post('/partnerships', registration(`2026-${Math.random()}`, 'Sensorplaster'));

const need = { problem: 'For mange indlæggelser', targetGroup: 'Ældre over 65' };

type Outward = { state: string; position?: number; behind?: number };
const outward = async () =>
  ((await (await fetch(`${product.url}/health`)).json()) as { procurement: { outward: Outward } }).procurement.outward;

async function publishedUpTo(position: number): Promise<void> {
  const patience = performance.now() + 40_000;
  while (((await outward()).position ?? 0) < position) {
    if (performance.now() > patience) throw new Error(`It is at ${JSON.stringify(await outward())}`);
  }
}

/** Types of the messages of a partnership, and how many releases there are, for a reader of the committed. */
async function read(id: string): Promise<{ types: (string | undefined)[]; releases: number }> {
  const reader = { brokers: kafka.brokers, gatewayId: 'reader', tls: undefined, signIn: undefined };
  const broker = new KafkaJsBroker(reader, openLog('silent'));
  const types: (string | undefined)[] = [];
  let releases = 0;
  for await (const { key, headers } of broker.everything(PARTNERSHIPS_TOPIC))
    if (key === id) types.push(headers.ce_type);
  for await (const { key } of broker.everything(OCDS_TOPIC)) if (key?.endsWith(id)) releases += 1;
  await broker.close();
  return { types, releases };
}

withOwnKafka('the product', () => {
  beforeAll(async () => {
    [kafka, directory] = await Promise.all([startKafka(), dataDirectory()]);
  }, 120_000);
  afterAll(async () => {
    await product?.end('SIGKILL');
    await directory?.remove();
    await kafka?.stop();
  }, 60_000);

  it('does without Kafka, and publishes its history once where it is turned on later', async () => {
    product = await startProduct(directory.path);
    expect(await outward()).toEqual({ state: 'off' });
    expect(product.output()).not.toContain('Kafka');
    const { id } = await register();
    await post(`/partnerships/${id}/need`, need);
    expect(await product.end()).toBe(0);

    const turnedOn = { KAFKA_BROKERS: kafka.brokers.join(',') };
    product = await startProduct(directory.path, turnedOn);
    await publishedUpTo(2);
    expect(product.output()).toContain(`Kafka     publishes to ${turnedOn.KAFKA_BROKERS} as medspil`);
    const metrics = await (await fetch(`${product.url}/metrics`)).text();
    expect(metrics).toContain('medspil_outward_state{state="connected"} 1');
    expect(metrics).toContain('medspil_outward_behind_events 0');
    expect(metrics).toMatch(/medspil_outward_messages_total\{topic="medspil.partnerships.v1"\} 3/);
    expect(await product.end()).toBe(0);

    product = await startProduct(directory.path, turnedOn);
    const other = await register();
    await publishedUpTo(other.position);
    expect(await read(id)).toEqual({
      types: ['partnership-registered', 'need-described', 'phase-entered'].map((type) => `dk.medspil.${type}.v1`),
      releases: 2,
    });
    expect((await read(other.id)).types).toEqual(['dk.medspil.partnership-registered.v1']);
    expect(await product.end()).toBe(0);
  }, 180_000);
});
