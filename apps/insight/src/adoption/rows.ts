import type { Adoption, ScaleUpEvent } from '#partnership';
import { at, type Changes, type Recorded, type Table, type Touch, touch } from '#projection';
import { isMarked } from '../case-figures/marked.js';
import type { Audience, Happening } from '../events.js';

type Basis = NonNullable<Extract<ScaleUpEvent, { type: 'AdoptionDecided' }>['data']['basis']>;

/** Where a municipality's adoption of a solution stands, and since when. */
export interface AdoptionRow {
  readonly partnership_id: string;
  readonly municipality: string;
  readonly status: Adoption['status'];
  readonly since: string;
  /** On what it was decided; none before, and none where it was declined. */
  readonly basis: Basis | null;
  readonly sites: number | null;
  /** People covered; null when nobody said. */
  readonly population: number | null;
  /** Positions, from the invitation on. */
  readonly events: readonly number[];
  readonly illustrative: boolean;
  readonly audience: Audience;
}

const adoption: Table<AdoptionRow, 'partnership_id' | 'municipality'> = {
  name: 'adoption',
  key: ['partnership_id', 'municipality'],
};
export const adoptionTables = [adoption];

type Seen = Recorded<Happening> & { readonly data: { readonly municipality: string } };

const placeOf = ({ partition, data }: Seen) =>
  at(adoption, { partnership_id: partition, municipality: data.municipality });

const stands = (
  event: Seen,
  change: Pick<AdoptionRow, 'status' | 'since'> & Partial<AdoptionRow>,
): readonly Touch[] => [
  touch(placeOf(event), (row) => {
    if (!row) return undefined;
    const illustrative =
      row.illustrative || isMarked(event, 'decidedOn', 'liveOn', 'withdrawnOn', 'sites', 'populationCovered');
    return { ...row, ...change, events: [...row.events, event.position], illustrative };
  }),
];

/** What each municipality decided of each solution. */
export const adoptionChanges: Changes<Happening> = {
  // An invitation after a refusal begins anew.
  AdoptionInvited: (event) => [
    touch(placeOf(event), (): AdoptionRow => {
      const { municipality, invitedOn } = event.data;
      return {
        partnership_id: event.partition,
        municipality,
        status: 'invited',
        since: invitedOn,
        basis: null,
        sites: null,
        population: null,
        events: [event.position],
        illustrative: isMarked(event, 'invitedOn'),
        audience: 'municipal',
      };
    }),
  ],
  AdoptionDecided: (event) => {
    const { adopts, basis, decidedOn: since } = event.data;
    return stands(event, adopts ? { status: 'adopts', since, basis: basis ?? null } : { status: 'declined', since });
  },
  AdoptionWentLive: (event) => {
    const { liveOn: since, sites, populationCovered: population = null } = event.data;
    return stands(event, { status: 'live', since, sites, population });
  },
  AdoptionWithdrawn: (event) => stands(event, { status: 'withdrawn', since: event.data.withdrawnOn }),
};
