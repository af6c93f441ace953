import { type LogLevel, logLevels } from '../http/log.js';

/** One environment variable: what it says, its default in words, and how its text is read. */
interface Setting<Value> {
  readonly says: string;
  readonly default: string;
  /** Throws an Error that says what is expected; `undefined` is the variable left out. */
  readonly read: (text: string | undefined) => Value;
}

const setting = <Value>(says: string, standard: string, read: (text: string | undefined) => Value): Setting<Value> => ({
  says,
  default: standard,
  read,
});

/** Every environment variable the product reads, in the order of its reference. */
export const settings = {
  PORT: setting('TCP port to listen on; 0 takes a free one', '3000', whole(0, 65_535, 3_000)),
  HOST: setting('Address to listen on; 0.0.0.0 for all', '127.0.0.1', (text) => text ?? '127.0.0.1'),
  DATA_DIR: setting('Directory of the embedded database and signing key', '.medspil', (text) => text ?? '.medspil'),
  EVENT_STORE_URL: setting(
    'PostgreSQL that keeps the events',
    'the embedded PostgreSQL',
    url('postgres:', 'postgresql:'),
  ),
  READ_MODEL_URL: setting(
    'PostgreSQL that keeps the read models',
    'the embedded PostgreSQL',
    url('postgres:', 'postgresql:'),
  ),
  AUTH_ISSUER: setting('Issuer (iss) of the tokens to trust', 'the embedded issuer', (text) => text),
  AUTH_AUDIENCE: setting('Audience (aud) the tokens must name; goes with AUTH_ISSUER', 'none', (text) => text),
  AUTH_JWKS_URL: setting("Where the issuer's public keys are; goes with AUTH_ISSUER", 'none', url('https:', 'http:')),
  AUTH_ROLE_CLAIM: setting('Claim that holds the role', 'role', (text) => text ?? 'role'),
  AUTH_ORGANISATION_CLAIM: setting(
    'Claim that holds the municipality code or CVR number',
    'org',
    (text) => text ?? 'org',
  ),
  LOG_LEVEL: setting(`Least level to log: ${logLevels.join(', ')}`, 'info', level),
  BODY_LIMIT: setting('Largest request body in bytes', '1048576', whole(1_024, 104_857_600, 1_048_576)),
} as const;

type Key = keyof typeof settings;
type Read = { [K in Key]: ReturnType<(typeof settings)[K]['read']> };

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDirectory: string;
  /** Unset: the embedded PostgreSQL. */
  readonly eventStoreUrl: string | undefined;
  /** Unset: the embedded PostgreSQL. */
  readonly readModelUrl: string | undefined;
  /** Whose tokens to trust; unset: those of the embedded issuer. */
  readonly identityProvider: { readonly issuer: string; readonly audience: string; readonly keys: URL } | undefined;
  readonly roleClaim: string;
  readonly organisationClaim: string;
  readonly logLevel: LogLevel;
  readonly bodyLimit: number;
}

/** The configuration cannot be used; the message names every bad key and what is expected of it, never its value. */
export class BadConfig extends Error {
  override readonly name = 'BadConfig';
}

/**
 * The configuration, from environment variables. An empty one counts as left out.
 *
 * @throws BadConfig that reports every bad key together
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const faults: string[] = [];
  const read: Partial<Record<Key, unknown>> = {};
  for (const key of Object.keys(settings) as Key[]) {
    try {
      read[key] = settings[key].read(env[key] || undefined);
    } catch (error) {
      faults.push(`${key} ${(error as Error).message}`);
    }
  }
  const values = read as Read;
  const provider = ['AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL'] as const;
  const missing = provider.filter((key) => !env[key]);
  if (missing.length > 0 && missing.length < provider.length) {
    faults.push(`${missing.join(' and ')} must be set too: ${provider.join(', ')} go together`);
  }
  if (faults.length > 0)
    throw new BadConfig(`The configuration cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  const { AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience, AUTH_JWKS_URL: keys } = values;
  return {
    port: values.PORT,
    host: values.HOST,
    dataDirectory: values.DATA_DIR,
    eventStoreUrl: values.EVENT_STORE_URL,
    readModelUrl: values.READ_MODEL_URL,
    identityProvider: issuer && audience && keys ? { issuer, audience, keys: new URL(keys) } : undefined,
    roleClaim: values.AUTH_ROLE_CLAIM,
    organisationClaim: values.AUTH_ORGANISATION_CLAIM,
    logLevel: values.LOG_LEVEL,
    bodyLimit: values.BODY_LIMIT,
  };
}

function whole(min: number, max: number, standard: number) {
  return (text: string | undefined): number => {
    if (text === undefined) return standard;
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new Error(`must be a whole number from ${min} to ${max}`);
  };
}

function url(...protocols: string[]) {
  return (text: string | undefined): string | undefined => {
    if (text === undefined) return undefined;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    throw new Error(`must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
  };
}

function level(text: string | undefined): LogLevel {
  const known = logLevels.find((name) => name === (text ?? 'info'));
  if (known) return known;
  throw new Error(`must be one of ${logLevels.join(', ')}`);
}
