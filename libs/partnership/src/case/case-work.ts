import { Map as PersistentMap } from 'immutable';
import type { Decisions, Evolutions } from '../partnership.js';
import type { BusinessDate, Fact, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';
import type { BudgetLine, BusinessCase } from './classification.js';
import { deadlineDecisions, deadlineEvolutions, deadlineRefusals } from './deadline.js';
import { economyDecisions, economyEvolutions, economyRefusals } from './economy.js';
import { journalDecisions, journalEvolutions, journalRefusals } from './journal.js';
import { responsibilityDecisions, responsibilityEvolutions, responsibilityRefusals } from './responsibility.js';
import { riskDecisions, riskEvolutions, riskRefusals } from './risk.js';

export const responsibilities = [
  'case-handler',
  'project-manager',
  'procurement',
  'finance',
  'clinical',
  'technical',
  'steering-group',
] as const;
export type Responsibility = (typeof responsibilities)[number];
export const documentDirections = ['received', 'sent', 'internal'] as const;
export const confidentialities = ['public', 'internal', 'confidential'] as const;

/** The content stays in the municipality's document system; here stand what it is and how to find and verify it. */
export interface JournalisedDocument {
  readonly documentId: string;
  readonly title: string;
  readonly documentType: string;
  readonly direction: (typeof documentDirections)[number];
  /** When it was received, sent or made. */
  readonly date: BusinessDate;
  readonly confidentiality: (typeof confidentialities)[number];
  readonly sha256: string;
  readonly link: string;
  /** The contract it belongs to; that contract's partner may see it. */
  readonly contractId?: string;
}

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type CaseWorkEvent =
  | Fact<
      'ResponsibleAssigned',
      {
        readonly assignmentId: string;
        readonly subject: SubjectId;
        readonly responsibility: Responsibility;
        readonly from: BusinessDate;
        readonly until?: BusinessDate;
      }
    >
  | Fact<'ResponsibilityEnded', { readonly assignmentId: string; readonly until: BusinessDate }>
  | Fact<'DeadlineSet', { readonly deadlineId: string; readonly title: string; readonly due: BusinessDate }>
  | Fact<'DeadlineShifted', { readonly deadlineId: string; readonly due: BusinessDate; readonly reason: string }>
  | Fact<'DeadlineMet', { readonly deadlineId: string; readonly metOn: BusinessDate }>
  | Fact<
      'RiskRaised',
      {
        readonly riskId: string;
        readonly title: string;
        /** 1 (rare) to 5 (almost certain). */
        readonly likelihood: number;
        /** 1 (slight) to 5 (critical). */
        readonly consequence: number;
        readonly mitigation?: string;
      }
    >
  | Fact<
      'RiskReassessed',
      { readonly riskId: string; readonly likelihood: number; readonly consequence: number; readonly reason: string }
    >
  | Fact<'RiskClosed', { readonly riskId: string; readonly outcome: string }>
  | Fact<'NoteWritten', { readonly noteId: string; readonly text: string }>
  | Fact<'NoteCorrected', { readonly noteId: string; readonly text: string; readonly reason: string }>
  | Fact<
      'DecisionRecorded',
      {
        readonly decisionId: string;
        readonly title: string;
        readonly decision: string;
        readonly decidedOn: BusinessDate;
        /** The committee or board. */
        readonly body: string;
        readonly minutesReference?: string;
      }
    >
  | Fact<'DocumentJournalised', JournalisedDocument>
  | Fact<'BusinessCaseSet', BusinessCase>
  | Fact<'BudgetLineSet', BudgetLine>;

type DataOf<T extends CaseWorkEvent['type']> = Extract<CaseWorkEvent, { type: T }>['data'];

export type CaseWorkCommand =
  | Wish<'AssignResponsible', DataOf<'ResponsibleAssigned'>>
  | Wish<'EndResponsibility', DataOf<'ResponsibilityEnded'>>
  | Wish<'SetDeadline', DataOf<'DeadlineSet'>>
  | Wish<'ShiftDeadline', DataOf<'DeadlineShifted'>>
  | Wish<'MeetDeadline', DataOf<'DeadlineMet'>>
  | Wish<'RaiseRisk', DataOf<'RiskRaised'>>
  | Wish<'ReassessRisk', DataOf<'RiskReassessed'>>
  | Wish<'CloseRisk', DataOf<'RiskClosed'>>
  | Wish<'WriteNote', DataOf<'NoteWritten'>>
  | Wish<'CorrectNote', DataOf<'NoteCorrected'>>
  | Wish<'RecordDecision', DataOf<'DecisionRecorded'>>
  | Wish<'JournaliseDocument', DataOf<'DocumentJournalised'>>
  | Wish<'SetBusinessCase', DataOf<'BusinessCaseSet'>>
  | Wish<'SetBudgetLine', DataOf<'BudgetLineSet'>>;

export interface Assignment {
  readonly assigned: DataOf<'ResponsibleAssigned'>;
  readonly until?: BusinessDate;
}

export interface Deadline {
  readonly set: DataOf<'DeadlineSet'>;
  readonly due: BusinessDate;
  readonly shiftedBecause?: string;
  readonly metOn?: BusinessDate;
}

export interface Risk {
  readonly raised: DataOf<'RiskRaised'>;
  readonly likelihood: number;
  readonly consequence: number;
  /** Set once it is closed. */
  readonly outcome?: string;
}

/**
 * The things around a case, each by its id, as they were last recorded. Persistent maps, as a case may come to have
 * hundreds of notes and documents.
 */
export interface CaseWork {
  readonly assignments: PersistentMap<string, Assignment>;
  readonly deadlines: PersistentMap<string, Deadline>;
  readonly risks: PersistentMap<string, Risk>;
  readonly notes: PersistentMap<string, { readonly written: string; readonly text: string }>;
  readonly decisions: PersistentMap<string, DataOf<'DecisionRecorded'>>;
  readonly documents: PersistentMap<string, JournalisedDocument>;
  readonly budgetLines: PersistentMap<string, BudgetLine>;
  readonly businessCase?: BusinessCase;
}

export const noCaseWork: CaseWork = {
  assignments: PersistentMap(),
  deadlines: PersistentMap(),
  risks: PersistentMap(),
  notes: PersistentMap(),
  decisions: PersistentMap(),
  documents: PersistentMap(),
  budgetLines: PersistentMap(),
};

export const caseWorkDecisions: Decisions<CaseWorkCommand> = {
  ...responsibilityDecisions,
  ...deadlineDecisions,
  ...riskDecisions,
  ...journalDecisions,
  ...economyDecisions,
};

export const caseWorkEvolutions: Evolutions<CaseWorkEvent> = {
  ...responsibilityEvolutions,
  ...deadlineEvolutions,
  ...riskEvolutions,
  ...journalEvolutions,
  ...economyEvolutions,
};

export const caseWorkRefusals = {
  ...responsibilityRefusals,
  ...deadlineRefusals,
  ...riskRefusals,
  ...journalRefusals,
  ...economyRefusals,
} as const satisfies RefusalTexts;
