import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CommandBus } from '@nestjs/cqrs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { MemoryEventStore } from '#event-store';
import { authority } from '#partnership';
import { byItsRules, refusals } from '../src/refusals.js';
import { reachableRefusals } from './reachable-refusals.js';
import { type Running, registered, running } from './running.js';

const commands = Object.keys(authority) as (keyof typeof authority)[];

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters: readonly { name: string; in: string; schema: { example?: unknown } }[];
  readonly requestBody: {
    content: Record<string, { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> }>;
  };
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
}

/** The command an operation gives: an invoice can be for two kinds of things, each with an address of its own. */
const commandOf = (operationId: string) =>
  (operationId === 'ReceiveOutcomeInvoice' ? 'ReceiveInvoice' : operationId) as keyof typeof authority;

let api: Running;
let document: { paths: Record<string, { post?: Operation }>; components: { schemas: Record<string, object> } };
let operations: [path: string, operation: Operation][];
const ajv = new Ajv2020({ strict: false, validateFormats: false });

beforeAll(async () => {
  api = await running(new MemoryEventStore());
  document = (await api.app.inject('/openapi.json')).json();
  operations = Object.entries(document.paths).flatMap(([path, { post }]) =>
    post ? [[path, post] as [string, Operation]] : [],
  );
  ajv.addSchema({ $id: 'api', components: document.components });
});
afterAll(() => api.stop());

const conforms = (schema: object, value: unknown) => {
  const validate = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"api#/components')));
  return validate(value) ? [] : validate.errors;
};
const examplesOf = ({ requestBody }: Operation) =>
  Object.entries(requestBody.content).map(([type, { schema, example, examples }]) => {
    return { type, schema, example: example ?? examples?.example?.value };
  });
const filled = (path: string, id: string, { parameters }: Operation) =>
  path.replace(/\{(\w+)\}/g, (_, name) =>
    name === 'id' ? id : String(parameters.find((one) => one.name === name)?.schema.example),
  );

describe("the API's description", () => {
  it('has an operation for every command there is', () => {
    const given = operations.map(([, { operationId }]) => commandOf(operationId));
    expect([...new Set(given)].sort()).toEqual([...commands].sort());
    expect(new Set(operations.map(([, { operationId }]) => operationId)).size).toBe(operations.length);
  });

  it('describes each: a summary, a room, an example, an answer and the headers', () => {
    for (const [path, operation] of operations) {
      expect([path, operation.summary?.length, operation.tags?.length]).toEqual([path, expect.any(Number), 1]);
      const headers = operation.parameters.filter((one) => one.in === 'header').map(({ name }) => name);
      expect(headers.sort()).toEqual(['Idempotency-Key', 'If-Match']);
      for (const { type, schema, example } of examplesOf(operation)) {
        expect([path, type, conforms(schema, example)]).toEqual([path, type, []]);
      }
      const statuses = [
        '400',
        '401',
        '403',
        '412',
        '422',
        '503',
        operation.operationId === 'RegisterPartnership' ? '201' : '200',
      ];
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(statuses));
    }
  });

  it('tells every refusal that the code of a decision can reach, and no other', () => {
    const fetched = {
      RecordMeasurements: ['kpiContext'],
      CorrectMeasurement: ['kpiContext'],
      WithdrawMeasurement: ['kpiContext'],
    };
    const reachable = reachableRefusals('libs/partnership/src/index.ts', commands, {
      RegisterPartnership: ['register'],
      ...fetched,
    });
    const everywhere = new Set([
      'role-may-not',
      'in-the-future',
      'not-registered',
      'suspended',
      'closed',
      'not-your-contract',
      'permission-missing',
    ]);
    const sorted = (reasons: Iterable<string> = []) => [...reasons].filter((reason) => !everywhere.has(reason)).sort();
    expect(Object.fromEntries(commands.map((command) => [command, sorted(byItsRules[command])]))).toEqual(
      Object.fromEntries(commands.map((command) => [command, sorted(reachable.get(command))])),
    );
    const told = new Set([...everywhere, ...Object.values(byItsRules).flat()]);
    expect(Object.keys(refusals).filter((reason) => !told.has(reason))).toEqual([]);
  });
});

describe('every operation', () => {
  let base: string;
  beforeAll(async () => {
    base = await registered(await api.as('project-manager'));
  });

  it('takes its own example, gives the command it names, and answers as described', async () => {
    const given: string[] = [];
    const bus = api.app.get(CommandBus, { strict: false });
    const seen = bus.subscribe((wish) => given.push((wish as unknown as { command: { type: string } }).command.type));
    for (const [path, operation] of operations) {
      const role = authority[commandOf(operation.operationId)][0]!;
      const caller = await api.as(role, { permissions: ['reopen'] });
      for (const { type, example } of examplesOf(operation)) {
        given.length = 0;
        const url = filled(path, base.slice('/partnerships/'.length), operation);
        const { status, headers, body } = await caller.post(url, example, { 'content-type': type });
        expect([path, given]).toEqual([path, [commandOf(operation.operationId)]]);
        const response = operation.responses[status];
        const [contentType, content] = Object.entries(response?.content ?? {})[0] ?? [];
        expect([path, status, String(headers['content-type'])]).toEqual([
          path,
          status,
          expect.stringContaining(`${contentType}`),
        ]);
        expect([path, conforms(content?.schema ?? {}, body)]).toEqual([path, []]);
        if (status < 300) expect(headers.etag).toBe(`"${body.revision}"`);
        else expect(response?.description).toContain(`\`${body.type.split('/').at(-1)}\``);
      }
    }
    seen.unsubscribe();
  });

  it('refuses a field nobody described, a body that is none, and another content type', async () => {
    for (const [path, operation] of operations) {
      const caller = await api.as(authority[commandOf(operation.operationId)][0]!);
      const url = filled(path, base.slice('/partnerships/'.length), operation);
      const [{ example } = { example: {} }] = examplesOf(operation);
      const unknown = await caller.post(url, { ...(example as object), surprise: 1 });
      expect([path, unknown.status, unknown.body.errors]).toEqual([
        path,
        422,
        [expect.objectContaining({ pointer: '#/surprise' })],
      ]);
      expect([path, (await caller.post(url, [])).status]).toEqual([path, 422]);
      expect([path, (await caller.post(url, 'x', { 'content-type': 'text/plain' })).status]).toEqual([path, 415]);
    }
  });

  it('is closed without a token', async () => {
    for (const [path, operation] of operations) {
      const url = filled(path, base.slice('/partnerships/'.length), operation);
      const { statusCode } = await api.app.inject({ method: 'POST', url, payload: {} });
      expect([path, statusCode]).toEqual([path, 401]);
    }
  });

  it('does not exist for a municipality that takes no part', async () => {
    for (const [path, operation] of operations) {
      if (operation.operationId === 'RegisterPartnership') continue;
      const role = authority[commandOf(operation.operationId)].find((one) => one !== 'system')!;
      const caller = await api.as(role, { organisation: '0101', permissions: ['reopen'] });
      const url = filled(path, base.slice('/partnerships/'.length), operation);
      const [{ example } = { example: {} }] = examplesOf(operation);
      expect([path, (await caller.post(url, example)).status]).toEqual([path, 404]);
    }
  });
});
