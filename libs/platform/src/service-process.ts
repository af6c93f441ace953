import { existsSync } from 'node:fs';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import type { Logger } from 'pino';
import { type EventStore, openEventStore, StoreUnavailable } from '#event-store';
import { openEmbeddedIssuer } from './auth/embedded-issuer.js';
import type { Tokens } from './auth/tokens.js';
import { tokensOf } from './auth/trusted.js';
import { BadConfig, type Config, readConfig } from './config/config.js';
import { createHttpApplication, type HttpOptions } from './http/application.js';
import { leave } from './http/closing.js';
import { openLog } from './http/log.js';
import { runServer, type Voice } from './server-process.js';
import { startTelemetry } from './telemetry/telemetry.js';
import { whenThere } from './waiting.js';

/** What has an embedded default for one process, which processes apart cannot share. */
const settingsOf = {
  eventStoreUrl: 'EVENT_STORE_URL',
  readModelUrl: 'READ_MODEL_URL',
  kafka: 'KAFKA_BROKERS',
} as const;
type Needed = keyof typeof settingsOf;
type With<Needs extends Needed> = Config & { readonly [Key in Needs]-?: NonNullable<Config[Key]> };

/** A part of the product that runs as a process of its own, several instances of it side by side. */
export interface Service<Needs extends Needed> extends Pick<HttpOptions, 'api' | 'refusals' | 'words'> {
  readonly needs: readonly ('eventStoreUrl' | Needs)[];
  /** Every role a token may carry. */
  readonly roles: readonly string[];
  /** The root module on a store, which is closed after it. */
  readonly module: (store: EventStore, config: With<'eventStoreUrl' | Needs>, log: Logger) => DynamicModule;
}

/**
 * Runs a service until SIGINT or SIGTERM, and tells of it in the log. Databases that are away at the start are waited
 * for; what is missing in the configuration ends it with 1, and is told all at once.
 */
export function runService<Needs extends Needed>(service: Service<Needs>): void {
  // Until it is read how much is to be said.
  let log = openLog('info');
  const voice: Voice = {
    say: (line) => log.info(line),
    fail: (why) => (typeof why === 'string' ? log.fatal(why) : log.fatal({ err: why }, 'The process ends')),
  };
  // Whatever collects the lines of a service finds one JSON object in each: also where Node has something to say.
  process.removeAllListeners('warning').on('warning', (warning) => log.warn({ err: warning }, 'Node warns'));
  runServer(async ({ say, finishBy }) => {
    const config = readConfig();
    log = openLog(config.logLevel);
    requireSettings(config, service.needs);
    const telemetry = startTelemetry(config.telemetry, service.api.title.toLowerCase().replaceAll(' ', '-'), log);
    const issuer = config.identityProvider ? undefined : await openEmbeddedIssuer(config.dataDirectory);
    const tokens = tokensOf(config, issuer, service.roles);
    const { app, store } = await whenThere(
      () => open(service, config as With<'eventStoreUrl' | Needs>, tokens, log),
      (line) => log.warn(line),
    );
    await app.listen(config.port, config.host);
    finishBy(async () => {
      await leave(app, config.stopping.drain);
      await store.close();
      await telemetry.stop();
    }, config.stopping);
    say(`${service.api.title} listens on ${await app.getUrl()}`);
  }, voice);
}

/** @throws BadConfig that names all that is missing */
function requireSettings(config: Config, needs: readonly Needed[]): void {
  const missing = needs.filter((key) => config[key] === undefined);
  const faults = missing.map((key) => `${settingsOf[key]} must be set`);
  // On one machine a data directory may be shared, and with it the key that tokens are signed with.
  if (!config.identityProvider && !existsSync(config.dataDirectory))
    faults.push(
      'AUTH_ISSUER, AUTH_AUDIENCE and AUTH_JWKS_URL must be set, or DATA_DIR to the data directory that is shared with the other processes',
    );
  if (faults.length > 0)
    throw new BadConfig(
      `A process of its own shares nothing that is embedded:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
}

async function open<Needs extends Needed>(
  { module, needs, api, refusals, words }: Service<Needs>,
  config: With<'eventStoreUrl' | Needs>,
  tokens: Tokens,
  log: Logger,
): Promise<{ app: NestFastifyApplication; store: EventStore }> {
  const store = await openEventStore(config.eventStoreUrl);
  try {
    if (config.readModelUrl && needs.some((key) => key === 'readModelUrl')) await reachReadModels(config.readModelUrl);
    const options = { api, refusals, ...(words && { words }), tokens, log, bodyLimit: config.bodyLimit };
    return { store, app: await createHttpApplication(module(store, config, log), options) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Asked before an application is made, as one that cannot start leaves its measurements running. */
async function reachReadModels(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (cause) {
    // A server that is there and refuses, as a wrong password, is nothing to wait for; one that starts up or is full is.
    if (cause instanceof pg.DatabaseError && !/^5[37]/.test(cause.code ?? '')) throw cause;
    throw new StoreUnavailable('The read models cannot be reached', { cause });
  } finally {
    await client.end().catch(() => {});
  }
}
