import type { Decisions, Evolutions } from '../partnership.js';
import type { BusinessDate, Fact, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';
import { correctionDecisions, correctionEvolutions, correctionRefusals } from './correction.js';
import { outcomeDecisions, outcomeEvolutions, outcomeRefusals } from './outcome.js';
import { planningDecisions, planningEvolutions, planningRefusals } from './planning.js';

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
  /** As it was first planned: the same plan again changes nothing. */
  readonly plan: DataOf<'MilestonePlanned'>;
  readonly title: string;
  readonly plannedOn: BusinessDate;
  readonly responsible?: SubjectId;
  readonly contractId?: string;
  readonly phaseNo?: number;
  readonly state: MilestoneState;
  /** The day it was reached, partly reached or missed. */
  readonly stateSince?: BusinessDate;
  /** What was last said of it: a note, or why it was moved or dropped. */
  readonly note?: string;
  readonly remaining?: string;
  readonly evidence?: readonly string[];
}

export const milestoneDecisions: Decisions<MilestoneCommand> = {
  ...planningDecisions,
  ...outcomeDecisions,
  ...correctionDecisions,
};

export const milestoneEvolutions: Evolutions<MilestoneEvent> = {
  ...planningEvolutions,
  ...outcomeEvolutions,
  ...correctionEvolutions,
};

export const milestoneRefusals = {
  ...planningRefusals,
  ...outcomeRefusals,
  ...correctionRefusals,
} as const satisfies RefusalTexts;
