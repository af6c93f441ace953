import type { Map as PersistentMap } from 'immutable';
import { type Decider, Refused } from '#decider';
import { authorise, authorityRefusals } from './authority.js';
import {
  type CaseWork,
  type CaseWorkCommand,
  type CaseWorkEvent,
  caseWorkDecisions,
  caseWorkEvolutions,
  caseWorkRefusals,
} from './case/case-work.js';
import {
  type Closing,
  type CourseCommand,
  type CourseEvent,
  courseDecisions,
  courseEvolutions,
  courseRefusals,
  type Suspension,
} from './case/course.js';
import {
  type Party,
  type Registration,
  type RegistrationCommand,
  type RegistrationEvent,
  register,
  registered,
  registrationDecisions,
  registrationEvolutions,
  registrationRefusals,
} from './case/registration.js';
import {
  type Contract,
  type ContractCommand,
  type ContractEvent,
  contractDecisions,
  contractEvolutions,
  contractRefusals,
} from './contract/contract.js';
import {
  type Evaluation,
  type EvaluationCommand,
  type EvaluationEvent,
  evaluationDecisions,
  evaluationEvolutions,
  evaluationRefusals,
} from './evaluation/evaluation.js';
import {
  type GateCommand,
  type GateCriteria,
  type GateEvent,
  gateDecisionTable,
  gateEvolutions,
  gateRefusals,
} from './gate/gate.js';
import { guardRefusals, hasHappened } from './guards.js';
import {
  type Kpi,
  type KpiDefinitionCommand,
  type KpiDefinitionEvent,
  kpiDecisions,
  kpiEvolutions,
  kpiRefusals,
} from './kpi/definition.js';
import {
  type Dialogue,
  type MarketDialogueCommand,
  type MarketDialogueEvent,
  marketDialogueDecisions,
  marketDialogueEvolutions,
  marketDialogueRefusals,
} from './market-dialogue/market-dialogue.js';
import {
  type Milestone,
  type MilestoneCommand,
  type MilestoneEvent,
  milestoneDecisions,
  milestoneEvolutions,
  milestoneRefusals,
} from './milestone/milestone.js';
import {
  type Need,
  type NeedCommand,
  type NeedEvent,
  needDecisions,
  needEvolutions,
  needRefusals,
} from './need/need.js';
import {
  type PaymentCommand,
  type PaymentEvent,
  paymentDecisions,
  paymentEvolutions,
  paymentRefusals,
} from './payment/payment.js';
import {
  type Pilot,
  type PilotCommand,
  type PilotEvent,
  pilotDecisions,
  pilotEvolutions,
  pilotRefusals,
} from './pilot/pilot.js';
import {
  type Procurement,
  type ProcurementCommand,
  type ProcurementEvent,
  procurementDecisions,
  procurementEvolutions,
  procurementRefusals,
} from './procurement/procurement.js';
import {
  type ScaleUp,
  type ScaleUpCommand,
  type ScaleUpEvent,
  scaleUpDecisions,
  scaleUpEvolutions,
  scaleUpRefusals,
} from './scale-up/scale-up.js';
import type { BusinessDate, OrganisationId, Phase, RefusalTexts, Route } from './vocabulary.js';

export type PartnershipEvent =
  | RegistrationEvent
  | CourseEvent
  | CaseWorkEvent
  | NeedEvent
  | MarketDialogueEvent
  | ProcurementEvent
  | ContractEvent
  | GateEvent
  | MilestoneEvent
  | PaymentEvent
  | PilotEvent
  | KpiDefinitionEvent
  | EvaluationEvent
  | ScaleUpEvent;

export type PartnershipCommand =
  | RegistrationCommand
  | CourseCommand
  | CaseWorkCommand
  | NeedCommand
  | MarketDialogueCommand
  | ProcurementCommand
  | ContractCommand
  | GateCommand
  | MilestoneCommand
  | PaymentCommand
  | PilotCommand
  | KpiDefinitionCommand
  | EvaluationCommand
  | ScaleUpCommand;

/** What decisions need to know of a registered partnership; what screens show is projected elsewhere. */
export interface Registered {
  readonly status: 'open' | 'suspended' | 'closed';
  /** Where it is, or was when it was suspended or closed. */
  readonly phase: Phase;
  readonly route: Route;
  readonly lead: OrganisationId;
  readonly registration: Registration;
  /** Organisations that take part, the lead among them. */
  readonly parties: Readonly<Record<OrganisationId, Party>>;
  /** Why it rests, while it does. */
  readonly suspension?: Suspension;
  /** Why it ended, while it has. */
  readonly closing?: Closing;
  readonly need?: Need;
  readonly caseWork: CaseWork;
  readonly dialogue?: Dialogue;
  readonly procurement: Procurement;
  /** On routes without a tender, when leadership let development start. */
  readonly developmentStarted?: { readonly legalRationale: string; readonly startedOn: BusinessDate };
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly gateCriteria: GateCriteria;
  /** By code. A persistent map, as a case may come to have hundreds: what is told of one costs the same however many. */
  readonly milestones: PersistentMap<string, Milestone>;
  readonly pilots: Readonly<Record<string, Pilot>>;
  readonly kpis: Readonly<Record<string, Kpi>>;
  readonly evaluation?: Evaluation;
  readonly scaleUp: ScaleUp;
}
export type Partnership = { readonly status: 'absent' } | Registered;

/** One decision per command of a room; all of them see the whole partnership. */
export type Decisions<Command extends { readonly type: string }> = {
  readonly [Type in Command['type']]: (
    command: Extract<Command, { type: Type }>,
    partnership: Registered,
  ) => PartnershipEvent[];
};

/** What each event of a room changes. */
export type Evolutions<Event extends { readonly type: string; readonly data: unknown }> = {
  readonly [Type in Event['type']]: (
    partnership: Registered,
    data: Extract<Event, { type: Type }>['data'],
  ) => Registered;
};

const decisions: Decisions<Exclude<PartnershipCommand, { type: 'RegisterPartnership' }>> = {
  ...registrationDecisions,
  ...courseDecisions,
  ...caseWorkDecisions,
  ...needDecisions,
  ...marketDialogueDecisions,
  ...procurementDecisions,
  ...contractDecisions,
  ...gateDecisionTable,
  ...milestoneDecisions,
  ...paymentDecisions,
  ...pilotDecisions,
  ...kpiDecisions,
  ...evaluationDecisions,
  ...scaleUpDecisions,
};

const evolutions: Evolutions<Exclude<PartnershipEvent, { type: 'PartnershipRegistered' }>> = {
  ...registrationEvolutions,
  ...courseEvolutions,
  ...caseWorkEvolutions,
  ...needEvolutions,
  ...marketDialogueEvolutions,
  ...procurementEvolutions,
  ...contractEvolutions,
  ...gateEvolutions,
  ...milestoneEvolutions,
  ...paymentEvolutions,
  ...pilotEvolutions,
  ...kpiEvolutions,
  ...evaluationEvolutions,
  ...scaleUpEvolutions,
};

/** Every type of event of a partnership's own stream that this release knows. */
export const partnershipEventTypes: readonly string[] = ['PartnershipRegistered', ...Object.keys(evolutions)];

const caseRefusals = {
  suspended: {
    about: 'state',
    en: 'The partnership is suspended: resume it first.',
    da: 'Partnerskabet er sat i bero: genoptag det først.',
  },
  closed: {
    about: 'state',
    en: 'The partnership is closed: reopen it first.',
    da: 'Partnerskabet er afsluttet: genåbn det først.',
  },
} as const satisfies RefusalTexts;

export const partnershipRefusals = {
  ...caseRefusals,
  ...guardRefusals,
  ...authorityRefusals,
  ...registrationRefusals,
  ...courseRefusals,
  ...caseWorkRefusals,
  ...needRefusals,
  ...marketDialogueRefusals,
  ...procurementRefusals,
  ...contractRefusals,
  ...gateRefusals,
  ...milestoneRefusals,
  ...paymentRefusals,
  ...pilotRefusals,
  ...kpiRefusals,
  ...evaluationRefusals,
  ...scaleUpRefusals,
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof caseRefusals, details?: Record<string, unknown>) => new Refused(reason, details);

/** What may still be done while a case rests, and after it has ended. */
const whileSuspended: ReadonlySet<string> = new Set<PartnershipCommand['type']>([
  'SuspendPartnership',
  'ResumePartnership',
  'ClosePartnership',
  'WriteNote',
  'CorrectNote',
  'JournaliseDocument',
  'RecordDecision',
  'EndStandstill',
  'ReceiveInvoice',
  'SettlePayment',
  'SettleOutcomePayment',
]);
const afterClosing: ReadonlySet<string> = new Set<PartnershipCommand['type']>([
  'ReopenPartnership',
  'ClosePartnership',
  'WriteNote',
  'CorrectNote',
  'JournaliseDocument',
  'ReceiveInvoice',
  'SettlePayment',
  'SettleOutcomePayment',
  'SubmitFollowUpReport',
  'RecordRealisedBenefit',
]);

/** One partnership: its stream is `partnership-<id>`. */
export const partnership: Decider<PartnershipCommand, PartnershipEvent, Partnership> = {
  initial: { status: 'absent' },

  decide(command, state) {
    hasHappened(command, command.occurredOn);
    if (command.type === 'RegisterPartnership') return register(command, state);
    authorise(command, state);
    if (state.status === 'suspended' && !whileSuspended.has(command.type)) throw refuse('suspended');
    if (state.status === 'closed' && !afterClosing.has(command.type)) throw refuse('closed');
    const decide = decisions[command.type] as (command: PartnershipCommand, state: Registered) => PartnershipEvent[];
    return decide(command, state);
  },

  evolve(state, event) {
    if (event.type === 'PartnershipRegistered') return registered(event.data);
    if (state.status === 'absent' || !Object.hasOwn(evolutions, event.type)) return state;
    const evolve = evolutions[event.type] as (state: Registered, data: unknown) => Registered;
    return evolve(state, event.data);
  },
};

export const partnershipStream = (partnershipId: string) => `partnership-${partnershipId}`;
