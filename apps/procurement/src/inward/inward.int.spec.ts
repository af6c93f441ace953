import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type Appended, type EventStore, StoreUnavailable, Transactor } from '#event-store';
import { type Kafka, startKafka } from '../../../../test/support/kafka/kafka.js';
import { withKafka } from '../../../../test/support/kafka/with-kafka.js';
import { FaultyBroker } from '../../test/faulty-broker.js';
import { happened } from '../../test/history.js';
import { type Desk, letterOf, openDesk, request, told, until } from '../../test/inward.js';
import type { Inward } from './inward.js';

let kafka: Kafka;
let desk: Desk;
let inward: Inward;

const selected = (...candidates: string[]) =>
  ({ type: 'CandidatesSelected', data: { selected: candidates, rejected: [] } }) as const;
const candidatesOf = async (partnershipId: string) =>
  (await desk.events(partnershipId, 'RequestToParticipateReceived')).map(
    ({ data }) => (data as unknown as { candidateId: string }).candidateId,
  );
const lettersOf = async (...ids: string[]) =>
  (await desk.deadLetters())
    .map((one) => letterOf(one)!)
    .filter(({ message }) => ids.includes(message.headers.ce_id ?? ''));

withKafka('taking up what procurement systems tell', () => {
  beforeAll(async () => {
    kafka = await startKafka();
    desk = await openDesk(kafka);
  }, 120_000);
  afterAll(async () => {
    await desk?.close();
    await kafka?.stop();
  });
  beforeEach(() => {
    inward = desk.inward();
  });
  afterEach(() => inward.stop());

  it('records what a message says in the name of the gateway, with the message as its cause', async () => {
    const id = await desk.tendering();
    const message = request(id, 'c1', { id: 'said-1', source: '/udbud/esbjerg' });
    await desk.send(message);
    await desk.taken(['said-1']);
    const [event] = await desk.events(id, 'RequestToParticipateReceived');
    expect(event?.data).toMatchObject({ candidateId: 'c1' });
    expect(event?.metadata).toMatchObject({
      by: 'procurement-gateway',
      role: 'system',
      occurredOn: '2025-04-20',
      causationId: 'said-1',
      source: '/udbud/esbjerg',
      commandId: event?.id,
    });
    const row = (await desk.rows()).find(({ message_id }) => message_id === 'said-1');
    expect(row).toMatchObject({ outcome: 'applied', position: event?.position, partnership_id: id, dead_letter: null });
    expect(inward.status()).toMatchObject({ state: 'connected', waitingFor: [], taken: { applied: 1 } });
  });

  it('changes nothing when a message comes again, also where a rule would refuse it by now', async () => {
    const id = await desk.tendering();
    const message = request(id, 'c1', { id: 'again-1' });
    await desk.send(message, message);
    await desk.taken(['again-1'], 2);
    await happened(desk.store, id, selected('c1'));
    await desk.send(message, request(id, 'c2', { id: 'again-2' }));
    await desk.taken(['again-1', 'again-2'], 4);
    expect(await desk.outcomes('again-1')).toEqual(['applied', 'repeated', 'repeated']);
    expect(await desk.outcomes('again-2')).toEqual(['refused']);
    expect(await candidatesOf(id)).toEqual(['c1']);
    expect(await lettersOf('again-1')).toEqual([]);
  });

  it('takes nothing for put back that only says so', async () => {
    const id = await desk.tendering();
    const headers = { id: 'forged-1' };
    await desk.send(request(id, 'c1', headers, { receivedOn: '2025-05-20' }));
    await desk.taken(['forged-1']);
    const [letter] = await lettersOf('forged-1');
    const waiting = await desk.received.waitingDeadLetters();
    const says = { 'medspil-put-back-of': letter!.id };
    await desk.send(
      request(id, 'c2', { id: 'forged-2', ...says }),
      request(id, 'c1', { id: 'forged-3', ...says }, { receivedOn: '2025-05-20', country: 'SE' }),
      request(id, 'c3', { ...headers, ...says }),
      request(id, 'c4', { id: 'forged-4', 'medspil-put-back-of': '9-9999999999999999999' }),
      request(id, 'c5', { id: 'forged-5', 'medspil-put-back-of': '0-1\u0000' }),
    );
    await desk.taken(['forged-1', 'forged-2', 'forged-3', 'forged-4', 'forged-5'], 6);
    expect(await desk.outcomes('forged-1')).toEqual(['refused', 'refused']);
    expect(await lettersOf('forged-1')).toMatchObject([
      { reason: 'request-too-late' },
      { reason: 'message-id-reused' },
    ]);
    expect(await candidatesOf(id)).toEqual(['c2', 'c4', 'c5']);
    const waits = await desk.received.waitingDeadLetters();
    expect(waits.get('request-too-late')).toBe(waiting.get('request-too-late')! + 1);
    expect((await desk.received.becameOf([letter!.id])).size).toBe(0);
  });

  it('makes a dead letter of the same id with other content', async () => {
    const id = await desk.tendering();
    const headers = { id: 'twice-1' };
    await desk.send(request(id, 'c1', headers), request(id, 'c2', headers), request(id, 'c2', headers));
    await desk.taken(['twice-1'], 3);
    expect(await desk.outcomes('twice-1')).toEqual(['applied', 'refused', 'repeated']);
    expect(await lettersOf('twice-1')).toMatchObject([{ reason: 'message-id-reused' }]);
    expect(await candidatesOf(id)).toEqual(['c1']);
  });

  it('makes one dead letter of a refused message, however often it comes, with the reason and the message as it was', async () => {
    const id = await desk.tendering();
    const late = request(id, 'c1', { id: 'late-1' }, { receivedOn: '2025-05-02' });
    await desk.send(late, late);
    await desk.taken(['late-1'], 2);
    await desk.send(late);
    await desk.taken(['late-1'], 3);
    expect(await desk.outcomes('late-1')).toEqual(['refused', 'repeated', 'repeated']);
    const rows = (await desk.rows()).filter(({ message_id }) => message_id === 'late-1');
    for (const { reason, details } of rows) {
      expect([reason, details]).toEqual([
        'request-too-late',
        expect.objectContaining({ requestDeadline: '2025-05-01' }),
      ]);
    }
    const [letter, ...others] = await lettersOf('late-1');
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ reason: 'request-too-late', topic: 'procurement.events.v1', message: late });
    expect(letter?.details).toContain('2025-05-01');
    const row = (await desk.rows()).find(({ dead_letter }) => dead_letter === letter?.id);
    expect(row).toMatchObject({ message_id: 'late-1', reason: 'request-too-late', partition: letter?.partition });
  });

  it('makes dead letters of what cannot be read, and goes on', async () => {
    const id = await desk.tendering();
    const unknown = told(id, 'coffee-made', {}, { id: 'bad-1' });
    const broken = { ...request(id, 'c1', { id: 'bad-2' }), value: Buffer.from('{"candidateId":') };
    const otherKey = { ...request(id, 'c1', { id: 'bad-3' }), key: randomUUID() };
    const nothing = { key: null, value: null, headers: {} };
    const nul = told(id, 'tender-received', { tendererId: '\0', stage: 'final' }, { id: 'bad-4' });
    await desk.send(unknown, broken, otherKey, nothing, nul, request(id, 'c9', { id: 'good-1' }));
    await desk.taken(['bad-1', 'bad-2', 'bad-3', 'bad-4', 'good-1']);
    await until(async () => (await desk.deadLetters()).some((one) => letterOf(one)?.message.key === null));
    const letters = await lettersOf('bad-1', 'bad-2', 'bad-3', 'bad-4');
    const reasons = Object.fromEntries(letters.map(({ message, reason }) => [message.headers.ce_id, reason]));
    expect(reasons).toEqual({
      'bad-1': 'type-unknown',
      'bad-2': 'not-json',
      'bad-3': 'key-not-partnership',
      'bad-4': expect.stringMatching(/^field-/),
    });
    const row = (await desk.rows()).find(({ message_id }) => message_id === 'bad-2');
    expect(row).toMatchObject({ outcome: 'unreadable', partnership_id: id, said: null });
    expect(await candidatesOf(id)).toEqual(['c9']);
  });

  it('makes a dead letter of a message that leaves no room for the reason, and goes on', async () => {
    const id = await desk.tendering();
    const large = { ...request(id, 'c1', { id: 'large-1' }), value: Buffer.alloc(1_048_200, 'x') };
    await desk.send(large);
    await desk.send(request(id, 'c2', { id: 'good-2' }));
    await desk.taken(['large-1', 'good-2']);
    const [letter] = await lettersOf('large-1');
    expect(letter).toMatchObject({ reason: 'value-too-large', leftOut: 1_048_200, message: { key: id, value: null } });
    expect(await candidatesOf(id)).toEqual(['c2']);
  });

  it('takes up messages however they were compressed', async () => {
    const id = await desk.tendering();
    await desk.sendCompressed(request(id, 'c1', { id: 'snappy-1' }), request(id, 'c2', { id: 'snappy-2' }));
    await desk.taken(['snappy-1', 'snappy-2']);
    expect(await candidatesOf(id)).toEqual(['c1', 'c2']);
  });

  it('keeps the order of each partnership while it works on many', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => desk.tendering()));
    const candidates = Array.from({ length: 15 }, (_, n) => `c${n}`);
    await desk.send(
      ...candidates.flatMap((candidate) => ids.map((id) => request(id, candidate, { id: `${id}/${candidate}` }))),
    );
    await desk.taken(ids.flatMap((id) => candidates.map((candidate) => `${id}/${candidate}`)));
    for (const id of ids) expect(await candidatesOf(id)).toEqual(candidates);
  });

  it('does again what was recorded and not committed, and it changes nothing', async () => {
    await inward.stop();
    const broker = new FaultyBroker(desk.broker);
    broker.faults.commits = 2;
    const id = await desk.tendering();
    await desk.send(request(id, 'c1', { id: 'crash-1' }), request(id, 'c2', { id: 'crash-2' }));
    inward = desk.inward({ broker });
    await until(() => broker.faults.commits === 0);
    await desk.send(request(id, 'c3', { id: 'crash-3' }));
    await desk.taken(['crash-1', 'crash-2', 'crash-3']);
    expect(await candidatesOf(id)).toEqual(['c1', 'c2', 'c3']);
    // The very message again is no other one: it was applied.
    for (const one of ['crash-1', 'crash-2']) expect(await desk.outcomes(one)).toEqual(['applied']);
  });

  it('makes one dead letter where the transaction failed, and where only its answer was lost', async () => {
    await inward.stop();
    const broker = new FaultyBroker(desk.broker);
    broker.faults.sends = 1;
    broker.faults.answers = 1;
    const id = await desk.tendering();
    const bad = ['lost-1', 'lost-2'].map((name) => request(id, name, { id: name }, { receivedOn: '2025-05-02' }));
    await desk.send(bad[0]!, request(id, 'c1', { id: 'lost-0' }), bad[1]!);
    inward = desk.inward({ broker });
    await until(() => inward.status().state === 'away');
    await until(() => broker.faults.sends + broker.faults.answers === 0);
    await desk.send(request(id, 'c2', { id: 'lost-3' }));
    await desk.taken(['lost-3']);
    await until(() => inward.status().state === 'connected');
    expect((await lettersOf('lost-1', 'lost-2')).map(({ message }) => message.headers.ce_id)).toEqual([
      'lost-1',
      'lost-2',
    ]);
    expect(await candidatesOf(id)).toEqual(['c1', 'c2']);
  });

  it('waits for a store that is away, says so, and goes on in order', async () => {
    await inward.stop();
    const store = new DistantStore(desk.store);
    store.away = true;
    inward = desk.inward({ transactor: new Transactor(store as unknown as EventStore, { patience: 100 }) });
    const id = await desk.tendering();
    const names = ['c1', 'c2', 'c3', 'c4'];
    await desk.send(...names.map((name) => request(id, name, { id: `wait-${name}` })));
    await until(() => inward.status().waitingFor.some(({ what }) => what === 'store'));
    expect(await candidatesOf(id)).toEqual([]);
    store.away = false;
    await desk.taken(names.map((name) => `wait-${name}`));
    expect(await candidatesOf(id)).toEqual(names);
    expect(inward.status().waitingFor).toEqual([]);
    expect(await lettersOf(...names.map((name) => `wait-${name}`))).toEqual([]);
  });

  it('stops at once while it waits, and another takes up what is left', async () => {
    await inward.stop();
    const store = new DistantStore(desk.store);
    store.away = true;
    const waiting = desk.inward({ transactor: new Transactor(store as unknown as EventStore, { patience: 100 }) });
    const id = await desk.tendering();
    await desk.send(request(id, 'c1', { id: 'left-1' }));
    await until(() => waiting.status().waitingFor.length > 0);
    const began = performance.now();
    await waiting.stop();
    expect(performance.now() - began).toBeLessThan(5_000);
    inward = desk.inward();
    await desk.taken(['left-1']);
    expect(await candidatesOf(id)).toEqual(['c1']);
  });

  it('shares the work with a second consumer that comes and goes, each message once and in order', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => desk.tendering()));
    const names = Array.from({ length: 30 }, (_, n) => `c${n}`);
    const bad = (id: string, n: number) => request(id, `b${n}`, { id: `${id}/b${n}` }, { receivedOn: '2025-05-02' });
    let second: Inward | undefined;
    for (const [n, name] of names.entries()) {
      await desk.send(
        ...ids.flatMap((id) => [request(id, name, { id: `${id}/${name}` }), ...(n % 10 === 0 ? [bad(id, n)] : [])]),
      );
      if (n === 8) second = desk.inward();
      if (n === 20) await second?.stop();
    }
    const wanted = ids.flatMap((id) => [...names, 'b0', 'b10', 'b20'].map((name) => `${id}/${name}`));
    await desk.taken(wanted);
    for (const id of ids) expect(await candidatesOf(id)).toEqual(names);
    const rows = (await desk.rows()).filter(({ message_id }) => wanted.includes(message_id ?? ''));
    expect(rows.filter(({ outcome }) => outcome === 'repeated')).toEqual([]);
    const letters = await lettersOf(...wanted);
    expect(letters.map(({ message }) => message.headers.ce_id).sort()).toEqual(
      ids.flatMap((id) => ['b0', 'b10', 'b20'].map((name) => `${id}/${name}`)).sort(),
    );
  }, 90_000);

  it('makes no second dead letter when an offset is set back', async () => {
    const id = await desk.tendering();
    await desk.send(
      request(id, 'c1', { id: 'back-1' }),
      request(id, 'c2', { id: 'back-2' }, { receivedOn: '2025-05-02' }),
    );
    await desk.taken(['back-1', 'back-2']);
    await inward.stop();
    const before = (await desk.deadLetters()).length;
    const sender = await desk.broker.openSender(`reset-${randomUUID()}`);
    const partitions = [...(await desk.broker.workedOff('medspil-inward', 'procurement.events.v1')).keys()];
    await sender.send(
      [],
      partitions.map((partition) => ({
        group: 'medspil-inward',
        topic: 'procurement.events.v1',
        partition,
        next: '0',
      })),
    );
    await sender.close();
    const rows = await desk.rows();
    inward = desk.inward();
    await desk.send(request(id, 'c3', { id: 'back-3' }));
    await desk.taken(['back-3']);
    expect((await desk.deadLetters()).length).toBe(before);
    const after = await desk.rows();
    const known = rows.map(({ partition, offset }) => `${partition}-${offset}`);
    const outcomes = (all: typeof rows) =>
      all.filter(({ partition, offset }) => known.includes(`${partition}-${offset}`)).map(({ outcome }) => outcome);
    expect(outcomes(after)).toEqual(outcomes(rows));
  });
});

/** A real store on a line that can be cut. */
class DistantStore {
  away = false;
  constructor(private readonly store: EventStore) {}
  private reach(): void {
    if (this.away) throw new StoreUnavailable('The line is cut');
  }
  async append(...args: Parameters<EventStore['append']>): Promise<Appended> {
    this.reach();
    return this.store.append(...args);
  }
  async receipt(key: string) {
    this.reach();
    return this.store.receipt(key);
  }
  async read(...args: Parameters<EventStore['read']>) {
    this.reach();
    return this.store.read(...args);
  }
}
