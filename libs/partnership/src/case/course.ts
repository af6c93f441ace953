import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import { unreleasedOutcomes, unsettledOutcomes } from '../payment/standing.js';
import { hasEnded } from '../pilot/standing.js';
import type { BusinessDate, Fact, Phase, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';

/** Why partnerships end before they scale; counted over the portfolio. */
export const closingReasons = [
  'goals-reached',
  'no-market-interest',
  'no-qualified-tender',
  'target-not-met',
  'too-expensive',
  'supplier-withdrew',
  'priorities-changed',
  'legal-obstacle',
  'other',
] as const;
export type ClosingReason = (typeof closingReasons)[number];
export const results = ['completed', 'stopped', 'cancelled'] as const;
export type Result = (typeof results)[number];

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type CourseEvent =
  | Fact<'PartnershipSuspended', { readonly reason: string; readonly expectedUntil?: BusinessDate }>
  | Fact<'PartnershipResumed', { readonly phase: Phase; readonly note?: string }>
  | Fact<
      'PartnershipClosed',
      {
        readonly result: Result;
        readonly reason: ClosingReason;
        readonly explanation: string;
        readonly from: Phase;
        readonly closedBy: SubjectId;
      }
    >
  | Fact<'PartnershipReopened', { readonly phase: Phase; readonly reason: string }>;

type DataOf<T extends CourseEvent['type']> = Extract<CourseEvent, { type: T }>['data'];

export type CourseCommand =
  | Wish<'SuspendPartnership', DataOf<'PartnershipSuspended'>>
  | Wish<'ResumePartnership', { readonly note?: string }>
  | Wish<'ClosePartnership', Omit<DataOf<'PartnershipClosed'>, 'from' | 'closedBy'>>
  | Wish<'ReopenPartnership', { readonly reason: string }>;

export type Suspension = DataOf<'PartnershipSuspended'>;
export type Closing = DataOf<'PartnershipClosed'>;

export const courseRefusals = {
  'already-suspended': {
    about: 'state',
    en: 'The partnership is suspended already: {reason}.',
    da: 'Partnerskabet er allerede sat i bero: {reason}.',
  },
  'suspension-dates-reversed': {
    about: 'input',
    en: 'The partnership cannot be expected back on {expectedUntil}, before it is suspended on {occurredOn}.',
    da: 'Partnerskabet kan ikke ventes genoptaget den {expectedUntil}, før det sættes i bero den {occurredOn}.',
  },
  'course-reason-missing': {
    about: 'input',
    en: 'Give the reason in words.',
    da: 'Angiv begrundelsen med ord.',
  },
  'already-closed': {
    about: 'state',
    en: 'The partnership is closed already, as {result}.',
    da: 'Partnerskabet er allerede afsluttet som {result}.',
  },
  'scale-up-not-concluded': {
    about: 'state',
    en: 'A partnership is completed from follow-up, once its scale-up is concluded; this one is in {phase}: stop or cancel it, or go on.',
    da: 'Et partnerskab gennemføres fra opfølgning, når udbredelsen er afsluttet; dette er i {phase}: stop eller annullér det, eller fortsæt.',
  },
  'contracts-still-running': {
    about: 'state',
    en: 'Complete or terminate these contracts first: {contracts}.',
    da: 'Afslut eller ophæv først disse kontrakter: {contracts}.',
  },
  'instalments-still-open': {
    about: 'state',
    en: 'Settle or cancel these instalments first: {instalments}.',
    da: 'Betal eller annullér først disse rater: {instalments}.',
  },
  'outcomes-still-open': {
    about: 'state',
    en: 'Release and settle, or withdraw, these outcomes first: {outcomes}.',
    da: 'Frigiv og betal, eller træk tilbage, disse resultater først: {outcomes}.',
  },
  'pilots-still-open': {
    about: 'state',
    en: 'Complete or abort these pilots first: {pilots}.',
    da: 'Afslut eller afbryd først disse pilotforløb: {pilots}.',
  },
  'milestones-still-open': {
    about: 'state',
    en: 'These milestones are still open: reach, miss or drop them first: {milestones}.',
    da: 'Disse milepæle er stadig åbne: registrér dem som nået, misset eller bortfaldet først: {milestones}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof courseRefusals, details?: Record<string, unknown>) => new Refused(reason, details);

/** Ids of what is in one of the states. */
const idsWhere = <Value>(record: Readonly<Record<string, Value>>, is: (value: Value) => boolean): string[] =>
  Object.keys(record).filter((id) => is(record[id] as Value));

function openInstalments({ contracts }: Registered): string[] {
  return Object.entries(contracts).flatMap(([contractId, { phases }]) =>
    phases.flatMap(({ instalments }, index) =>
      idsWhere(instalments, ({ status }) => status === 'open' || status === 'released').map(
        (code) => `${contractId}/${index + 1}/${code}`,
      ),
    ),
  );
}

const openOutcomes = ({ contracts }: Registered): string[] =>
  Object.entries(contracts).flatMap(([contractId, contract]) =>
    [...unreleasedOutcomes(contract), ...unsettledOutcomes(contract)].map((outcome) => `${contractId}/${outcome}`),
  );

/** Refuses while something is under way that nobody would look after once the case is closed. */
function nothingUnderWay(partnership: Registered): void {
  const contracts = idsWhere(partnership.contracts, ({ status }) => status === 'running');
  if (contracts.length > 0) throw refuse('contracts-still-running', { contracts });
  const instalments = openInstalments(partnership);
  if (instalments.length > 0) throw refuse('instalments-still-open', { instalments });
  const outcomes = openOutcomes(partnership);
  if (outcomes.length > 0) throw refuse('outcomes-still-open', { outcomes });
  const pilots = idsWhere(partnership.pilots, (pilot) => !hasEnded(pilot));
  if (pilots.length > 0) throw refuse('pilots-still-open', { pilots });
  const milestones = [...partnership.milestones]
    .filter(([, { state }]) => state === 'planned' || state === 'partly-reached')
    .map(([code]) => code);
  if (milestones.length > 0) throw refuse('milestones-still-open', { milestones });
}

function inWords(text: string): void {
  if (isBlank(text)) throw refuse('course-reason-missing');
}

export const courseDecisions: Decisions<CourseCommand> = {
  SuspendPartnership({ data, occurredOn }, { suspension }) {
    if (suspension && sameContent(suspension, data)) return [];
    if (suspension) throw refuse('already-suspended', { reason: suspension.reason });
    inWords(data.reason);
    if (data.expectedUntil !== undefined && data.expectedUntil < occurredOn)
      throw refuse('suspension-dates-reversed', { expectedUntil: data.expectedUntil, occurredOn });
    return [{ type: 'PartnershipSuspended', data }];
  },

  ResumePartnership({ data }, { status, phase }) {
    if (status === 'open') return [];
    return [{ type: 'PartnershipResumed', data: { phase, ...data } }];
  },

  ClosePartnership({ data, by }, partnership) {
    const { status, phase, closing } = partnership;
    if (closing && sameContent(closing, { ...data, from: closing.from, closedBy: closing.closedBy })) return [];
    if (status === 'closed') throw refuse('already-closed', { result: closing?.result });
    inWords(data.explanation);
    if (data.result === 'completed' && phase !== 'follow-up') throw refuse('scale-up-not-concluded', { phase });
    nothingUnderWay(partnership);
    return [{ type: 'PartnershipClosed', data: { ...data, from: phase, closedBy: by.subject } }];
  },

  ReopenPartnership({ data }, { status, phase }) {
    if (status === 'open') return [];
    inWords(data.reason);
    return [{ type: 'PartnershipReopened', data: { ...data, phase } }];
  },
};

export const courseEvolutions: Evolutions<CourseEvent> = {
  PartnershipSuspended: (partnership, data) => ({ ...partnership, status: 'suspended', suspension: data }),
  PartnershipResumed: (partnership) => ({ ...partnership, status: 'open', suspension: undefined }),
  PartnershipClosed: (partnership, data) => ({
    ...partnership,
    status: 'closed',
    suspension: undefined,
    closing: data,
  }),
  PartnershipReopened: (partnership, { phase }) => ({ ...partnership, status: 'open', phase, closing: undefined }),
};
