import { at, type Projection, type Table, touch } from '#projection';
import { byPartnership, type Happening } from '../events.js';

interface AccessRow {
  readonly partnership_id: string;
  readonly organisation: string;
  readonly relation: 'party' | 'partner';
}

const access: Table<AccessRow> = { name: 'access', key: ['partnership_id', 'organisation', 'relation'] };

const granted = (row: AccessRow) => touch(at(access, row), (before) => before ?? row);
const party = (partnership_id: string, organisation: string): AccessRow => ({
  partnership_id,
  organisation,
  relation: 'party',
});

/** Which organisations take part in a partnership, and which have a contract in it: the ground of every scope. */
export const accessProjection: Projection<Happening> = {
  name: 'access',
  version: 2,
  tables: [access],
  partition: byPartnership,
  changes: {
    PartnershipRegistered: ({ partition, data }) => [granted(party(partition, data.leadOrganisation))],
    PartyJoined: ({ partition, data }) => [granted(party(partition, data.organisation))],
    PartyLeft: ({ partition, data }) => [touch(at(access, party(partition, data.organisation)), () => undefined)],
    PartnershipContractSigned: ({ partition, data }) => [
      granted({ partnership_id: partition, organisation: data.partner.cvr, relation: 'partner' }),
    ],
  },
};
