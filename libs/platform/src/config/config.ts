import { faultInAddress } from '#event-store';
import { type LogLevel, logLevels } from '../http/log.js';
import { type KafkaConfig, kafkaFaults, kafkaOf, saslMechanisms } from './kafka.js';
import { headersOf, ratioOf, samplers, type TelemetryConfig, telemetryOf } from './telemetry.js';

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
  EVENT_STORE_URL: setting('PostgreSQL or KurrentDB that keeps the events', 'the embedded PostgreSQL', eventStoreUrl),
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
  KAFKA_BROKERS: setting(
    'Kafka brokers of the gateway to procurement systems, as host:port, separated by commas',
    'none: the gateway is off',
    addresses,
  ),
  KAFKA_GATEWAY_ID: setting(
    'Name of this gateway in Kafka; a second one with the same name takes over from the first',
    'medspil',
    gatewayId,
  ),
  KAFKA_TLS: setting('Whether to talk to Kafka over TLS: off, on', 'off', oneOf('off', 'on')),
  KAFKA_TLS_CA_FILE: setting(
    "PEM file of the authority that signed the brokers' certificates; goes with KAFKA_TLS on",
    'the authorities Node knows',
    (text) => text,
  ),
  KAFKA_SASL: setting(`How to sign in to Kafka: ${saslMechanisms.join(', ')}`, 'none', oneOf(...saslMechanisms)),
  KAFKA_USERNAME: setting('User name for plain and scram', 'none', (text) => text),
  KAFKA_PASSWORD: setting('Password for plain and scram', 'none', (text) => text),
  KAFKA_OAUTH_TOKEN_URL: setting('Where tokens for oauthbearer are fetched', 'none', url('https:', 'http:')),
  KAFKA_OAUTH_CLIENT_ID: setting('Client id to fetch tokens with', 'none', (text) => text),
  KAFKA_OAUTH_CLIENT_SECRET: setting('Client secret to fetch tokens with', 'none', (text) => text),
  KAFKA_OAUTH_SCOPE: setting('Scope to ask for with tokens', 'none', (text) => text),
  OCDS_PREFIX: setting(
    'Prefix of open contracting ids; register your own with the Open Contracting Partnership, as this one is not',
    'ocds-medspl',
    prefix,
  ),
  OCDS_PUBLISHER_NAME: setting('Who publishes the OCDS releases', 'Medspil', (text) => text ?? 'Medspil'),
  OCDS_PUBLISHER_CVR: setting('CVR number of whoever publishes them', 'none', cvr),
  OCDS_PUBLISHER_URI: setting('Web address of whoever publishes them', 'none', url('https:', 'http:')),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(
    'Collector that traces are sent to by OTLP over HTTP, as http://host:4318',
    'none: nothing is traced',
    url('http:', 'https:'),
  ),
  OTEL_EXPORTER_OTLP_HEADERS: setting(
    'Headers to send with them, as name=value, separated by commas',
    'none',
    headersOf,
  ),
  OTEL_SERVICE_NAME: setting('Name of this process in traces', 'medspil, or medspil- and its part', (text) => text),
  OTEL_TRACES_SAMPLER: setting(`Which traces to record: ${samplers.join(', ')}`, samplers[0], oneOf(...samplers)),
  OTEL_TRACES_SAMPLER_ARG: setting('Share of traces to record, from 0 to 1; for samplers by ratio', '1', ratioOf),
  LOG_LEVEL: setting(`Least level to log: ${logLevels.join(', ')}`, 'info', level),
  DRAIN_SECONDS: setting(
    'After a signal to stop, how long /health/ready says so while everything is still answered, for those who spread requests',
    '0',
    whole(0, 600, 0),
  ),
  STOP_SECONDS: setting(
    'Longest time from a signal to stop to the end, which is 1 when not everything was finished; more than DRAIN_SECONDS',
    '25',
    whole(1, 3_600, 25),
  ),
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
  /** Unset: the gateway to procurement systems is off. */
  readonly kafka: KafkaConfig | undefined;
  /** Who publishes OCDS releases, and the prefix of their ocids. */
  readonly publisher: {
    readonly prefix: string;
    readonly name: string;
    readonly scheme?: string;
    readonly uid?: string;
    readonly uri?: string;
  };
  /** Unset: nothing is traced. */
  readonly telemetry: TelemetryConfig | undefined;
  readonly logLevel: LogLevel;
  readonly stopping: Stopping;
  readonly bodyLimit: number;
}

/** How a process ends on a signal, in seconds. */
export interface Stopping {
  /** For so long it says that it ends, and answers as ever. */
  readonly drain: number;
  /** After so long in all it ends whether everything was finished or not. */
  readonly within: number;
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
  if (Number(values.DRAIN_SECONDS) >= Number(values.STOP_SECONDS))
    faults.push('STOP_SECONDS must be more than DRAIN_SECONDS');
  faults.push(...kafkaFaults(env));
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
    kafka: kafkaOf(values),
    publisher: publisherOf(values),
    telemetry: telemetryOf(values),
    logLevel: values.LOG_LEVEL,
    stopping: { drain: values.DRAIN_SECONDS, within: values.STOP_SECONDS },
    bodyLimit: values.BODY_LIMIT,
  };
}

function publisherOf({ OCDS_PREFIX, OCDS_PUBLISHER_NAME, OCDS_PUBLISHER_CVR, OCDS_PUBLISHER_URI }: Read) {
  return {
    prefix: OCDS_PREFIX,
    name: OCDS_PUBLISHER_NAME,
    ...(OCDS_PUBLISHER_CVR !== undefined && { scheme: 'DK-CVR', uid: OCDS_PUBLISHER_CVR }),
    ...(OCDS_PUBLISHER_URI !== undefined && { uri: OCDS_PUBLISHER_URI }),
  };
}

function prefix(text: string | undefined): string {
  const value = text ?? 'ocds-medspl';
  if (/^ocds-[a-z0-9]{6}$/.test(value)) return value;
  throw new Error('must be ocds- and six letters or digits');
}

function cvr(text: string | undefined): string | undefined {
  if (text === undefined || /^[1-9]\d{7}$/.test(text)) return text;
  throw new Error('must be a CVR number of eight digits');
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

function eventStoreUrl(text: string | undefined): string | undefined {
  // Several nodes stand in one address, which is no URL by the letter.
  if (text !== undefined && /^(kurrentdb|esdb)\b/.test(text)) {
    const fault = faultInAddress(text);
    if (fault) throw new Error(fault);
    return text;
  }
  try {
    return url('postgres:', 'postgresql:')(text);
  } catch (error) {
    throw new Error(`${(error as Error).message}, or kurrentdb:// or kurrentdb+discover://`);
  }
}

function addresses(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const parts = text.split(',').map((part) => part.trim());
  if (parts.every((part) => /^[\w.-]{1,255}:\d{1,5}$/.test(part))) return parts;
  throw new Error('must be a list of host:port, separated by commas');
}

function gatewayId(text = 'medspil'): string {
  if (/^[\w.-]{1,100}$/.test(text)) return text;
  throw new Error('must be up to 100 letters, digits and ._-');
}

function oneOf<Word extends string>(...words: readonly [Word, ...Word[]]) {
  return (text: string | undefined): Word => {
    const known = words.find((word) => word === (text ?? words[0]));
    if (known) return known;
    throw new Error(`must be one of ${words.join(', ')}`);
  };
}

function level(text: string | undefined): LogLevel {
  const known = logLevels.find((name) => name === (text ?? 'info'));
  if (known) return known;
  throw new Error(`must be one of ${logLevels.join(', ')}`);
}
