import type { CustomTypesConfig } from 'pg';
import type { Json, KeptReceipt, StoredEvent } from '../store.js';

export const EVENT_COLUMNS = 'e.position, e.stream, e.revision, e.id, e.type, e.data, e.metadata, e.recorded_at';

export type EventRow = [number, string, number, string, string, Json, Json, string];

export function toStoredEvent([
  position,
  stream,
  revision,
  id,
  type,
  data,
  metadata,
  recordedAt,
]: EventRow): StoredEvent {
  return { id, type, data, metadata, stream, revision, position, recordedAt };
}

export type ReceiptRow = [string, string, Json, string, number, number];

export function toReceipt([key, fingerprint, answer, stream, revision, position]: ReceiptRow): KeptReceipt {
  return { key, fingerprint, answer, stream, revision, position };
}

const INT8 = 20;
const INT4 = 23;
const JSON_TEXT = 114;
const TIMESTAMPTZ = 1184;

/** Positions are safe integers, instants ISO 8601 in UTC (which the connection's time zone must be). */
export const types: CustomTypesConfig = {
  getTypeParser(oid: number) {
    if (oid === INT8 || oid === INT4) return Number;
    if (oid === JSON_TEXT) return JSON.parse;
    return oid === TIMESTAMPTZ ? toInstant : String;
  },
};

// Events committed together share the instant, so the one before is mostly the same.
let lastText = '';
let lastInstant = '';

function toInstant(text: string): string {
  if (text !== lastText) {
    lastInstant = new Date(text).toISOString();
    lastText = text;
  }
  return lastInstant;
}
