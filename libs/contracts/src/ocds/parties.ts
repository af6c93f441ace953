import type { Contract, OrganisationId, Registered } from '#partnership';
import type { Known } from './delta.js';
import { awardIdIn } from './ids.js';
import type { Party, PartyReference, PartyRole } from './release.js';
import { stated } from './values.js';

const isMunicipality = (organisation: OrganisationId) => organisation.length === 4;

/** A municipality by its kommunekode, a company by its CVR number. */
const partyIdOf = (organisation: OrganisationId) => `${schemeOf(organisation)}-${organisation}`;
const schemeOf = (organisation: OrganisationId) => (isMunicipality(organisation) ? 'DK-KOMMUNEKODE' : 'DK-CVR');

/** A tenderer without a CVR number is known by its notice and its id there. */
function tenderersPartyId(partnership: Known, tendererId: string): string {
  const cvr = partnership.procurement.candidates[tendererId]?.cvr;
  return cvr === undefined ? awardIdIn(partnership, tendererId) : partyIdOf(cvr);
}

export function lead({ lead, parties }: Registered): PartyReference {
  return { id: partyIdOf(lead), name: parties[lead]?.name ?? lead };
}

export const tenderer = (partnership: Known, tendererId: string): PartyReference => ({
  id: tenderersPartyId(partnership, tendererId),
  name: partnership.procurement.candidates[tendererId]?.request.name ?? tendererId,
});

/** The partner of a contract, under the id it won the award with. */
export function supplier(partnership: Known, { terms, partnerCvr }: Contract): PartyReference {
  const { tendererId, partner } = terms;
  const candidate = tendererId === undefined ? undefined : partnership.procurement.candidates[tendererId];
  return {
    id: tendererId !== undefined && candidate ? tenderersPartyId(partnership, tendererId) : partyIdOf(partnerCvr),
    name: partner.name,
  };
}

/** An organisation that takes part, or did, with every role it has now: a list of roles replaces the one before. */
export function party(partnership: Registered, organisation: OrganisationId, name: string): Party {
  return identified({ id: partyIdOf(organisation), name }, organisation, rolesOf(partnership, organisation));
}

export function contractParty(partnership: Known, contract: Contract): Party {
  const { partnerCvr } = contract;
  return identified(supplier(partnership, contract), partnerCvr, rolesOf(partnership, partnerCvr));
}

export function winningParty(partnership: Known, tendererId: string): Party {
  const cvr = partnership.procurement.candidates[tendererId]?.cvr;
  const roles = cvr === undefined ? (['tenderer', 'supplier'] as const) : rolesOf(partnership, cvr);
  return identified(tenderer(partnership, tendererId), cvr, roles);
}

const identified = (
  reference: PartyReference,
  organisation: OrganisationId | undefined,
  roles: readonly PartyRole[],
): Party =>
  stated({
    ...reference,
    identifier:
      organisation === undefined
        ? undefined
        : { scheme: schemeOf(organisation), id: organisation, legalName: reference.name },
    roles,
  });

function rolesOf(partnership: Registered, organisation: OrganisationId): PartyRole[] {
  const { parties, procurement, contracts } = partnership;
  const leads = organisation === partnership.lead;
  const partner = Object.values(contracts).some(({ partnerCvr }) => partnerCvr === organisation);
  const tendered = Object.values(contracts).some(
    ({ partnerCvr, terms }) => partnerCvr === organisation && terms.tendererId !== undefined,
  );
  const won = procurement.award?.winners.some((id) => procurement.candidates[id]?.cvr === organisation) ?? false;
  const takesPart = Object.hasOwn(parties, organisation);
  const roles: Readonly<Record<PartyRole, boolean>> = {
    buyer: takesPart && isMunicipality(organisation),
    procuringEntity: leads && procurement.notice !== undefined,
    payer: leads && Object.keys(contracts).length > 0,
    tenderer: won || tendered,
    supplier: won || partner,
    payee: partner,
    interestedParty: takesPart && !isMunicipality(organisation) && !won && !partner,
  };
  return (Object.keys(roles) as PartyRole[]).filter((role) => roles[role]);
}
