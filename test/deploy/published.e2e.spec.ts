import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Kafka, startKafka } from '../support/kafka/kafka.js';
import { withOwnKafka } from '../support/kafka/with-kafka.js';
import { Caller } from '../support/load.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';

/** As the workflow asks it in the gateway's container: by its standard input. */
async function askWhetherPublished(gateway: Product, insight: Product, seconds: number) {
  const asked = spawn(process.execPath, ['--input-type=module', '-', gateway.url, insight.url, `${seconds}`], {
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  asked.stdin.end(readFileSync('deploy/published.js'));
  const [out, errors, [code]] = await Promise.all([text(asked.stdout), text(asked.stderr), once(asked, 'close')]);
  return { out, errors, code: code as number };
}

withOwnKafka('what the workflow asks of the gateway', () => {
  let kafka: Kafka;
  let database: FreshDatabase;
  let directory: Awaited<ReturnType<typeof dataDirectory>>;
  let services: Product[];
  beforeAll(async () => {
    [kafka, database, directory] = await Promise.all([startKafka(), freshDatabase(), dataDirectory()]);
    const env = { EVENT_STORE_URL: database.url, READ_MODEL_URL: database.url, KAFKA_BROKERS: kafka.brokers.join(',') };
    services = await Promise.all(
      (['partnerships', 'insight', 'procurement'] as const).map((app) => startProduct(directory.path, env, app)),
    );
  }, 120_000);
  afterAll(async () => {
    await Promise.all((services ?? []).map((one) => one.end('SIGKILL')));
    await kafka?.stop();
    await database?.drop();
    await directory?.remove();
  }, 60_000);

  it('is answered with how far it came once everything is published, and with an error where it is not in time', async () => {
    const [partnerships, insight, gateway] = services as [Product, Product, Product];
    const caller = new Caller(partnerships);
    await caller.register('S-1');
    const published = await askWhetherPublished(gateway, insight, 30);
    expect(published).toMatchObject({ code: 0, errors: '' });
    expect(published.out).toBe('The event store ends at 1, the gateway is connected and came to 1\n');

    await kafka.kill();
    await caller.register('S-2');
    caller.close();
    const late = await askWhetherPublished(gateway, insight, 2);
    expect(late.code).toBe(1);
    expect(late.errors).toMatch(/The event store ends at 2, the gateway is \w+ and came to 1\n/);
  }, 90_000);
});
