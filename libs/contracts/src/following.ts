import type { Decider } from '#decider';
import { type MeasurementEvent, type Partnership, type PartnershipEvent, partnership } from '#partnership';
import type { Told } from './told.js';

/**
 * A partnership as told so far. A message may repeat what an earlier event said, and must then say too that no source
 * gave it; a rule does not need to know, so that the partnership itself does not.
 */
export type Followed = Partnership & {
  /** Illustrative fields, dotted, by what they are fields of. */
  readonly marked?: Readonly<Record<string, readonly string[]>>;
  /** The notices of cancelled procurements: their ids may come again. */
  readonly earlierNotices?: readonly string[];
};

/** What a later message repeats of an event. */
function repeated({ type, data }: PartnershipEvent | MeasurementEvent): string | undefined {
  switch (type) {
    case 'RequestToParticipateReceived':
      return `candidate ${data.candidateId}`;
    case 'PartnershipContractSigned':
      return `contract ${data.contractId}`;
    case 'BaselineSet':
      return `baseline ${data.code}`;
    case 'TargetSet':
      return `target ${data.code}`;
    default:
      return undefined;
  }
}

/** A notice that stood before the event and not after it was that of a cancelled procurement. */
function withEarlier(before: Followed, after: Followed): Followed {
  if (before.status === 'absent' || after.status === 'absent') return after;
  const { notice } = before.procurement;
  if (!notice || after.procurement.notice) return after;
  return { ...after, earlierNotices: [...(before.earlierNotices ?? []), notice.noticeId] };
}

/** Folds what is told of a partnership; each state is what `messagesOf` takes as the one before the next event. */
export const following: Pick<Decider<never, Told, Followed>, 'initial' | 'evolve'> = {
  initial: partnership.initial,

  evolve(before, { event, illustrative = [] }) {
    // A measurement changes nothing here: it is an event of its KPI's stream, and of no type the partnership knows.
    const after: Followed = withEarlier(before, partnership.evolve(before, event as PartnershipEvent));
    const what = repeated(event);
    if (!what || (illustrative.length === 0 && !before.marked?.[what])) return after;
    return { ...after, marked: { ...before.marked, [what]: illustrative } };
  },
};
