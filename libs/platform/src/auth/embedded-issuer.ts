import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import type { Principal } from './principal.js';

export interface EmbeddedIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** The public key, as `Tokens` takes it. */
  readonly keys: JWTVerifyGetKey;
  /** A signed token for a principal; `expiresIn` like `8h` or `30d`. */
  mint(principal: Principal & { expiresIn: string }): Promise<string>;
}

const algorithm = 'ES256';
const issuer = 'urn:medspil:embedded';
const audience = 'medspil';

/**
 * The issuer of an installation that has no identity provider: its key is made at the first start and kept in the
 * data directory, readable by its owner only. Starts at the same time agree on one key.
 *
 * @throws when the key file cannot be written or does not hold a key
 */
export async function openEmbeddedIssuer(dataDirectory: string): Promise<EmbeddedIssuer> {
  const path = join(dataDirectory, 'signing-key.json');
  const secret = (await readKey(path)) ?? (await createKey(dataDirectory, path));
  const { d: _private, ...open } = secret;
  const kid = await calculateJwkThumbprint(open);
  const key = await importJWK(secret, algorithm);
  return {
    issuer,
    audience,
    keys: createLocalJWKSet({ keys: [{ ...open, kid, alg: algorithm, use: 'sig' }] }),
    mint: ({ subject, role, organisation, permissions, expiresIn }) =>
      new SignJWT({ role, org: organisation, ...(permissions && { permissions }) })
        .setProtectedHeader({ alg: algorithm, kid, typ: 'JWT' })
        .setSubject(subject)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(expiresIn)
        .sign(key),
  };
}

async function readKey(path: string): Promise<JWK | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const key = parsed(text);
  if (key?.kty === 'EC' && key.crv === 'P-256' && key.d) return key;
  throw new Error(`${path} does not hold a signing key; move it away to get a new one (old tokens end with it)`);
}

function parsed(text: string): JWK | undefined {
  try {
    return JSON.parse(text) as JWK;
  } catch {
    return undefined;
  }
}

async function createKey(directory: string, path: string): Promise<JWK> {
  await mkdir(directory, { recursive: true });
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const draft = `${path}.${process.pid}.${crypto.randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify(await exportJWK(privateKey)));
    await file.sync();
  } finally {
    await file.close();
  }
  // A link appears whole or not at all, and never over another one: the first of two starts makes the key.
  await link(draft, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await unlink(draft);
  return (await readKey(path)) as JWK;
}
