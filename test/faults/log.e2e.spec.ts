import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openEmbeddedIssuer } from '../../libs/platform/src/index.js';
import { type Door, doorTo } from '../support/door.js';
import { type FreshDatabase, freshDatabase } from '../support/postgres.js';
import { type App, dataDirectory, type Product, startProcess, startProduct } from '../support/product.js';
import { registration } from '../support/registration.js';

/** What must stand in no line: secrets, persons, and what they have written. */
const planted = {
  databasePassword: 'plantedDatabasePassword',
  kafkaPassword: 'plantedKafkaPassword',
  subject: 'planted-subject-1',
  title: 'Planted title of a case',
  note: 'Planted note on Fru Jensen',
  mail: 'planted.jensen@example.dk',
  cpr: '010203-4321',
  field: 'plantedFieldName',
  address: 'planted-address',
  search: 'planted-search',
  cookie: 'planted-cookie',
  key: 'planted-idempotency-key',
  basic: 'cGxhbnRlZDpwYXNz',
} as const;

let database: FreshDatabase;
let directory: Awaited<ReturnType<typeof dataDirectory>>;
let issuer: Awaited<ReturnType<typeof openEmbeddedIssuer>>;
let door: Door;
let broker: Server;
let admin: pg.Client;
const role = `planted_${Date.now()}`;
const services = {} as Record<Exclude<App, 'medspil'>, Product>;
const tokens: string[] = [];

beforeAll(async () => {
  [database, directory] = await Promise.all([freshDatabase(), dataDirectory()]);
  issuer = await openEmbeddedIssuer(directory.path);
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await admin.query(`create role ${role} login superuser password '${planted.databasePassword}'`);
  const url = new URL(database.url);
  url.username = role;
  url.password = planted.databasePassword;
  door = await doorTo(url.href);
  // Something that listens where a broker should be, and is none.
  broker = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    '127.0.0.1',
  );
  await once(broker, 'listening');
  const env = {
    LOG_LEVEL: 'trace',
    EVENT_STORE_URL: door.url,
    READ_MODEL_URL: url.href,
    KAFKA_BROKERS: `127.0.0.1:${(broker.address() as AddressInfo).port}`,
    KAFKA_SASL: 'plain',
    KAFKA_USERNAME: 'gateway',
    KAFKA_PASSWORD: planted.kafkaPassword,
  };
  for (const app of ['partnerships', 'insight', 'procurement'] as const)
    services[app] = await startProduct(directory.path, env, app);
}, 120_000);
afterAll(async () => {
  await Promise.all(Object.values(services).map((one) => one.end('SIGKILL')));
  door?.remove();
  broker?.close();
  await admin?.query(`drop owned by ${role}; drop role ${role}`);
  await admin?.end();
  await database?.drop();
  await directory?.remove();
}, 60_000);

async function tokenOf(expiresIn = '1h'): Promise<string> {
  const token = await issuer.mint({
    subject: planted.subject,
    role: 'project-manager',
    organisation: '0561',
    expiresIn,
  });
  tokens.push(token);
  return token;
}

type Sent = { readonly body?: string; readonly headers?: Record<string, string>; readonly token?: string };
async function send(app: keyof typeof services, path: string, { body, headers, token }: Sent = {}) {
  const answer = await fetch(services[app].url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token ?? (await tokenOf())}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      cookie: `session=${planted.cookie}`,
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  return { status: answer.status, text: await answer.text() };
}

async function raw(app: keyof typeof services, bytes: string): Promise<void> {
  const { hostname, port } = new URL(services[app].url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {}).resume();
  socket.end(bytes);
  await once(socket, 'close');
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const patience = performance.now() + 20_000; !(await holds()); await pause(50))
    if (performance.now() > patience) throw new Error('It did not come to it');
}

/** What stands in some text that must not. */
function found(text: string): string[] {
  const inPlain = Object.entries(planted).filter(([, value]) => text.includes(value));
  // The last part of a token is what makes it one.
  const kept = tokens.filter((token) => text.includes(token) || text.includes(token.split('.')[2]!));
  return [...inPlain.map(([name]) => name), ...kept];
}

describe('what services log at the most talkative, whatever is asked of them', () => {
  it('is one JSON object a line, and nothing in it of secrets, persons, or what they wrote', async () => {
    const free = { note: `${planted.note}, ${planted.mail}, ${planted.cpr}` };
    const { status, text } = await send('partnerships', '/partnerships', {
      body: JSON.stringify(registration('S-1', planted.title)),
      headers: { 'idempotency-key': planted.key },
    });
    expect(status).toBe(201);
    const { id, position } = JSON.parse(text) as { id: string; position: number };
    const notes = `/partnerships/${id}/notes`;
    const note = (words: string, more: object = {}) => JSON.stringify({ text: words, ...more });
    const came: Record<string, number> = {};
    const tell = async (what: string, answer: Promise<{ status: number }>) => {
      came[what] = (await answer).status;
    };

    // What is well.
    await tell('a note', send('partnerships', notes, { body: note(free.note) }));
    await tell('a list', send('insight', `/partnerships?at-least=${position}`));
    for (const path of ['', '/timeline', '/kpis'])
      await tell(`read ${path}`, send('insight', `/partnerships/${id}${path}?at-least=${position}`));
    await tell('a reconciliation', send('procurement', `/partnerships/${id}/reconciliation`));
    // What is not.
    const token = await tokenOf();
    await tell(
      'a forged token',
      send('partnerships', notes, { body: note('x'), token: `${token.slice(0, -9)}AAAAAAAAA` }),
    );
    await tell('an unknown question', send('insight', `/partnerships?search=${planted.search}`));
    await tell('half a token', send('insight', '/partnerships', { token: token.slice(0, 60) }));
    await tell('an old token', send('insight', '/partnerships', { token: await tokenOf('-1h') }));
    await tell(
      'another scheme',
      send('insight', '/partnerships', { headers: { authorization: `Basic ${planted.basic}` } }),
    );
    await tell(
      'an invalid body',
      send('partnerships', notes, { body: JSON.stringify({ text: 7, [planted.field]: free.note }) }),
    );
    await tell('no JSON', send('partnerships', notes, { body: `{"text": ${free.note}` }));
    await tell(
      'another type',
      send('partnerships', notes, { body: free.note, headers: { 'content-type': 'text/plain' } }),
    );
    await tell('a large body', send('partnerships', notes, { body: note(free.note.repeat(40_000)) }));
    await tell('no address', send('insight', `/${planted.address}/${planted.mail}?q=${planted.search}`));
    await tell('no id', send('insight', `/partnerships/${planted.mail}`));
    await tell(
      'a used key',
      send('partnerships', notes, { body: note('x'), headers: { 'idempotency-key': planted.key } }),
    );
    await tell('no correlation id', send('insight', '/me', { headers: { 'x-correlation-id': `<${planted.mail}>` } }));
    await raw('partnerships', `${planted.note} ${planted.mail}\r\n\r\n`);
    await raw('insight', `GET /partnerships?${planted.search} HTTP/9.9\r\n${planted.cookie}\r\n\r\n`);

    // The databases tell the row they will not take, in the store and in the read models.
    await admin.query(`alter table event_store.events add constraint planted check (data::text not like '%refused%')`);
    await tell('a row refused', send('partnerships', notes, { body: note(`${free.note} refused`) }));
    await admin.query(`alter table insight.timeline add constraint planted check (text_en not like '%parked%')`);
    await tell('a row parked', send('partnerships', notes, { body: note(`${free.note} parked`) }));
    await admin.query('alter table insight.part rename to hidden');
    await tell('a table missing', send('insight', `/partnerships/${id}`));
    await admin.query('alter table insight.hidden rename to part');
    await until(() => services.insight.output().includes('"code":"23514"'));
    door.shut();
    await tell('no store', send('partnerships', notes, { body: note(free.note) }));
    door.open();

    expect(came).toEqual({
      'a note': 200,
      'a list': 200,
      'read ': 200,
      'read /timeline': 200,
      'read /kpis': 200,
      'a reconciliation': 200,
      'a forged token': 401,
      'an unknown question': 400,
      'half a token': 401,
      'an old token': 401,
      'another scheme': 401,
      'an invalid body': 422,
      'no JSON': 400,
      'another type': 415,
      'a large body': 413,
      'no address': 404,
      'no id': 400,
      'a used key': 422,
      'no correlation id': 200,
      'a row refused': 500,
      'a row parked': 200,
      'a table missing': 503,
      'no store': 503,
    });
    for (const [app, service] of Object.entries(services)) {
      expect([app, await service.end()]).toEqual([app, 0]);
      const lines = service.output().trim().split('\n');
      expect(lines.length).toBeGreaterThan(10);
      for (const line of lines)
        expect(JSON.parse(line)).toMatchObject({
          level: expect.any(Number),
          time: expect.any(String),
          msg: expect.any(String),
        });
      expect([app, found(service.output())]).toEqual([app, []]);
    }
    // What happened is told all the same.
    const told = (app: keyof typeof services) => services[app].output();
    expect(told('partnerships')).toMatch(
      /"code":"23514","table":"events","constraint":"planted".*A request failed for an unknown reason/,
    );
    expect(told('partnerships')).toContain('"route":"/partnerships/:id/notes","status":200');
    expect(told('partnerships')).toContain('A request could not be served now');
    expect(told('insight')).toMatch(/relation \\"[\w.]*part\\" does not exist/);
    expect(told('insight')).toContain('"constraint":"planted"');
    expect(told('procurement')).toContain('Publishing is interrupted and tries again');
  }, 180_000);
});

describe('a process that cannot start', () => {
  it.each<[string, App, Record<string, string>]>([
    [
      'is given a URL of KurrentDB that cannot be read',
      'partnerships',
      { EVENT_STORE_URL: `kurrentdb://admin:${planted.databasePassword}@a:b:c?tls=perhaps&x` },
    ],
    [
      'is given a URL of PostgreSQL that cannot be read',
      'partnerships',
      { EVENT_STORE_URL: `postgres://u:${planted.databasePassword}%ss@127.0.0.1:1/a` },
    ],
    [
      'is given a URL of another thing',
      'medspil',
      { EVENT_STORE_URL: `mysql://u:${planted.databasePassword}@127.0.0.1:1/a`, KAFKA_PASSWORD: planted.kafkaPassword },
    ],
    [
      'waits for a PostgreSQL',
      'insight',
      {
        EVENT_STORE_URL: `postgres://u:${planted.databasePassword}@127.0.0.1:1/a`,
        READ_MODEL_URL: `postgres://u:${planted.databasePassword}@127.0.0.1:1/a`,
      },
    ],
    [
      'waits for a KurrentDB',
      'partnerships',
      { EVENT_STORE_URL: `kurrentdb://admin:${planted.databasePassword}@127.0.0.1:1?tls=false` },
    ],
  ])(
    'says no secret when it %s',
    async (_, app, env) => {
      const running = startProcess(app, directory.path, { LOG_LEVEL: 'trace', ...env }, ['ignore', 'pipe', 'pipe']);
      let output = '';
      for (const stream of [running.process.stdout!, running.process.stderr!])
        stream.on('data', (chunk) => {
          output += chunk;
        });
      await until(() => running.process.exitCode !== null || output.includes('waiting for it'));
      await running.end();
      expect(output.length).toBeGreaterThan(20);
      expect([output, found(output)]).toEqual([output, []]);
      if (app !== 'medspil') for (const line of output.trim().split('\n')) JSON.parse(line);
    },
    60_000,
  );
});

describe('all in one process', () => {
  it('says no token where no terminal shows it, but how to get one', async () => {
    const product = await startProduct(directory.path, { EVENT_STORE_URL: undefined, READ_MODEL_URL: undefined });
    try {
      await until(() => product.output().includes('npm run examples'));
      expect(product.output()).toMatch(/sign-in#token=… with a token: npm run token -- --role auditor/);
      expect(product.output()).not.toMatch(/eyJ/);
    } finally {
      await product.end();
    }
  }, 60_000);
});
