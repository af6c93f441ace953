import { hash } from 'node:crypto';
import { fingerprintOf, isUnderstood, type NotUnderstood, type Understood, understand } from '#contracts';
import type { Received } from '../kafka/broker.js';

/** A message as it was read. */
export interface Incoming {
  readonly message: Received;
  readonly read: Understood | NotUnderstood;
  /** Tells the same message from another one under the same id. */
  readonly fingerprint: string;
  /** The same of what cannot be read: a later release may read what an earlier one could not. */
  readonly rawFingerprint: string;
}

export function incoming(message: Received): Incoming {
  const read = understand(message.headers, message.value);
  const raw = rawFingerprint(message);
  return { message, read, fingerprint: isUnderstood(read) ? fingerprintOf(read) : raw, rawFingerprint: raw };
}

function rawFingerprint({ key, value, headers }: Received): string {
  const named = [key, headers.ce_type, headers.ce_subject].map((text) => text ?? '').join('\n');
  return hash('sha256', `${named}\n${hash('sha256', value ?? Buffer.alloc(0))}`, 'base64url');
}

/** What tells messages apart. */
export interface Identity {
  readonly source: string;
  readonly id: string;
}

/** What a message is called, also where more of it cannot be read; undefined where that cannot be read either. */
export function identityOf({ read: { source, id } }: Incoming): Identity | undefined {
  return source !== undefined && id !== undefined ? { source, id } : undefined;
}
