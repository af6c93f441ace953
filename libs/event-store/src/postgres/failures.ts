import pg from 'pg';
import { StoreUnavailable } from '../store.js';

// Connection lost, out of resources, shut down or taken over by an operator, transaction to be repeated.
const AWAY = /^(08|53|57|58|40|25006)/;

/** What went wrong as the port names it: a server that is away or restarting, or a failure that repeating does not cure. */
export function named(error: unknown): Error {
  if (error instanceof StoreUnavailable) return error;
  if (isRejection(error)) return error;
  return new StoreUnavailable('The event store cannot be reached', { cause: error });
}

/** True when the server understood and would not: the connection is well. */
export function isRejection(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError && !AWAY.test(error.code ?? '08');
}
