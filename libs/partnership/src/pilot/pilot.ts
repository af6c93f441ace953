import type { Decisions, Evolutions } from '../partnership.js';
import type { BusinessDate, Fact, OrganisationId, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';
import { preparingDecisions, preparingEvolutions, preparingRefusals } from './preparing.js';
import { runningDecisions, runningEvolutions, runningRefusals } from './running.js';

export const incidentSeverities = ['minor', 'serious', 'critical'] as const;

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type PilotEvent =
  | Fact<
      'PilotPlanned',
      {
        readonly pilotId: string;
        readonly title: string;
        readonly contracts: readonly string[];
        readonly plannedStart: BusinessDate;
        readonly plannedEnd: BusinessDate;
        /** A count: no citizen is identified. */
        readonly plannedParticipants: number;
        readonly protocol?: string;
      }
    >
  | Fact<
      'SiteApproved',
      {
        readonly pilotId: string;
        readonly siteId: string;
        readonly name: string;
        readonly municipality: OrganisationId;
        readonly approvedBy: SubjectId;
      }
    >
  | Fact<
      'DpiaDecided',
      {
        readonly pilotId: string;
        readonly required: boolean;
        readonly reason: string;
        /** The assessment itself, journalised, when it is required. */
        readonly document?: string;
        readonly decidedBy: SubjectId;
      }
    >
  | Fact<'PilotStarted', { readonly pilotId: string; readonly startedOn: BusinessDate }>
  | Fact<
      'ParticipantsCounted',
      {
        readonly pilotId: string;
        readonly siteId: string;
        readonly participants: number;
        readonly countedOn: BusinessDate;
      }
    >
  | Fact<
      'PilotIncidentReported',
      {
        readonly pilotId: string;
        readonly incidentId: string;
        readonly severity: (typeof incidentSeverities)[number];
        readonly description: string;
        readonly siteId?: string;
      }
    >
  | Fact<'PilotCompleted', { readonly pilotId: string; readonly endedOn: BusinessDate; readonly summary: string }>
  | Fact<'PilotAborted', { readonly pilotId: string; readonly endedOn: BusinessDate; readonly reason: string }>;

type DataOf<T extends PilotEvent['type']> = Extract<PilotEvent, { type: T }>['data'];

export type PilotCommand =
  | Wish<'PlanPilot', DataOf<'PilotPlanned'>>
  | Wish<'ApproveSite', Omit<DataOf<'SiteApproved'>, 'approvedBy'>>
  | Wish<'DecideDpia', Omit<DataOf<'DpiaDecided'>, 'decidedBy'>>
  | Wish<'StartPilot', DataOf<'PilotStarted'>>
  | Wish<'CountParticipants', DataOf<'ParticipantsCounted'>>
  | Wish<'ReportPilotIncident', DataOf<'PilotIncidentReported'>>
  | Wish<'CompletePilot', DataOf<'PilotCompleted'>>
  | Wish<'AbortPilot', DataOf<'PilotAborted'>>;

export interface Pilot {
  readonly status: 'planned' | 'running' | 'completed' | 'aborted';
  readonly plan: DataOf<'PilotPlanned'>;
  readonly contracts: readonly string[];
  /** The municipality of each approved site. */
  readonly sites: Readonly<Record<string, OrganisationId>>;
  readonly siteNames: Readonly<Record<string, string>>;
  readonly dpia?: { readonly required: boolean; readonly reason: string; readonly document?: string };
  readonly startedOn?: BusinessDate;
  readonly endedOn?: BusinessDate;
  /** The summary of a completed pilot, the reason of an aborted one. */
  readonly outcome?: string;
  /** The last count at each site. */
  readonly counts: Readonly<Record<string, DataOf<'ParticipantsCounted'>>>;
  readonly incidents: Readonly<Record<string, DataOf<'PilotIncidentReported'>>>;
}

export const pilotRefusals = { ...preparingRefusals, ...runningRefusals } as const satisfies RefusalTexts;

export const pilotDecisions: Decisions<PilotCommand> = { ...preparingDecisions, ...runningDecisions };

export const pilotEvolutions: Evolutions<PilotEvent> = { ...preparingEvolutions, ...runningEvolutions };
