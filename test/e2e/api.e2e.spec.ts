import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { examples } from '../../apps/medspil/src/examples/all.js';
import { drive } from '../../apps/medspil/src/examples/drive.js';
import { rehabilitation } from '../../apps/medspil/src/examples/rehabilitation.js';
import { roles } from '../../libs/partnership/src/index.js';
import type { Principal } from '../../libs/platform/src/index.js';
import { dataDirectory, type Product, startProduct } from '../support/product.js';

interface Operation {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly open: boolean;
  /** Parameters of its question, and those of them it is not answered without. */
  readonly parameters: readonly string[];
  readonly required: readonly string[];
  readonly body: unknown;
  readonly answers: Record<string, { content?: Record<string, { schema: object }> }>;
}

let directory: Awaited<ReturnType<typeof dataDirectory>>;
let product: Product;
let operations: Operation[];
let components: object;
const ids: Record<string, string> = {};

/** Names of things that are there in the partnership on dehydration, so that a refusal is not for want of them. */
const there: Record<string, string> = {
  contractId: 'K1',
  phaseNo: '1',
  instalment: 'I1',
  code: 'PROTOTYPE-K1',
  organisation: '0561',
  municipality: '0165',
  assignmentId: 'A1',
  pilotId: 'PILOT-1',
  riskId: 'R1',
  noteId: 'NOTE-1',
  measurementId: 'A-K1-2024-01',
  deadlineId: 'DL-1',
  conflictId: 'CF-1',
  modelId: 'SESSIONS-SAVED',
  outcomeId: 'COURSES-2019',
};
const dehydration = examples[0].title;
const aiCareAssistant = examples[2].title;

beforeAll(async () => {
  directory = await dataDirectory();
  product = await startProduct(directory.path);
  let position = 0;
  for (const example of examples) {
    const driven = await drive(example, { url: product.url, token: product.bearer, progress: () => {} });
    ids[example.title] = driven.partnershipId;
    position = Math.max(position, driven.position);
  }
  await get(`/partnerships?at-least=${position}`, auditor);
  const document = (await (await fetch(`${product.url}/openapi.json`)).json()) as { components: object; paths: object };
  components = document.components;
  operations = Object.entries(document.paths as Record<string, Record<string, never>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(method, path, operation)),
  );
}, 120_000);
afterAll(async () => {
  await product?.end('SIGKILL');
  await directory.remove();
});

function operationOf(
  method: string,
  path: string,
  operation: {
    security?: object[];
    parameters?: readonly { in: string; name: string; required?: boolean }[];
    requestBody?: { content: Record<string, { examples?: Record<string, { value: unknown }>; example?: unknown }> };
    responses: Operation['answers'];
  },
): Operation {
  const json = operation.requestBody?.content['application/json'];
  const question = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  return {
    method: method.toUpperCase() as Operation['method'],
    path,
    open: operation.security?.some((way) => Object.keys(way).length === 0) ?? false,
    parameters: question.map(({ name }) => name),
    required: question.filter(({ required }) => required).map(({ name }) => name),
    body: json?.example ?? Object.values(json?.examples ?? {})[0]?.value,
    answers: operation.responses,
  };
}

/** Of the routes that require a question: one that is answered, in the partnership it is about. */
const asked: Record<string, { readonly question: string; readonly about: string }> = {
  '/partnerships/{id}/benefits/explanation': {
    question: 'kpi=NIGHT-CHECKS&party=0370&year=2023',
    about: aiCareAssistant,
  },
};

const at = (path: string, partnership = dehydration): string => {
  const { question, about } = asked[path] ?? {};
  return question === undefined ? placed(path, partnership) : `${placed(path, about!)}?${question}`;
};

const placed = (path: string, partnership: string) =>
  path.replace(/\{(\w+)\}/g, (_, name) => {
    if (name === 'id') return ids[partnership] as string;
    if (name === 'ocid') return `ocds-medspl-${ids[partnership]}`;
    if (name === 'code' && path.includes('/kpis/')) return 'ALERT-TO-ACTION';
    const known = there[name];
    if (!known) throw new Error(`The test does not know what to put for ${name} in ${path}`);
    return known;
  });

async function ask(
  { method, path, body }: Pick<Operation, 'method' | 'path' | 'body'>,
  principal: Principal | undefined,
  partnership?: string,
  more = '',
) {
  const authorization = principal && `Bearer ${await product.bearer(principal)}`;
  const asking = at(path, partnership);
  const answer = await fetch(`${product.url}${asking}${more && `${asking.includes('?') ? '&' : '?'}${more}`}`, {
    method,
    headers: {
      ...(authorization && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = isEndless(answer) ? await beginningOf(answer) : await answer.text();
  return { status: answer.status, type: answer.headers.get('content-type')?.split(';', 1)[0], text };
}
const isEndless = (answer: Response) => answer.headers.get('content-type')?.startsWith('text/event-stream');

async function beginningOf(answer: Response): Promise<string> {
  const reader = answer.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}
const get = (path: string, principal: Principal) => ask({ method: 'GET', path, body: undefined }, principal);

const somebody = (role: string, organisation: string): Principal => ({
  subject: `${role}-${organisation}`,
  role,
  organisation,
});
const auditor = somebody('auditor', '0000');
const guarded = () => operations.filter(({ open }) => !open);
const queries = () => guarded().filter(({ method }) => method === 'GET');
const commands = () => guarded().filter(({ method }) => method === 'POST');
const head = async () => (JSON.parse((await get('/health', auditor)).text) as { head: number }).head;
const named = ({ method, path }: Operation) => `${method} ${path}`;

describe('what is not there', () => {
  it('is 404 on the read side as on the write side', async () => {
    const { status, text } = await get(`/partnerships/${ids[dehydration]}/kpis/NONE`, auditor);
    expect([status, JSON.parse(text).type]).toEqual([404, 'https://medspil.dk/problems/no-such-kpi']);
  });
});

describe('a refusal in Danish', () => {
  it('says roles and phases in words', async () => {
    const answer = await fetch(`${product.url}/partnerships/${ids[dehydration]}/closing`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await product.bearer(somebody('project-manager', '0250'))}`,
        'accept-language': 'da',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ result: 'stopped', reason: 'other', explanation: 'Slut' }),
    });
    expect(await answer.json()).toMatchObject({
      status: 403,
      detail: 'Dette er for ledelse; du handler som projektleder.',
      details: { roles: ['leadership'], role: 'project-manager' },
    });
  });
});

describe('a product whose database is away', () => {
  it('says so in a sentence and ends', async () => {
    const away = 'postgres://nobody@127.0.0.1:1/none';
    const started = startProduct(directory.path, { EVENT_STORE_URL: away, READ_MODEL_URL: away });
    const { message } = await started.then(
      () => new Error(),
      (error: Error) => error,
    );
    expect(message).toMatch(/It ended with 1 .*\nThe event store cannot be reached: .*ECONNREFUSED/);
    expect(message).not.toMatch(/^ +at /m);
  });
});

describe('every route of the API', () => {
  it('is found by this test', () => {
    expect(commands().length).toBeGreaterThan(80);
    expect(queries().length).toBeGreaterThan(7);
    const open = operations.filter((one) => one.open).map(named);
    expect(open.sort()).toEqual(['GET /health', 'GET /health/live', 'GET /health/ready', 'GET /metrics']);
    const requiring = queries().filter(({ required }) => required.length > 0);
    expect(requiring.map(({ path }) => path)).toEqual(Object.keys(asked));
  });

  it('answers 401 to whoever brings no token, and to a token of nobody', async () => {
    for (const operation of guarded()) {
      const answer = await ask(operation, undefined);
      expect([named(operation), answer.status]).toEqual([named(operation), 401]);
    }
    const forged = await fetch(`${product.url}/partnerships`, { headers: { authorization: 'Bearer a.b.c' } });
    expect(forged.status).toBe(401);
  });

  it('shows a foreign municipality nothing and takes nothing from it', async () => {
    const before = await head();
    for (const role of roles.filter((name) => !['auditor', 'system', 'partner'].includes(name))) {
      const foreigner = somebody(role, '0101');
      for (const operation of guarded()) {
        const answer = await ask(operation, foreigner);
        if (isOfOne(operation)) {
          expect([named(operation), role, answer.status]).toEqual([named(operation), role, 404]);
        } else {
          expectNothingOf(answer.text, ...Object.values(ids));
        }
      }
    }
    expect(await head()).toBe(before);
  });

  it('shows a competing partner nothing of the other contract and takes nothing about it', async () => {
    const before = await head();
    const competitor = somebody('partner', '20000007');
    for (const operation of queries()) {
      const answer = await ask(operation, competitor);
      const status = isMunicipal(operation.path) ? 403 : operation.path in asked ? 404 : 200;
      expect([named(operation), answer.status]).toEqual([named(operation), status]);
      expectNothingOf(
        answer.text,
        '10000009',
        'Sensor patch',
        '"K1"',
        'PROTOTYPE-K1',
        'A-K1-',
        'Consortium 3',
        'NOTE-1',
      );
    }
    // The pilot is of both partners' solutions, so an incident in it is the competitor's too.
    for (const operation of commands().filter(({ path }) => !path.endsWith('/incidents'))) {
      const { status, text } = await ask({ ...operation, body: aboutK1(operation.body) }, competitor);
      // A bulk is refused with the fault of each measurement; that of another's contract is that there is none.
      const refused = [409, 422].includes(status)
        ? text.includes('measured-contract-unknown')
        : [403, 404].includes(status);
      expect([named(operation), status, refused || text]).toEqual([named(operation), status, true]);
    }
    expect(await head()).toBe(before);
  });

  it('shows a partner its own contract, and nothing of partnerships it has none in', async () => {
    const own = somebody('partner', '10000009');
    expect((await get('/partnerships/{id}/milestones', own)).text).toContain('PROTOTYPE-K1');
    for (const operation of queries().filter(({ path }) => path.includes('{id}'))) {
      const answer = await ask(operation, own, examples[1].title);
      expect([named(operation), answer.status]).toEqual([named(operation), 404]);
    }
  });

  it('lets an auditor see everything and change nothing', async () => {
    const before = await head();
    for (const operation of queries()) {
      const answer = await ask(operation, auditor);
      expect([named(operation), answer.status]).toEqual([named(operation), 200]);
    }
    for (const operation of commands()) {
      const answer = await ask(operation, auditor);
      expect([named(operation), answer.status]).toEqual([named(operation), 403]);
    }
    expect(await head()).toBe(before);
  });
});

/** What is about one partnership. */
const isOfOne = ({ path }: Operation) => path.includes('{id}') || path.includes('{ocid}');

/** What is of the municipalities' cases, where a partner would read zeros that are not so, or other partners' figures. */
const isMunicipal = (path: string) =>
  path === '/portfolio/report' ||
  path.startsWith('/ocds/') ||
  path.includes('/reconciliation') ||
  (path.startsWith('/figures/') && !path.startsWith('/figures/payments'));

describe('a date that no source gives', () => {
  it('is marked on the board: where the phase began, what is due next and why the light is red', async () => {
    const { items } = JSON.parse((await get('/partnerships?text=dehydration', auditor)).text);
    expect(items[0].illustrative).toEqual(expect.arrayContaining(['phaseSince', 'classification.theme', 'caseNumber']));
    expect(items[0].nextDeadline).toMatchObject({ due: '2024-04-15', illustrative: true });
    expect(items[0].reasons).toEqual(
      expect.arrayContaining([expect.objectContaining({ code: 'overdue', due: '2024-06-30', illustrative: true })]),
    );
  });
});

interface Figures {
  readonly measure: { kind: string; priceYear?: number; unit?: string; benefitClass?: string };
  readonly realised: readonly { evidenceLevel: string }[];
}

describe('every query', () => {
  const descriptions = new Map<string, (text: string) => readonly object[]>();
  /** What is wrong with an answer by the description of the query, which is closed to all it does not name. */
  function faultsOf(operation: Operation, text: string): readonly object[] {
    const known = descriptions.get(operation.path) ?? described(operation);
    descriptions.set(operation.path, known);
    return known(text);
  }
  function described(operation: Operation) {
    const schema = operation.answers['200']?.content?.['application/json']?.schema;
    if (!schema) throw new Error(`${named(operation)} does not describe its answer`);
    const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
    ajv.addSchema({ $id: 'api', components: closed(components) });
    const pointed = JSON.stringify(closed(schema)).replaceAll('"#/components', '"api#/components');
    const conforms = ajv.compile(JSON.parse(pointed));
    return (text: string) => (conforms(JSON.parse(text)) ? [] : (conforms.errors ?? []));
  }
  // Metrics are lines of text, told by Prometheus' own format, changes are server-sent events, and reports are PDF.
  const elsewise: Readonly<Record<string, readonly [string, RegExp]>> = {
    '/metrics': ['text/plain', /^# HELP /],
    '/changes': ['text/event-stream', /^data: \{"position":\d+\}$/m],
    '/partnerships/{id}/report': ['application/pdf', /^%PDF-/],
    '/portfolio/report': ['application/pdf', /^%PDF-/],
  };
  const inJson = () => operations.filter(({ method, path }) => method === 'GET' && !(path in elsewise));

  it('answers what its description says, field for field', async () => {
    for (const operation of inJson()) {
      for (const { title } of examples) {
        if (title !== dehydration && (!isOfOne(operation) || operation.path.includes('{code}'))) continue;
        const { text } = await ask(operation, auditor, title);
        expect([named(operation), title, faultsOf(operation, text)]).toEqual([named(operation), title, []]);
      }
    }
  }, 120_000);

  it('answers so of the past too', async () => {
    // What the questions are about that a route requires had not occurred by then.
    const looking = inJson().filter(({ path, parameters }) => parameters.includes('until') && !(path in asked));
    expect(looking.length).toBeGreaterThan(25);
    const { asOf } = JSON.parse((await get('/partnerships', auditor)).text) as { asOf: { time: string } };
    for (const operation of looking) {
      for (const past of ['until=2025-01-01', `known-at=${asOf.time}&until=2025-01-01`]) {
        const { status, text } = await ask(operation, auditor, undefined, past);
        expect([named(operation), past, status]).toEqual([named(operation), past, 200]);
        expect([named(operation), past, faultsOf(operation, text)]).toEqual([named(operation), past, []]);
      }
    }
  }, 120_000);

  it('explains each figure of the portfolio as described', async () => {
    const explaining = inJson().find(({ path }) => path === '/portfolio/explanation')!;
    const gentofte = somebody('project-manager', '0157');
    const benefit = { kpi: 'COST-REDUCTION', party: '0159', year: 2021, amountOere: 60_000_000 };
    const evidence = { evidence: 'Hours of staff', evidenceLevel: 'self-reported' };
    const say = async (what: string, body: object) => {
      const path = `/partnerships/{id}/benefits/${what}`;
      const { status, text } = await ask({ method: 'POST', path, body }, gentofte, rehabilitation.title);
      expect([what, status < 300 || text]).toEqual([what, true]);
      return (JSON.parse(text) as { position: number }).position;
    };
    await say('planned', benefit);
    const position = await say('realised', { ...benefit, ...evidence });
    const portfolio = await ask(
      { method: 'GET', path: '/portfolio', body: undefined },
      auditor,
      undefined,
      `at-least=${position}`,
    );
    const { total } = JSON.parse(portfolio.text) as { total: { figures: Figures[] } };
    const questions = total.figures.flatMap(({ measure, realised }) => {
      const { kind, priceYear, unit = '', benefitClass } = measure;
      const within =
        kind === 'money' ? `price-year=${priceYear}` : `unit=${encodeURIComponent(unit)}&unit-class=${benefitClass}`;
      const levels = realised.map(({ evidenceLevel }) => `&evidence-level=${evidenceLevel}`);
      return [
        ...['planned', 'due', 'not-yet-due', 'not-followed-up'],
        ...['realised', 'realised-share'].flatMap((name) => levels.map((level) => `${name}${level}`)),
      ].map((name) => `kind=${kind}&${within}&figure=${name}`);
    });
    expect(questions.length).toBeGreaterThan(4);
    for (const question of [...questions, 'figure=follow-up', 'figure=not-added', 'figure=partnerships']) {
      const { status, text } = await ask(explaining, auditor, undefined, question);
      expect([question, status, status === 200 ? faultsOf(explaining, text) : text]).toEqual([question, 200, []]);
    }
  });

  it('answers as something else than JSON where it describes that', async () => {
    for (const [path, [type, beginning]] of Object.entries(elsewise)) {
      const operation = operations.find((one) => one.path === path && one.method === 'GET')!;
      const answer = await ask(operation, auditor);
      const said = Object.keys(operation.answers['200']?.content ?? {});
      expect([path, answer.status, answer.type, said]).toEqual([path, 200, type, [type]]);
      expect(answer.text).toMatch(beginning);
    }
  });

  it('shows on the contract what is paid by results', async () => {
    const overview = { method: 'GET', path: '/partnerships/{id}', body: undefined } as const;
    const { text } = await ask(overview, auditor, rehabilitation.title);
    expect(JSON.parse(text).contracts[0].paymentModels).toMatchObject([
      { modelId: 'SESSIONS-SAVED', outcomes: [{ outcomeId: 'COURSES-2019', payment: { payable: true } }] },
    ]);
  });
});

/** The body with its measurements of the solution under K1; any other body as it is. */
function aboutK1(body: unknown): unknown {
  const { measurements } = (body ?? {}) as { measurements?: object[] };
  return measurements ? { measurements: measurements.map((one) => ({ ...one, site: 'S1', contractId: 'K1' })) } : body;
}

function expectNothingOf(text: string, ...secrets: string[]) {
  for (const secret of secrets) expect(text).not.toContain(secret);
}

/** A schema whose objects take no other fields than those they describe. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in copy && !('additionalProperties' in copy) && !('allOf' in copy)
    ? { ...copy, additionalProperties: false }
    : copy;
}
