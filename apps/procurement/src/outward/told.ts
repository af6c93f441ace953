import type { Told } from '#contracts';
import { codec, type StoredEvent } from '#event-store';
import { type MeasurementEvent, type PartnershipEvent, partnershipEventTypes } from '#partnership';

type Happening = PartnershipEvent | MeasurementEvent;

const happenings = codec<Happening>();

const known: ReadonlySet<string> = new Set<string>([
  ...partnershipEventTypes,
  ...(['MeasurementsRecorded', 'MeasurementCorrected', 'MeasurementWithdrawn'] satisfies MeasurementEvent['type'][]),
]);

/** An event cannot be told to others, so nothing after it may be told either: what it means is not known here. */
export class NotTellable extends Error {
  override readonly name = 'NotTellable';
}

/** Streams whose events are told: of partnerships, and of their KPIs. */
export const toldStreams = ['partnership-', 'kpi-'] as const;
const idLength = 36;

/**
 * A stored event as contracts take it.
 *
 * @throws NotTellable when it is of a type or version that only a later release knows
 */
export function toldOf(stored: StoredEvent): Told {
  const { id, type, stream, position, recordedAt } = stored;
  if (!known.has(type)) throw new NotTellable(`${type} is a type of event this release does not know`);
  if (happenings.isLater(stored)) throw new NotTellable(`${type} is in a version this release does not know`);
  const { occurredOn, illustrative } = stored.metadata as { occurredOn?: string; illustrative?: readonly string[] };
  return {
    id,
    partnershipId: partnershipOf(stream),
    event: happenings.decode(stored),
    position,
    recordedAt,
    occurredOn: occurredOn ?? recordedAt.slice(0, 10),
    ...(illustrative && { illustrative }),
  };
}

/** The partnership a stream is of; the stream must be one of `toldStreams`. */
export function partnershipOf(stream: string): string {
  const start = stream.indexOf('-') + 1;
  return stream.slice(start, start + idLength);
}
