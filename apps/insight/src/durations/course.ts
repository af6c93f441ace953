import { daysBetween, type Phase, type Result } from '#partnership';
import { at, type Changes, type Recorded, type Table, type Touch, touch } from '#projection';
import { isMarked } from '../case-figures/marked.js';
import { type Audience, about, type Happening } from '../events.js';
import { everyType } from '../timeline/words.js';
import { movesCourse, phaseAfter, statusAfter, type WorklistStatus } from '../worklist/course.js';

/** Where a case is in its course: the stay that is not over yet, unless the case is closed. */
export interface CourseRow {
  readonly partnership_id: string;
  readonly phase: Phase;
  readonly status: WorklistStatus;
  readonly entered_on: string;
  readonly entered_event: number;
  readonly entered_illustrative: boolean;
  /** Since when it rests, while it does. */
  readonly suspended_on: string | null;
  /** Days of this stay that it rested before; null when the dates contradict each other. */
  readonly rested_days: number | null;
  /** When it came to market dialogue and to scale-up the first time. */
  readonly dialogue_on: string | null;
  readonly dialogue_event: number | null;
  readonly dialogue_illustrative: boolean;
  readonly scale_up_on: string | null;
  readonly scale_up_event: number | null;
  readonly scale_up_illustrative: boolean;
  /** When it was closed, while it is. */
  readonly closed_on: string | null;
  readonly closed_event: number | null;
  readonly audience: Audience;
}

/** A stay in a phase that is over. A phase that is entered again by iterating has another stay. */
export interface StayRow {
  readonly partnership_id: string;
  readonly left_event: number;
  readonly phase: Phase;
  readonly entered_on: string;
  readonly entered_event: number;
  readonly left_on: string;
  readonly outcome: 'moved-on' | Result;
  readonly rested_days: number | null;
  readonly illustrative: boolean;
  readonly audience: Audience;
}

export const caseCourse: Table<CourseRow, 'partnership_id'> = { name: 'case_course', key: ['partnership_id'] };
const phaseStay: Table<StayRow, 'partnership_id' | 'left_event'> = {
  name: 'phase_stay',
  key: ['partnership_id', 'left_event'],
};
export const courseTables = [caseCourse, phaseStay];

type Seen = Recorded<Happening>;

/** Where an event says when it was that the phase changed. */
const WHEN = ['occurredOn', 'startedOn', 'signedOn'] as const;

const entered = (event: Seen, phase: Phase) => ({
  phase,
  entered_on: about(event).occurredOn,
  entered_event: event.position,
  entered_illustrative: isMarked(event, ...WHEN),
  suspended_on: null,
  rested_days: 0,
  closed_on: null,
  closed_event: null,
});

const courseMoved = (event: Seen): readonly Touch[] => {
  const place = at(caseCourse, { partnership_id: event.partition });
  return [
    touch<StayRow, CourseRow>(
      at(phaseStay, { partnership_id: event.partition, left_event: event.position }),
      (_, course) => course && stayEndedBy(event, course),
      place,
    ),
    touch(place, (course) => course && courseAfter(event, course)),
  ];
};

function stayEndedBy(event: Seen, course: CourseRow): StayRow | undefined {
  const closes = event.type === 'PartnershipClosed';
  if (!closes && phaseAfter(event, course.phase) === course.phase) return undefined;
  const { partnership_id, phase, entered_on, entered_event, entered_illustrative, audience } = course;
  const left_on = about(event).occurredOn;
  return {
    partnership_id,
    left_event: event.position,
    phase,
    entered_on,
    entered_event,
    left_on,
    outcome: closes ? event.data.result : 'moved-on',
    rested_days: restedBy(course, left_on),
    illustrative: entered_illustrative || isMarked(event, ...WHEN),
    audience,
  };
}

function courseAfter(event: Seen, course: CourseRow): CourseRow {
  const phase = phaseAfter(event, course.phase);
  const status = statusAfter(event, course.status);
  const on = about(event).occurredOn;
  if (phase === course.phase && event.type !== 'PartnershipReopened') {
    if (status === course.status) return course;
    return {
      ...course,
      status,
      rested_days: restedBy(course, on),
      suspended_on: status === 'suspended' ? on : null,
      ...(status === 'closed' && { closed_on: on, closed_event: event.position }),
    };
  }
  const after = { ...course, ...entered(event, phase), status };
  const first = { on, event: event.position, illustrative: after.entered_illustrative };
  if (phase === 'market-dialogue' && course.dialogue_on === null) return { ...after, ...of('dialogue', first) };
  if (phase === 'scale-up' && course.scale_up_on === null) return { ...after, ...of('scale_up', first) };
  return after;
}

/** Columns by what they are about. */
const of = (what: 'dialogue' | 'scale_up', first: object) =>
  Object.fromEntries(Object.entries(first).map(([column, value]) => [`${what}_${column}`, value]));

/** Days the case has rested in this stay by a day. */
function restedBy({ suspended_on, rested_days }: CourseRow, day: string): number | null {
  const resting = suspended_on === null ? 0 : daysBetween(suspended_on, day);
  return rested_days === null || resting < 0 ? null : rested_days + resting;
}

/** The stays of every case in its phases, from the events that move its course. */
export const courseChanges: Changes<Happening> = {
  ...Object.fromEntries(everyType.filter(movesCourse).map((type) => [type, (event: never) => courseMoved(event)])),
  PartnershipRegistered: (event) => [
    touch(
      at(caseCourse, { partnership_id: event.partition }),
      (): CourseRow => ({
        partnership_id: event.partition,
        status: 'open',
        ...entered(event, 'draft'),
        dialogue_on: null,
        dialogue_event: null,
        dialogue_illustrative: false,
        scale_up_on: null,
        scale_up_event: null,
        scale_up_illustrative: false,
        audience: 'municipal',
      }),
    ),
  ],
};
