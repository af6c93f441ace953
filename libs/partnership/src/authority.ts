import { Refused } from '#decider';
import { own } from './guards.js';
import type { MeasurementCommand } from './kpi/measurements.js';
import type { Partnership, PartnershipCommand, Registered } from './partnership.js';
import type { Actor, RefusalTexts, Role } from './vocabulary.js';

const pm: readonly Role[] = ['project-manager'];
const officer: readonly Role[] = ['procurement-officer'];
const officerOrSystem: readonly Role[] = ['procurement-officer', 'system'];
const leadership: readonly Role[] = ['leadership'];
const finance: readonly Role[] = ['finance'];
const financeOrSystem: readonly Role[] = ['finance', 'system'];
const evaluator: readonly Role[] = ['evaluator'];
const staff: readonly Role[] = ['project-manager', 'procurement-officer'];
const caseWorkers: readonly Role[] = ['project-manager', 'procurement-officer', 'leadership', 'finance', 'evaluator'];
const withPartner: readonly Role[] = ['project-manager', 'partner'];

type Authority = Record<PartnershipCommand['type'] | MeasurementCommand['type'], readonly Role[]>;

/** Who may do what. */
export const authority: Authority = {
  RegisterPartnership: pm,
  AmendRegistration: staff,
  AddParty: staff,
  RemoveParty: staff,
  SuspendPartnership: leadership,
  ResumePartnership: leadership,
  ClosePartnership: leadership,
  ReopenPartnership: leadership,
  AssignResponsible: [...staff, 'leadership'],
  EndResponsibility: [...staff, 'leadership'],
  SetDeadline: caseWorkers,
  ShiftDeadline: caseWorkers,
  MeetDeadline: caseWorkers,
  RaiseRisk: caseWorkers,
  ReassessRisk: caseWorkers,
  CloseRisk: caseWorkers,
  WriteNote: caseWorkers,
  CorrectNote: caseWorkers,
  RecordDecision: caseWorkers,
  JournaliseDocument: [...caseWorkers, 'partner'],
  SetBusinessCase: [...staff, 'finance', 'leadership'],
  SetBudgetLine: [...staff, 'finance', 'leadership'],
  DescribeNeed: pm,
  OpenMarketDialogue: staff,
  RegisterDialogueParticipant: pm,
  HoldDialogueMeeting: pm,
  ShareDialogueMaterial: pm,
  ConcludeMarketDialogue: ['procurement-officer', 'leadership'],
  DecideProcurementRoute: leadership,
  PrepareProcurement: officer,
  PublishNotice: officerOrSystem,
  ReceiveRequestToParticipate: officerOrSystem,
  DeclareConflictOfInterest: caseWorkers,
  ClearConflictOfInterest: officer,
  SelectCandidates: officer,
  InviteTenders: officer,
  ReceiveInitialTender: officerOrSystem,
  HoldNegotiationRound: officer,
  EliminateTenderer: officer,
  ReceiveFinalTender: officerOrSystem,
  EvaluateTenders: ['procurement-officer', 'evaluator'],
  DecideAward: leadership,
  EndStandstill: officerOrSystem,
  CancelProcurement: leadership,
  SignContract: officerOrSystem,
  StartDevelopment: leadership,
  AmendContract: officer,
  StartPhase: staff,
  TerminateContract: ['procurement-officer', 'leadership'],
  CompleteContract: ['procurement-officer', 'leadership'],
  SetGateCriteria: staff,
  SubmitPhaseEvidence: withPartner,
  AssessTarget: ['project-manager', 'evaluator'],
  DecidePhaseGate: leadership,
  FulfilGateCondition: leadership,
  NarrowPartner: leadership,
  PlanMilestone: staff,
  ReachMilestone: [...staff, 'partner'],
  PartlyReachMilestone: [...staff, 'partner'],
  MissMilestone: staff,
  RescheduleMilestone: staff,
  DropMilestone: staff,
  CorrectMilestone: staff,
  ReceiveInvoice: financeOrSystem,
  ReleaseInstalment: finance,
  SettlePayment: financeOrSystem,
  CancelInstalment: ['finance', 'leadership'],
  AgreePaymentModel: ['procurement-officer', 'leadership'],
  AmendPaymentModel: ['procurement-officer', 'leadership'],
  VerifyOutcome: evaluator,
  CorrectOutcome: evaluator,
  WithdrawOutcome: ['evaluator', 'leadership'],
  ReleaseOutcomePayment: finance,
  SettleOutcomePayment: financeOrSystem,
  PlanPilot: pm,
  ApproveSite: pm,
  DecideDpia: ['project-manager', 'leadership'],
  StartPilot: pm,
  CountParticipants: pm,
  ReportPilotIncident: withPartner,
  CompletePilot: pm,
  AbortPilot: pm,
  DefineKpi: pm,
  ReviseKpi: pm,
  SetBaseline: ['project-manager', 'evaluator'],
  LockBaseline: pm,
  SetTarget: pm,
  RecordMeasurements: ['project-manager', 'evaluator', 'partner'],
  CorrectMeasurement: ['project-manager', 'evaluator', 'partner'],
  WithdrawMeasurement: ['project-manager', 'evaluator'],
  OpenEvaluation: pm,
  SubmitEvaluation: evaluator,
  IssueRecommendation: evaluator,
  TakeEvaluationDecision: leadership,
  InviteAdoption: staff,
  DecideAdoption: [...staff, 'leadership'],
  TakeAdoptionLive: staff,
  WithdrawAdoption: [...staff, 'leadership'],
  PlanBenefit: ['project-manager', 'finance'],
  RecordRealisedBenefit: ['project-manager', 'finance', 'evaluator'],
  PlanFollowUp: pm,
  ConcludeScaleUp: leadership,
  SubmitFollowUpReport: ['project-manager', 'evaluator'],
};

export const authorityRefusals = {
  'role-may-not': {
    about: 'who',
    en: 'This is for {roles}; you act as {role}.',
    da: 'Dette er for {roles}; du handler som {role}.',
  },
  'permission-missing': {
    about: 'who',
    en: 'This needs the permission {permission}.',
    da: 'Dette kræver tilladelsen {permission}.',
  },
  // The same where there is none and where there is one that the caller takes no part in: what they may not see, they
  // cannot tell from nothing.
  'not-registered': {
    about: 'missing',
    en: 'There is no such partnership.',
    da: 'Partnerskabet findes ikke.',
  },
  'not-your-contract': {
    about: 'missing',
    en: 'There is no such contract.',
    da: 'Kontrakten findes ikke.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof authorityRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

/** Refuses whoever's role may not, whoever is not a party, and a partner outside its own contract. */
export function authorise(command: PartnershipCommand, partnership: Partnership): asserts partnership is Registered {
  const { by } = command;
  onlyParties(by, partnership);
  authoriseRole(command.type, by);
  if (by.role === 'partner' && !ownContract(command, partnership)) throw refuse('not-your-contract');
}

/** Refuses whoever takes no part: to them there is no such partnership. */
export function onlyParties(by: Actor, partnership: Partnership): asserts partnership is Registered {
  if (partnership.status === 'absent') throw refuse('not-registered');
  if (by.role === 'partner') {
    if (!Object.values(partnership.contracts).some((contract) => contract.partnerCvr === by.organisation))
      throw refuse('not-registered');
  } else if (by.role !== 'system' && by.role !== 'auditor' && !Object.hasOwn(partnership.parties, by.organisation)) {
    throw refuse('not-registered');
  }
}

/** Refuses a role that may not give the command at all. */
export function authoriseRole(type: keyof Authority, by: Actor): void {
  if (!authority[type].includes(by.role)) throw refuse('role-may-not', { roles: authority[type], role: by.role });
  if (type === 'ReopenPartnership' && !by.permissions?.includes('reopen'))
    throw refuse('permission-missing', { permission: 'reopen' });
}

/** Whether what a partner's command is about belongs to one of its own contracts. */
function ownContract(command: PartnershipCommand, partnership: Registered): boolean {
  const mine = (contractId: string | undefined) =>
    contractId !== undefined && own(partnership.contracts, contractId)?.partnerCvr === command.by.organisation;
  switch (command.type) {
    case 'SubmitPhaseEvidence':
    case 'JournaliseDocument':
      return mine(command.data.contractId);
    case 'ReachMilestone':
    case 'PartlyReachMilestone':
      return mine(partnership.milestones.get(command.data.code)?.contractId);
    case 'ReportPilotIncident':
      return own(partnership.pilots, command.data.pilotId)?.contracts.some(mine) ?? false;
    default:
      return false;
  }
}
