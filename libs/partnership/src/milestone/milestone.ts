import type { BusinessDate, Fact, SubjectId, Wish } from '../vocabulary.js';

export const milestoneStates = ['planned', 'reached', 'partly-reached', 'missed', 'dropped'] as const;
export type MilestoneState = (typeof milestoneStates)[number];

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type MilestoneEvent =
  | Fact<
      'MilestonePlanned',
      {
        readonly code: string;
        readonly title: string;
        readonly plannedOn: BusinessDate;
        readonly contractId?: string;
        readonly phaseNo?: number;
        readonly responsible?: SubjectId;
      }
    >
  | Fact<
      'MilestoneReached',
      {
        readonly code: string;
        readonly reachedOn: BusinessDate;
        readonly note?: string;
        /** Journalised documents. */
        readonly evidence?: readonly string[];
      }
    >
  | Fact<
      'MilestonePartlyReached',
      {
        readonly code: string;
        readonly reachedOn: BusinessDate;
        readonly note: string;
        readonly remaining: string;
        readonly evidence?: readonly string[];
      }
    >
  | Fact<'MilestoneMissed', { readonly code: string; readonly missedOn: BusinessDate; readonly note: string }>
  | Fact<'MilestoneRescheduled', { readonly code: string; readonly plannedOn: BusinessDate; readonly reason: string }>
  | Fact<'MilestoneDropped', { readonly code: string; readonly reason: string }>
  | Fact<
      'MilestoneCorrected',
      {
        readonly code: string;
        readonly reason: string;
        /** Only what was wrong. A corrected state comes with the date it holds from, planned without. */
        readonly title?: string;
        readonly plannedOn?: BusinessDate;
        readonly responsible?: SubjectId;
        readonly state?: MilestoneState;
        readonly stateSince?: BusinessDate;
        readonly note?: string;
      }
    >;

type DataOf<T extends MilestoneEvent['type']> = Extract<MilestoneEvent, { type: T }>['data'];

export type MilestoneCommand =
  | Wish<'PlanMilestone', DataOf<'MilestonePlanned'>>
  | Wish<'ReachMilestone', DataOf<'MilestoneReached'>>
  | Wish<'PartlyReachMilestone', DataOf<'MilestonePartlyReached'>>
  | Wish<'MissMilestone', DataOf<'MilestoneMissed'>>
  | Wish<'RescheduleMilestone', DataOf<'MilestoneRescheduled'>>
  | Wish<'DropMilestone', DataOf<'MilestoneDropped'>>
  | Wish<'CorrectMilestone', DataOf<'MilestoneCorrected'>>;

export interface Milestone {
  readonly state: MilestoneState;
  readonly plannedOn: BusinessDate;
  readonly contractId?: string;
  readonly phaseNo?: number;
}
