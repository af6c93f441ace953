import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { roles } from '#partnership';
import { createHttpApplication, type EmbeddedIssuer, openEmbeddedIssuer, openLog, Tokens } from '#platform';
import { DashboardModule } from './dashboard.module.js';

let directory: string;
let issuer: EmbeddedIssuer;
let app: NestFastifyApplication;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'medspil-dashboard-'));
  issuer = await openEmbeddedIssuer(directory);
  app = await createHttpApplication(DashboardModule, {
    api: { title: 'Pages', description: '', version: '0' },
    refusals: {},
    tokens: new Tokens({ ...issuer, roles }),
    log: openLog('silent'),
    bodyLimit: 1_024,
  });
});
afterAll(async () => {
  await app?.close();
  await rm(directory, { recursive: true });
});

const get = (url: string, headers = {}) => app.inject({ url, headers });

describe('the pages', () => {
  it.each(['/', '/sign-in', '/?utm=x'])('begin at %s for everyone', async (url) => {
    const { statusCode, headers, body } = await get(url);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(body).toContain('<script type="module" src="/pages/main.js">');
  });

  it.each([
    ['/pages/main.js', 'application/javascript'],
    ['/pages/style/ground.css', 'text/css'],
    ['/pages/mark.svg', 'image/svg+xml'],
  ])('have %s of type %s, asked for again only when it has changed', async (url, type) => {
    const { headers } = await get(url);
    expect(headers['content-type']).toContain(type);
    expect(headers['cache-control']).toBe('no-cache');
    expect((await get(url, { 'if-none-match': headers.etag })).statusCode).toBe(304);
  });

  it.each([
    '/pages/',
    '/pages/style',
    '/pages/../src/dashboard.module.ts',
    '/pages/%2e%2e/tsconfig.json',
    '/pages/none.js',
    '/pages/answers.d.ts',
  ])('hold nothing at %s', async (url) => {
    const { statusCode, headers } = await get(url);
    expect(statusCode).toBe(404);
    expect(headers['content-type']).toContain('application/problem+json');
  });
});

describe('whoever asks who they are', () => {
  it('is told role, organisation and what the role may do', async () => {
    const token = await issuer.mint({ subject: 'p-1', role: 'partner', organisation: '30000005', expiresIn: '1h' });
    const { body } = await get('/me', { authorization: `Bearer ${token}` });
    const { may, ...who } = JSON.parse(body);
    expect(who).toEqual({ subject: 'p-1', role: 'partner', organisation: '30000005' });
    expect(may).toContain('ReachMilestone');
    expect(may).not.toContain('PlanMilestone');
  });
  it('must have a token', async () => {
    expect((await get('/me')).statusCode).toBe(401);
  });
});
