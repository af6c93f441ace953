import type { Procurement, Registered } from '#partnership';

export const awardIdIn = ({ notice }: Procurement, tendererId: string): string => `${notice?.noticeId}/${tendererId}`;

/** The ids by which a contract is merged; `awardID` is the award of the tender, or its own where there was no tender. */
export function idsOf({ procurement, contracts }: Registered, contractId: string) {
  const tendererId = contracts[contractId]?.terms.tendererId;
  return {
    id: contractId,
    awardID: tendererId === undefined ? `direct/${contractId}` : awardIdIn(procurement, tendererId),
  };
}
