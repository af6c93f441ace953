import { join } from 'node:path';
import { type EventStore, openEventStore } from '#event-store';
import { roles } from '#partnership';
import {
  type Config,
  type EmbeddedIssuer,
  type EmbeddedPostgres,
  ensureDatabase,
  openEmbeddedIssuer,
  startEmbeddedPostgres,
  Tokens,
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

/** Database of the events in the embedded PostgreSQL, and the one of the read models. */
export const embeddedDatabases = { events: 'medspil_events', readModels: 'medspil_read_models' } as const;

/**
 * Opens what the configuration names; whatever it leaves out runs embedded, in the data directory.
 *
 * @throws EmbeddedPostgresError, StoreUnavailable with a message for the operator
 */
export async function openInstallation(config: Config, log: (message: string) => void): Promise<Installation> {
  const issuer = config.identityProvider ? undefined : await openEmbeddedIssuer(config.dataDirectory);
  const server =
    config.eventStoreUrl && config.readModelUrl
      ? undefined
      : await startEmbeddedPostgres({ directory: join(config.dataDirectory, 'postgres'), log });
  try {
    const readModelUrl = config.readModelUrl ?? (await embedded(server, embeddedDatabases.readModels));
    const store = await openEventStore(config.eventStoreUrl ?? (await embedded(server, embeddedDatabases.events)));
    return {
      store,
      readModelUrl,
      tokens: tokensOf(config, issuer),
      issuer,
      async close() {
        await store.close();
        await server?.stop();
      },
    };
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

async function embedded(server: EmbeddedPostgres | undefined, name: string): Promise<string> {
  if (!server) throw new Error(`No server for the database ${name}`);
  await ensureDatabase(server.url('postgres'), name);
  return server.url(name);
}

function tokensOf(config: Config, embeddedIssuer: EmbeddedIssuer | undefined): Tokens {
  const source = config.identityProvider ?? embeddedIssuer;
  if (!source) throw new Error('Neither an identity provider nor the embedded issuer is there');
  const { issuer, audience, keys } = source;
  return new Tokens({
    issuer,
    audience,
    keys,
    roles,
    roleClaim: config.roleClaim,
    organisationClaim: config.organisationClaim,
  });
}
