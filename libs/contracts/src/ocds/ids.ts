import type { Known } from './delta.js';

/** The notice of the procurement there is; by how often it came, where a cancelled one had the same id. */
export function noticeIn({ procurement: { notice }, earlierNotices = [] }: Known): string {
  const id = `${notice?.noticeId}`;
  const earlier = earlierNotices.filter((one) => one === id).length;
  return earlier === 0 ? id : `${id}/${earlier + 1}`;
}

export const awardIdIn = (partnership: Known, tendererId: string): string => `${noticeIn(partnership)}/${tendererId}`;

/** The ids by which a contract is merged; `awardID` is the award of the tender, or its own where there was no tender. */
export function idsOf(partnership: Known, contractId: string) {
  const tendererId = partnership.contracts[contractId]?.terms.tendererId;
  return {
    id: contractId,
    awardID: tendererId === undefined ? `direct/${contractId}` : awardIdIn(partnership, tendererId),
  };
}
