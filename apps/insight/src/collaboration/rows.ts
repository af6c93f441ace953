import type { InnovationType, PartnerType } from '#partnership';
import { at, type Changes, type Recorded, type Table, type Touch, touch } from '#projection';
import { type Audience, about, type Happening } from '../events.js';

/** Who takes part in a case beside its lead organisation: as a party, by contracts, or both. */
export interface CollaboratorRow {
  readonly partnership_id: string;
  readonly organisation: string;
  readonly name: string;
  /** As it joined; null of who has a contract only, as nobody says. */
  readonly partner_type: PartnerType | null;
  readonly party: boolean;
  readonly contracts: number;
  readonly events: readonly number[];
  readonly audience: Audience;
}

export interface InnovationRow {
  readonly partnership_id: string;
  readonly registered_on: string;
  /** More than one makes it complex. */
  readonly types: readonly InnovationType[];
  readonly stated_event: number;
  readonly audience: Audience;
}

const collaborator: Table<CollaboratorRow, 'partnership_id' | 'organisation'> = {
  name: 'collaborator',
  key: ['partnership_id', 'organisation'],
};
const innovation: Table<InnovationRow, 'partnership_id'> = { name: 'innovation', key: ['partnership_id'] };
export const collaborationTables = [collaborator, innovation];

type Seen = Recorded<Happening>;

const joins = (
  event: Seen,
  organisation: string,
  change: (row: CollaboratorRow) => Partial<CollaboratorRow>,
): Touch => {
  const key = { partnership_id: event.partition, organisation };
  return touch(at(collaborator, key), (row) => {
    const before = row ?? {
      ...key,
      name: '',
      partner_type: null,
      party: false,
      contracts: 0,
      events: [],
      audience: 'municipal',
    };
    return { ...before, ...change(before), events: [...before.events, event.position] };
  });
};

/** Who innovation is made with, and of which types it is. */
export const collaborationChanges: Changes<Happening> = {
  PartnershipRegistered: (event) => {
    const { partition: partnership_id, position: stated_event, data } = event;
    const row: InnovationRow = {
      partnership_id,
      registered_on: about(event).occurredOn,
      types: data.classification.innovationTypes,
      stated_event,
      audience: 'municipal',
    };
    return [touch(at(innovation, { partnership_id }), () => row)];
  },
  RegistrationAmended: (event) => {
    const { partition: partnership_id, position: stated_event, data } = event;
    const { classification } = data;
    if (!classification) return [];
    const types = classification.innovationTypes;
    return [touch(at(innovation, { partnership_id }), (row) => row && { ...row, types, stated_event })];
  },
  PartyJoined: (event) => {
    const { organisation, name, partnerType: partner_type } = event.data;
    return [joins(event, organisation, () => ({ name, partner_type, party: true }))];
  },
  PartyLeft: (event) => [
    touch(at(collaborator, { partnership_id: event.partition, organisation: event.data.organisation }), (row) =>
      row && row.contracts > 0 ? { ...row, party: false, events: [...row.events, event.position] } : undefined,
    ),
  ],
  PartnershipContractSigned: (event) => {
    const { cvr, name } = event.data.partner;
    return [joins(event, cvr, (row) => ({ name, contracts: row.contracts + 1 }))];
  },
};
