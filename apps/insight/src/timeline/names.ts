import { type Audience, type Happening } from '../events.js';
import type { Name, NamedKind } from './words/words.js';

/** What ids stand for in one partnership, and which partner may see what is said of them. */
export interface Names {
  /** By kind and id: how it is named. */
  readonly called: Readonly<Record<string, string>>;
  /** By kind and id: who may see what is said of it; municipal where nothing stands. */
  readonly seenBy: Readonly<Record<string, Audience>>;
}

type DataOf<Type extends Happening['type']> = Extract<Happening, { type: Type }>['data'];

interface Named {
  readonly kind: NamedKind;
  readonly id: string;
  readonly called: string;
  readonly seenBy?: Audience;
}

type Naming = { readonly [Type in Happening['type']]?: (data: DataOf<Type>, names: Names) => Named };

const quoted = (id: string, title: string) => `${id} “${title}”`;
const ofContract = (names: Names, contractId: string | undefined): Audience =>
  contractId === undefined ? 'municipal' : (names.seenBy[`contract:${contractId}`] ?? 'municipal');
const kpi = ({ code, name, publishable, contractRelevant }: DataOf<'KpiDefined'>): Named => ({
  kind: 'kpi',
  id: code,
  called: quoted(code, name),
  seenBy: publishable || contractRelevant ? 'partners' : 'municipal',
});

/** Which events name something. */
const naming: Naming = {
  PartnershipRegistered: (d) => ({ kind: 'party', id: d.leadOrganisation, called: d.leadOrganisationName }),
  PartyJoined: (d) => ({ kind: 'party', id: d.organisation, called: d.name }),
  DialogueParticipantRegistered: (d) => ({ kind: 'participant', id: d.participantId, called: d.name }),
  RequestToParticipateReceived: (d) => ({ kind: 'candidate', id: d.candidateId, called: d.name }),
  PartnershipContractSigned: (d) => ({
    kind: 'contract',
    id: d.contractId,
    called: quoted(d.contractId, d.title),
    seenBy: d.partner.cvr,
  }),
  MilestonePlanned: (d, names) => ({
    kind: 'milestone',
    id: d.code,
    called: quoted(d.code, d.title),
    seenBy: ofContract(names, d.contractId),
  }),
  DeadlineSet: (d) => ({ kind: 'deadline', id: d.deadlineId, called: `“${d.title}”` }),
  RiskRaised: (d) => ({ kind: 'risk', id: d.riskId, called: `“${d.title}”` }),
  DocumentJournalised: (d, names) => ({
    kind: 'document',
    id: d.documentId,
    called: `“${d.title}”`,
    seenBy: ofContract(names, d.contractId),
  }),
  PilotPlanned: (d) => ({ kind: 'pilot', id: d.pilotId, called: `“${d.title}”` }),
  SiteApproved: (d) => ({ kind: 'site', id: d.siteId, called: d.name }),
  KpiDefined: kpi,
  KpiRevised: ({ definition }) => kpi(definition),
};

export const names = (type: Happening['type']): boolean => Object.hasOwn(naming, type);

export function namesAfter(before: Names, { type, data }: Pick<Happening, 'type' | 'data'>): Names {
  const { kind, id, called, seenBy } = (naming[type] as (data: unknown, names: Names) => Named)(data, before);
  const key = `${kind}:${id}`;
  return {
    called: { ...before.called, [key]: called },
    seenBy: seenBy === undefined || seenBy === 'municipal' ? before.seenBy : { ...before.seenBy, [key]: seenBy },
  };
}

export const nameIn =
  (names: Names): Name =>
  (kind, id) =>
    names.called[`${kind}:${id}`] ?? id;

/** Said to every partner: what is general about the case. */
const forPartners: ReadonlySet<Happening['type']> = new Set<Happening['type']>([
  'PartnershipRegistered',
  'GateCriteriaSet',
]);

/**
 * Who may see what an event says. What is about one contract is for its partner too, what is about a KPI that partners
 * may see is for all of them, and measurements are for the partner whose solution all of them measured.
 */
export function audienceOf({ type, data }: Pick<Happening, 'type' | 'data'>, names: Names): Audience {
  if (forPartners.has(type)) return 'partners';
  const seenBy = (kind: NamedKind, id: string) => names.seenBy[`${kind}:${id}`] ?? 'municipal';
  const event = { type, data } as Happening;
  switch (event.type) {
    case 'MilestonePlanned':
    case 'DocumentJournalised':
    case 'PartnershipContractSigned':
    case 'ContractAmended':
    case 'PhaseStarted':
    case 'ContractTerminated':
    case 'ContractCompleted':
    case 'PhaseEvidenceSubmitted':
    case 'TargetAssessed':
    case 'PhaseGateDecided':
    case 'GateConditionFulfilled':
    case 'PartnerNarrowed':
    case 'InvoiceReceived':
    case 'InstalmentReleased':
    case 'PaymentSettled':
    case 'InstalmentCancelled':
    case 'PaymentModelAgreed':
    case 'PaymentModelAmended':
    case 'OutcomeVerified':
    case 'OutcomeCorrected':
    case 'OutcomeWithdrawn':
    case 'OutcomePaymentReleased':
    case 'OutcomePaymentSettled':
      return ofContract(names, event.data.contractId);
    case 'MilestoneReached':
    case 'MilestonePartlyReached':
    case 'MilestoneMissed':
    case 'MilestoneRescheduled':
    case 'MilestoneDropped':
    case 'MilestoneCorrected':
      return seenBy('milestone', event.data.code);
    case 'KpiDefined':
    case 'BaselineSet':
    case 'BaselineLocked':
    case 'TargetSet':
      return seenBy('kpi', event.data.code);
    case 'KpiRevised':
      return seenBy('kpi', event.data.definition.code);
    case 'MeasurementsRecorded':
      return oneAudience(event.data.measurements.map(({ contractId }) => ofContract(names, contractId)));
    case 'MeasurementCorrected':
      return ofContract(names, event.data.measurement.contractId);
    default:
      return 'municipal';
  }
}

function oneAudience(audiences: readonly Audience[]): Audience {
  const [first = 'municipal', ...others] = [...new Set(audiences)];
  return others.length === 0 ? first : 'municipal';
}
