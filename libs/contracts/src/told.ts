import type { BusinessDate, Instant, MeasurementEvent, PartnershipEvent } from '#partnership';

/** A stored event of a partnership's own stream or of one of its KPIs, with what contracts tell of it. */
export interface Told {
  /** UUID of the stored event. */
  readonly id: string;
  readonly partnershipId: string;
  readonly event: PartnershipEvent | MeasurementEvent;
  /** Place in the whole store, strictly rising. */
  readonly position: number;
  /** When the store took it. */
  readonly recordedAt: Instant;
  /** When it happened. */
  readonly occurredOn: BusinessDate;
  /** Fields of its data, dotted, that hold values no source gives: `illustrative` of the stored event's metadata. */
  readonly illustrative?: readonly string[];
}
