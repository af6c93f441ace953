import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { codeViolations, layoutViolations } from './code-rules.js';
import { importViolations, type Violation } from './import-rules.js';

const repository = join(import.meta.dirname, '../..');

async function violations(root: string): Promise<Violation[]> {
  return [...(await importViolations(root)), ...layoutViolations(root), ...codeViolations(root)];
}

describe('the architecture', () => {
  it('is kept by every file of apps and libs', async () => {
    expect(await violations(repository)).toEqual([]);
  });
});

describe('a planted violation', () => {
  let root: string;
  const plant = (files: Record<string, string>) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'medspil-architecture-'));
    plant({
      'package.json': JSON.stringify({ type: 'module', imports: { '#*': { source: './libs/*/src/index.ts' } } }),
      'libs/decider/src/fold.spec.ts':
        "import { main } from '../../../apps/medspil/src/main.js';\nexport const fold = [main, process.env, Date.now()];",
      'libs/projection/test/board.ts':
        "import { clock } from '../../../test/support/clock.js';\nexport const board = [clock, process.env];",
      'test/support/clock.ts': 'export const clock = 1;',
      'apps/partnerships/src/main.ts': "import { register } from '#partnership';\nexport const main = register;",
      'apps/medspil/src/main.ts': "export { main } from '../../partnerships/src/main.js';",
      'libs/decider/src/index.ts': "export { fold } from './fold.js';",
      'libs/decider/src/fold.ts': 'export const fold = 1;',
      'libs/partnership/src/index.ts': "export { register } from './case.js';",
      'libs/partnership/src/case.ts':
        "import { fold } from '#decider';\nconst event = { process: 1, data: new Date('2026-01-01') };\nexport const register = [fold, event.process, Date.UTC(2026)];",
      'libs/contracts/src/index.ts': 'export const message = 1;',
      'libs/event-store/src/index.ts': 'export const store = 1;',
      'libs/projection/src/index.ts': "export { store } from '#event-store';",
      'libs/platform/src/index.ts': "export { config } from './config/config.js';",
      'libs/platform/src/config/config.ts': 'export const config = process.env.PORT;',
      'libs/platform/src/problem/filter.ts':
        "import { HttpException, NotFoundException } from '@nestjs/common';\nexport const known = [HttpException, NotFoundException];",
    });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is not seen where there is none', async () => {
    expect(await violations(root)).toEqual([]);
  });

  it.each<[rule: string, path: string, content: string]>([
    ['decider uses no other lib', 'libs/decider/src/fold.ts', "export { store as fold } from '#event-store';"],
    ['partnership uses decider', 'libs/partnership/src/case.ts', "export { store as register } from '#event-store';"],
    [
      'partnership uses decider',
      'libs/partnership/src/case.ts',
      "import type { store } from '#event-store';\nexport const register: typeof store = 1;",
    ],
    ['contracts uses decider, partnership', 'libs/contracts/src/index.ts', "export { store } from '#event-store';"],
    ['event-store uses decider', 'libs/event-store/src/index.ts', "export { config as store } from '#platform';"],
    [
      'projection uses decider, event-store',
      'libs/projection/src/index.ts',
      "export { register } from '#partnership';",
    ],
    [
      'platform uses decider, event-store, projection',
      'libs/platform/src/index.ts',
      "export { register } from '#partnership';",
    ],
    ['every lib has a place in the import order', 'libs/other/src/index.ts', "export { fold } from '#decider';"],
    [
      'a lib uses no app',
      'libs/platform/src/index.ts',
      "export { main } from '../../../apps/partnerships/src/main.js';",
    ],
    ['an app uses no other app', 'apps/insight/src/main.ts', "export { main } from '../../partnerships/src/main.js';"],
    [
      'an app uses no other app',
      'apps/insight/src/service.ts',
      "export { main } from '../../partnerships/src/main.js';",
    ],
    [
      'a lib is entered by its index.ts',
      'apps/insight/src/main.ts',
      "export { fold } from '../../../libs/decider/src/fold.js';",
    ],
    [
      'a lib is entered by its index.ts',
      'libs/partnership/src/case.ts',
      "export { fold as register } from '../../decider/src/fold.js';",
    ],
    [
      'Nest is in apps and platform only',
      'libs/event-store/src/index.ts',
      "import { Injectable } from '@nestjs/common';\nexport const store = Injectable;",
    ],
    [
      'the business does no I/O',
      'libs/partnership/src/case.ts',
      "export { readFile as register } from 'node:fs/promises';",
    ],
    ['the business does no I/O', 'libs/contracts/src/index.ts', "export { randomUUID } from 'crypto';"],
    [
      'nothing that runs uses test code',
      'apps/medspil/src/main.ts',
      "export { clock } from '../../../test/support/clock.js';",
    ],
    ['every import leads somewhere', 'apps/medspil/src/main.ts', "export { nothing } from '#nowhere';"],
    ['no import leads back in a circle', 'libs/decider/src/fold.ts', "export { fold } from './index.js';"],
    ['a name says what is inside', 'libs/platform/src/utils/text.ts', 'export const text = 1;'],
    ['a name says what is inside', 'apps/medspil/src/shared/text.ts', 'export const text = 1;'],
    ['a name says what is inside', 'test/support/date-helpers.ts', 'export const text = 1;'],
    ['one index.ts per lib and none inside', 'libs/platform/src/config/index.ts', "export * from './config.js';"],
    ['one index.ts per lib and none inside', 'libs/unentered/src/text.ts', 'export const text = 1;'],
    ['one index.ts per lib and none inside', 'apps/medspil/src/index.ts', 'export const text = 1;'],
    [
      'the business sees no clock, no chance and no process',
      'libs/partnership/src/case.ts',
      'export const register = new Date();',
    ],
    [
      'the business sees no clock, no chance and no process',
      'libs/partnership/src/case.ts',
      'export const register = Date.now();',
    ],
    [
      'the business sees no clock, no chance and no process',
      'libs/partnership/src/case.ts',
      'export const register = Math.random();',
    ],
    [
      'the business sees no clock, no chance and no process',
      'libs/partnership/src/case.ts',
      'export const register = crypto.randomUUID();',
    ],
    [
      'the business sees no clock, no chance and no process',
      'libs/partnership/src/case.ts',
      'export const register = process.pid;',
    ],
    [
      'the business sees no clock, no chance and no process',
      'libs/decider/src/fold.ts',
      'export const fold = () => setTimeout(fold, 1);',
    ],
    [
      'the environment is read in the config module only',
      'apps/medspil/src/main.ts',
      'export const port = process.env.PORT;',
    ],
    [
      'the environment is read in the config module only',
      'libs/event-store/src/index.ts',
      "export const store = process['env'];",
    ],
    [
      'status codes of errors are in the problem filter only',
      'apps/medspil/src/main.ts',
      "import { NotFoundException } from '@nestjs/common';\nexport const missing = NotFoundException;",
    ],
    [
      'a database that says nothing is given up: connectionTimeoutMillis',
      'libs/event-store/src/index.ts',
      "import pg from 'pg';\nexport const store = (url: string) => new pg.Client({ connectionString: url });",
    ],
    [
      'the class of a body, query or path is imported as a value',
      'apps/medspil/src/main.ts',
      "import type { config } from '#platform';\nexport class C { post(@Body() body: config) { return body; } }",
    ],
  ])('of "%s" is seen in %s', async (rule, path, content) => {
    plant({ [path]: content });
    const found = (await violations(root)).filter((violation) => violation.rule === rule);
    expect(found).toHaveLength(1);
    const [place = ''] = found[0]?.where.split(/[ :]/) ?? [];
    expect(path.startsWith(place) && place !== '').toBe(true);
  });
});
