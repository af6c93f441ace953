import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EventStore, openEventStore } from '#event-store';
import { roles } from '#partnership';
import {
  type Config,
  type EmbeddedIssuer,
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  ensureDatabase,
  findEmbeddedPostgres,
  openEmbeddedIssuer,
  startEmbeddedPostgres,
  type Tokens,
  tokensOf,
} from '#platform';

/** Everything one process needs that is not Nest's: databases, store, and who may sign in. */
export interface Installation {
  readonly store: EventStore;
  readonly readModelUrl: string;
  readonly tokens: Tokens;
  /** Absent when an identity provider is configured. */
  readonly issuer: EmbeddedIssuer | undefined;
  /** Stops what was started, the store before the server it lives in. */
  close(): Promise<void>;
}

export interface Databases {
  readonly eventStoreUrl: string;
  readonly readModelUrl: string;
  /** Stops the embedded server if it was started here. */
  close(): Promise<void>;
}

/** Database of the events in the embedded PostgreSQL, and the one of the read models. */
export const embeddedDatabases = { events: 'medspil_events', readModels: 'medspil_read_models' } as const;

type Say = (message: string) => void;

/**
 * Opens what the configuration names; whatever it leaves out runs embedded, in the data directory.
 *
 * @throws EmbeddedPostgresError, StoreUnavailable with a message for the operator
 */
export async function openInstallation(config: Config, say: Say): Promise<Installation> {
  const issuer = config.identityProvider ? undefined : await openEmbeddedIssuer(config.dataDirectory);
  const databases = await openDatabases(config, say);
  try {
    const store = await openEventStore(databases.eventStoreUrl);
    return {
      store,
      readModelUrl: databases.readModelUrl,
      tokens: tokensOf(config, issuer, roles),
      issuer,
      async close() {
        await store.close();
        await databases.close();
      },
    };
  } catch (error) {
    await databases.close();
    throw error;
  }
}

/**
 * The databases the configuration names, or the embedded ones. `shared` is for a tool beside the product: it uses the
 * server of a running product, and starts one only when none runs; a signal then ends the tool, and with it that server.
 * It finds an installation in the data directory: where it looks at the wrong one, none is to come about, unless `mayMake`.
 *
 * @throws EmbeddedPostgresError with a message for the operator
 */
export async function openDatabases(
  config: Config,
  say: Say,
  { shared = false, mayMake = !shared }: { readonly shared?: boolean; readonly mayMake?: boolean } = {},
): Promise<Databases> {
  const { eventStoreUrl, readModelUrl } = config;
  if (eventStoreUrl && readModelUrl) return { eventStoreUrl, readModelUrl, close: async () => {} };
  const directory = join(config.dataDirectory, 'postgres');
  const isThere = existsSync(join(directory, 'cluster'));
  if (!isThere && !mayMake) throw new EmbeddedPostgresError(noneIn(config.dataDirectory));
  if (!isThere && shared) say(`No installation is in ${resolve(config.dataDirectory)}: one is made there.`);
  const running = shared ? await findEmbeddedPostgres(directory) : undefined;
  // Without an exit, a signal would leave the server behind.
  const ends = shared && !running ? (['SIGINT', 'SIGTERM'] as const) : [];
  for (const signal of ends) process.once(signal, () => process.exit(1));
  const own = running ? undefined : await startEmbeddedPostgres({ directory, log: say });
  const server = running ?? (own as EmbeddedPostgres);
  const close = async () => own?.stop();
  try {
    for (const name of Object.values(embeddedDatabases)) await ensureDatabase(server.url('postgres'), name);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    eventStoreUrl: eventStoreUrl ?? server.url(embeddedDatabases.events),
    readModelUrl: readModelUrl ?? server.url(embeddedDatabases.readModels),
    close,
  };
}

/**
 * Whoever signs tokens for the installation in a data directory: a key of a tool's own would sign some that nothing trusts.
 *
 * @throws EmbeddedPostgresError with a message for the operator, when none is there
 */
export async function issuerIn(dataDirectory: string): Promise<EmbeddedIssuer> {
  if (!existsSync(join(dataDirectory, 'signing-key.json'))) throw new EmbeddedPostgresError(noneIn(dataDirectory));
  return openEmbeddedIssuer(dataDirectory);
}

/** What a tool says that looks for an installation where none is. */
const noneIn = (dataDirectory: string) =>
  `No installation of Medspil is in ${resolve(dataDirectory)}: set DATA_DIR to the directory Medspil runs with, or run this where Medspil is started.`;
