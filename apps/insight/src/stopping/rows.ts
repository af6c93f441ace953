import type { Phase } from '#partnership';
import { at, type Changes, type Recorded, type Table, type Touch, touch } from '#projection';
import { isMarked } from '../case-figures/marked.js';
import { type CourseRow, caseCourse } from '../durations/course.js';
import { type Audience, about, type Happening } from '../events.js';

export const ways = ['stopped', 'cancelled', 'stop-decided', 'terminated', 'aborted'] as const;
export type Way = (typeof ways)[number];

/** What ended before its time, and why: a partnership, its evaluation by a decision to stop, a contract or a pilot. */
export interface EndingRow {
  readonly partnership_id: string;
  readonly what: 'partnership' | 'evaluation' | 'contract' | 'pilot';
  /** Of the contract or pilot. */
  readonly id: string;
  readonly how: Way;
  /** The phase the case was in. */
  readonly phase: Phase;
  /** The reason or ground that was chosen, where one is. */
  readonly code: string | null;
  /** In words. */
  readonly reason: string;
  readonly ended_on: string;
  readonly illustrative: boolean;
  readonly audience: Audience;
}

const ending: Table<EndingRow, 'partnership_id' | 'what' | 'id'> = {
  name: 'ending',
  key: ['partnership_id', 'what', 'id'],
};
export const endingTables = [ending];

type Seen = Recorded<Happening>;
type What = EndingRow['what'];
const placeOf = ({ partition }: Seen, what: What, id = '') => at(ending, { partnership_id: partition, what, id });

const ended = (
  event: Seen,
  what: What,
  id: string,
  content: Pick<EndingRow, 'how' | 'code' | 'reason' | 'ended_on'>,
): readonly Touch[] => [
  touch<EndingRow, CourseRow>(
    placeOf(event, what, id),
    (_, course) =>
      course && {
        partnership_id: event.partition,
        what,
        id,
        phase: course.phase,
        ...content,
        illustrative: isMarked(event, 'reason', 'explanation', 'terminatedOn', 'endedOn', 'occurredOn'),
        audience: 'municipal',
      },
    at(caseCourse, { partnership_id: event.partition }),
  ),
];

/** An ending that is taken back, or followed by another decision, is none. */
const notEnded = (event: Seen, what: What): readonly Touch[] => [touch(placeOf(event, what), () => undefined)];

/** Why things end before their time, in the words that were given. */
export const endingChanges: Changes<Happening> = {
  PartnershipClosed: (event) => {
    const { result, reason: code, explanation: reason } = event.data;
    if (result === 'completed') return notEnded(event, 'partnership');
    return ended(event, 'partnership', '', { how: result, code, reason, ended_on: about(event).occurredOn });
  },
  PartnershipReopened: (event) => notEnded(event, 'partnership'),
  EvaluationOpened: (event) => notEnded(event, 'evaluation'),
  EvaluationDecisionTaken: (event) => {
    const { decision, reason } = event.data;
    if (decision !== 'stop') return notEnded(event, 'evaluation');
    return ended(event, 'evaluation', '', {
      how: 'stop-decided',
      code: null,
      reason,
      ended_on: about(event).occurredOn,
    });
  },
  ContractTerminated: (event) => {
    const { contractId, ground: code, reason, terminatedOn: ended_on } = event.data;
    return ended(event, 'contract', contractId, { how: 'terminated', code, reason, ended_on });
  },
  PilotAborted: (event) => {
    const { pilotId, reason, endedOn: ended_on } = event.data;
    return ended(event, 'pilot', pilotId, { how: 'aborted', code: null, reason, ended_on });
  },
};
