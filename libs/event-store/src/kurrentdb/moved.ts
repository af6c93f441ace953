import type { Json, NewEvent, StoredEvent } from '../store.js';
import { OWN } from './own.js';

// The server stamps its own time: that of an event that was moved here travels around its metadata.
const RECORDED_AT = `${OWN}recordedAt`;
const METADATA = `${OWN}metadata`;

/** An event of another store, as it is written here. */
export const asMoved = ({ id, type, data, metadata, recordedAt }: StoredEvent): NewEvent => ({
  id,
  type,
  data,
  metadata: { [RECORDED_AT]: recordedAt, [METADATA]: metadata },
});

/** Whether metadata are those of an event that was moved here. */
export const isMoved = (metadata: Json): metadata is { readonly [key: string]: Json } =>
  metadata !== null && typeof metadata === 'object' && Object.hasOwn(metadata, RECORDED_AT);

/** When an event was recorded, and its metadata, from what is written: an event that was moved here keeps its time. */
export const timeAndMetadata = (created: Date, metadata: Json): Pick<StoredEvent, 'recordedAt' | 'metadata'> =>
  isMoved(metadata)
    ? { recordedAt: metadata[RECORDED_AT] as string, metadata: metadata[METADATA]! }
    : { recordedAt: created.toISOString(), metadata };
