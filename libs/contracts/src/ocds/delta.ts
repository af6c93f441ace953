import type { MeasurementEvent, PartnershipEvent, Registered } from '#partnership';
import type { Followed } from '../following.js';
import type { Told } from '../told.js';
import type { Release, Tag } from './release.js';

type AnyEvent = PartnershipEvent | MeasurementEvent;
type DataOf<Type extends AnyEvent['type']> = Extract<AnyEvent, { type: Type }>['data'];

/** What an event changes in what is published: its tags, and the sections that changed. */
export type Delta = { readonly tag: readonly Tag[] } & Partial<
  Pick<Release, 'parties' | 'buyer' | 'planning' | 'tender' | 'awards' | 'contracts'>
>;

/** A registered partnership as told so far. */
export type Known = Registered & Pick<Followed, 'marked' | 'earlierNotices'>;

/** Where an event happens. */
export interface Scene {
  readonly told: Told;
  readonly ocid: string;
  /** The partnership before the event; at its registration, the same as after. */
  readonly before: Known;
  /** The partnership after it. */
  readonly after: Known;
}

/** One translation per event type that is published; none for what is not. */
export type Translations = {
  readonly [Type in AnyEvent['type']]?: (data: DataOf<Type>, scene: Scene) => Delta | undefined;
};
