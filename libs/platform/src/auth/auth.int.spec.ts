import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { openEmbeddedIssuer } from './embedded-issuer.js';
import { type TokenRules, Tokens } from './tokens.js';

const now = () => Math.floor(Date.now() / 1000);
const good = (): JWTPayload => ({
  iss: 'https://idp.example',
  aud: 'medspil',
  sub: 'pm-1',
  role: 'project-manager',
  org: '0561',
  exp: now() + 60,
});

async function idp() {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' };
  const sign = (payload: JWTPayload, kid = 'k1') =>
    new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey);
  return { jwk, sign, keys: createLocalJWKSet({ keys: [jwk] }) };
}

const rules = (keys: TokenRules['keys']): TokenRules => ({
  issuer: 'https://idp.example',
  audience: 'medspil',
  keys,
  roles: ['project-manager', 'auditor'],
});

describe('a bearer token', () => {
  it('tells subject, role and organisation', async () => {
    const { keys, sign } = await idp();
    const principal = { subject: 'pm-1', role: 'project-manager', organisation: '0561' };
    await expect(new Tokens(rules(keys)).verify(await sign(good()))).resolves.toEqual(principal);
  });

  it('may carry role and organisation in claims of other names', async () => {
    const { keys, sign } = await idp();
    const tokens = new Tokens({ ...rules(keys), roleClaim: 'medspil_role', organisationClaim: 'cvr' });
    const token = await sign({ ...good(), role: undefined, org: undefined, medspil_role: 'auditor', cvr: '29189803' });
    await expect(tokens.verify(token)).resolves.toMatchObject({ role: 'auditor', organisation: '29189803' });
  });

  it.each<[string, JWTPayload]>([
    ['token-expired', { exp: now() - 60 }],
    ['token-not-yet-valid', { nbf: now() + 60 }],
    ['token-for-another-audience', { aud: 'other' }],
    ['token-for-another-audience', { aud: undefined }],
    ['token-of-another-issuer', { iss: 'https://evil.example' }],
    ['token-incomplete', { exp: undefined }],
    ['token-incomplete', { sub: undefined }],
    ['token-incomplete', { sub: '' }],
    ['unusable-subject', { sub: 'mette@esbjerg.dk' }],
    ['unusable-subject', { sub: 'Mette Hansen' }],
    ['unusable-subject', { sub: 'pm\u0000' }],
    ['unusable-subject', { sub: 'x'.repeat(121) }],
    ['unknown-role', { role: 'root' }],
    ['unknown-role', { role: ['auditor'] }],
    ['unknown-role', { role: undefined }],
    ['unknown-organisation', { org: '561' }],
    ['unknown-organisation', { org: undefined }],
  ])('is refused as %s with %j', async (reason, change) => {
    const { keys, sign } = await idp();
    const tokens = new Tokens(rules(keys));
    const token = await sign({ ...good(), ...change });
    await expect(tokens.verify(token)).rejects.toMatchObject({ name: 'Unauthenticated', reason });
    expect(tokens.known(token)).toBeUndefined();
  });

  it('is refused when another key signed it, a shared secret, or nothing at all', async () => {
    const { keys } = await idp();
    const stranger = await idp();
    const tokens = new Tokens(rules(keys));
    const secret = new TextEncoder().encode('a secret of thirty-two characters');
    const forged = [
      await stranger.sign(good()),
      await stranger.sign(good(), 'k2'),
      await new SignJWT(good()).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret),
      new UnsecuredJWT(good()).encode(),
    ];
    for (const token of forged) await expect(tokens.verify(token)).rejects.toMatchObject({ name: 'Unauthenticated' });
  });

  it('is refused when a letter of it is changed, although the whole one is known', async () => {
    const { keys, sign } = await idp();
    const tokens = new Tokens(rules(keys));
    const token = await sign(good());
    await tokens.verify(token);
    const [head, body, signature] = token.split('.') as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, role: 'auditor' })).toString('base64url');
    expect(tokens.known(token)).toBeDefined();
    expect(tokens.known(`${head}.${changed}.${signature}`)).toBeUndefined();
    await expect(tokens.verify(`${head}.${changed}.${signature}`)).rejects.toMatchObject({
      reason: 'token-not-genuine',
    });
  });

  it('is no longer known once it has expired', async () => {
    const { keys, sign } = await idp();
    const tokens = new Tokens(rules(keys));
    const token = await sign({ ...good(), exp: now() - 9 });
    await tokens.verify(token);
    expect(tokens.known(token)).toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect(tokens.known(token)).toBeUndefined();
  });
});

describe("an identity provider's published keys", () => {
  let server: Server;
  let asked = 0;
  let answer: { status: number; body: unknown };
  let url: URL;

  beforeEach(async () => {
    asked = 0;
    server = createServer((_, response) => {
      asked += 1;
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`);
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('are fetched once for many tokens', async () => {
    const { jwk, sign } = await idp();
    answer = { status: 200, body: { keys: [jwk] } };
    const tokens = new Tokens(rules(url));
    for (let number = 0; number < 3; number += 1) await tokens.verify(await sign({ ...good(), jti: `${number}` }));
    expect(asked).toBe(1);
  });

  it('that cannot be fetched are no fault of the caller', async () => {
    const { sign } = await idp();
    answer = { status: 500, body: {} };
    await expect(new Tokens(rules(url)).verify(await sign(good()))).rejects.toMatchObject({ name: 'KeysUnavailable' });
    answer = { status: 200, body: 'no keys' };
    await expect(new Tokens(rules(url)).verify(await sign(good()))).rejects.toMatchObject({ name: 'KeysUnavailable' });
    const nowhere = new URL('http://127.0.0.1:1/keys');
    await expect(new Tokens(rules(nowhere)).verify(await sign(good()))).rejects.toMatchObject({
      name: 'KeysUnavailable',
    });
  });
});

describe('the embedded issuer', () => {
  let directory: string;
  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'medspil-issuer-')), 'data');
  });
  afterEach(() => rm(join(directory, '..'), { recursive: true }));

  const auditor = { subject: 'a-1', role: 'auditor', organisation: '0561', expiresIn: '1h' };

  it('mints tokens that are trusted, also after a restart', async () => {
    const first = await openEmbeddedIssuer(directory);
    const again = await openEmbeddedIssuer(directory);
    const tokens = new Tokens({ ...rules(again.keys), issuer: again.issuer, audience: again.audience });
    await expect(tokens.verify(await first.mint(auditor))).resolves.toMatchObject({ subject: 'a-1', role: 'auditor' });
  });

  it('mints permissions too, and a token without any has none', async () => {
    const issuer = await openEmbeddedIssuer(directory);
    const tokens = new Tokens({ ...rules(issuer.keys), issuer: issuer.issuer, audience: issuer.audience });
    const may = await tokens.verify(await issuer.mint({ ...auditor, permissions: ['reopen'] }));
    expect(may.permissions).toEqual(['reopen']);
    expect(await tokens.verify(await issuer.mint(auditor))).not.toHaveProperty('permissions');
  });

  it('keeps its key to the owner of the file', async () => {
    await openEmbeddedIssuer(directory);
    expect(await readdir(directory)).toEqual(['signing-key.json']);
    expect((await stat(join(directory, 'signing-key.json'))).mode & 0o777).toBe(0o600);
  });

  it('does not publish the private part of its key', async () => {
    const { keys } = await openEmbeddedIssuer(directory);
    const { d } = JSON.parse(await readFile(join(directory, 'signing-key.json'), 'utf8'));
    expect(JSON.stringify((keys as unknown as { jwks(): unknown }).jwks())).not.toContain(d);
  });

  it('makes one key when started many times at once', async () => {
    const issuers = await Promise.all(Array.from({ length: 8 }, () => openEmbeddedIssuer(directory)));
    const [first] = issuers as [(typeof issuers)[0]];
    const tokens = new Tokens({ ...rules(first.keys), issuer: first.issuer, audience: first.audience });
    for (const issuer of issuers) await expect(tokens.verify(await issuer.mint(auditor))).resolves.toBeDefined();
    expect(await readdir(directory)).toEqual(['signing-key.json']);
  });

  it.each(['', '{}', '{"kty":"RSA"}'])('says so when its file does not hold a key: %j', async (content) => {
    await openEmbeddedIssuer(directory);
    await writeFile(join(directory, 'signing-key.json'), content);
    await expect(openEmbeddedIssuer(directory)).rejects.toThrow('signing-key.json does not hold a signing key');
  });
});
