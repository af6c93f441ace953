import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Gateway } from '../../apps/procurement/src/gateway.js';
import { configOf, type Desk, letterOf, openDesk, quiet, until } from '../../apps/procurement/test/inward.js';
import { Transactor } from '../../libs/event-store/src/index.js';
import { type Kafka, startKafka } from '../support/kafka/kafka.js';
import { withKafka } from '../support/kafka/with-kafka.js';

const page = 'docs/how-to/procurement-systems.md';
const programs = 'docs/how-to/procurement-systems';

describe('the page for developers of procurement systems', () => {
  it.each(['consumer.mjs', 'producer.mjs'])('shows %s as it is', async (name) => {
    expect(await readFile(page, 'utf8')).toContain(`\`\`\`js\n${await readFile(`${programs}/${name}`, 'utf8')}\`\`\``);
  });
});

withKafka('the programs of the page', () => {
  let kafka: Kafka;
  let desk: Desk;
  let gateway: Gateway;
  let consumer: ChildProcess | undefined;
  const env = () => ({ ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: kafka.brokers.join(',') });

  beforeAll(async () => {
    kafka = await startKafka();
    desk = await openDesk(kafka);
    const { store, received } = desk;
    gateway = new Gateway(configOf(kafka.brokers), {
      store,
      received,
      transactor: new Transactor(store),
      publisher: { name: 'Frederikssund', uri: 'https://example.org', prefix: 'ocds-medspl' },
      log: quiet,
    });
    gateway.start();
  }, 120_000);
  afterAll(async () => {
    consumer?.kill('SIGKILL');
    await gateway?.stop();
    await desk?.close();
    await kafka?.stop();
  });

  const produce = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [`${programs}/producer.mjs`, ...args], {
      env: env(),
    });
    return stdout;
  };

  it('read what is published, each message once', async () => {
    const id = await desk.tendering();
    const head = await desk.store.head();
    await until(() => (gateway.publisher.position ?? 0) >= head);
    const started = spawn(process.execPath, [`${programs}/consumer.mjs`], {
      env: env(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    consumer = started;
    let said = '';
    started.stdout.on('data', (chunk) => {
      said += chunk;
    });
    const notice = `dk.medspil.notice-published.v1 of partnership ${id}: {`;
    await until(() => said.includes(notice), 60_000);
    expect(said.split('\n').filter((line) => line.startsWith(notice))).toHaveLength(1);
    const ended = once(started, 'exit');
    started.kill('SIGTERM');
    await ended;
  }, 90_000);

  it('tell what happened, once however often it is sent', async () => {
    const id = await desk.tendering();
    expect(await produce(id, 'c9', '2025-04-20', 'sent-1')).toBe('Sent sent-1\n');
    await produce(id, 'c9', '2025-04-20', 'sent-1');
    await desk.taken(['sent-1'], 2);
    expect(await desk.outcomes('sent-1')).toEqual(['applied', 'repeated']);
    expect(await desk.events(id, 'RequestToParticipateReceived')).toHaveLength(1);
  }, 60_000);

  it('find what is refused among the dead letters, as the page says', async () => {
    const id = await desk.tendering();
    await produce(id, 'c9', '2025-05-20', 'sent-2');
    await desk.taken(['sent-2']);
    const [letter] = (await desk.deadLetters()).filter(({ headers }) => headers.ce_id === 'sent-2');
    expect(letterOf(letter!)).toMatchObject({ reason: 'request-too-late', message: { key: id } });
    const text = await readFile(page, 'utf8');
    const added = Object.keys(letter!.headers).filter((name) => name.startsWith('medspil-'));
    expect(added).toHaveLength(8);
    for (const name of added) expect(text).toContain(`\`${name}\``);
  }, 60_000);
});
