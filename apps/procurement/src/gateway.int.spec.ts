import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type EventStore, MemoryEventStore, Transactor } from '#event-store';
import { type Kafka, startKafka } from '../../../test/support/kafka/kafka.js';
import { withOwnKafka } from '../../../test/support/kafka/with-kafka.js';
import { configOf, type Desk, openDesk, quiet, request, until } from '../test/inward.js';
import { Gateway } from './gateway.js';

let kafka: Kafka;
let desk: Desk;
let gateways: Gateway[];

/** A gateway of the same id, as another process is; on the desk's store unless given. */
function open(store: EventStore = desk.store): Gateway {
  const gateway = new Gateway(configOf(kafka.brokers), {
    store,
    received: desk.received,
    transactor: new Transactor(store),
    publisher: { name: 'Frederikssund', uri: 'https://example.org', prefix: 'ocds-medspl' },
    log: quiet,
  });
  gateways.push(gateway);
  gateway.start();
  return gateway;
}
const isReceiving = (gateway: Gateway) => until(() => gateway.inward.status().state === 'connected');

withOwnKafka('a gateway on another store than the one its id published from', () => {
  beforeAll(async () => {
    kafka = await startKafka();
    desk = await openDesk(kafka);
  }, 120_000);
  afterAll(async () => {
    await desk?.close();
    await kafka?.stop();
  }, 60_000);
  beforeEach(() => {
    gateways = [];
  });
  afterEach(async () => {
    for (const gateway of gateways) await gateway.stop();
  }, 60_000);

  it('takes no message up, and leaves all of them to the one on the right store', async () => {
    const ids = [];
    for (let n = 0; n < 12; n++) ids.push(await desk.tendering());
    const head = await desk.store.head();
    const serving = open();
    await isReceiving(serving);
    await until(() => (serving.publisher.position ?? 0) >= head);

    const drill = open(new MemoryEventStore());
    await until(() => drill.inward.status().state === 'other-store');
    expect(drill.publisher.state.state).toBe('stopped');
    const messages = ids.map((id, n) => request(id, 'c1', { id: `drill-${n}` }));
    await desk.send(...messages);
    await desk.taken(messages.map((_, n) => `drill-${n}`));
    expect(drill.inward.status().taken.applied).toBe(0);
    expect(serving.inward.status().taken).toMatchObject({ applied: 12, refused: 0 });

    // One that is there alone does not begin either.
    await serving.stop();
    await desk.send(request(ids[0]!, 'c2', { id: 'drill-alone' }));
    const again = open(new MemoryEventStore());
    await until(() => again.inward.status().state === 'other-store');
    await isReceiving(open());
    await desk.taken(['drill-alone']);
    expect(await desk.outcomes('drill-alone')).toEqual(['applied']);
  }, 90_000);

  it('lets go of what it was taking up when it notices', async () => {
    const id = await desk.tendering();
    const noticing = open();
    await isReceiving(noticing);
    noticing.inward.standBack();
    expect(noticing.inward.status().state).toBe('other-store');
    const key = `let-go-${randomUUID()}`;
    await desk.send(request(id, 'c1', { id: key }));
    const right = open();
    await desk.taken([key]);
    expect(noticing.inward.status().taken.applied).toBe(0);
    expect(right.inward.status().taken.applied).toBe(1);
  }, 60_000);
});
