import type { Assessment, ContractPhase, ContractTerms, GateDecision } from '#partnership';
import type { Changes } from '#projection';
import { about, type Happening } from '../events.js';
import { change, put } from './part.js';
import { paymentParts } from './payment-parts.js';

interface Contract extends Omit<ContractTerms, 'phases'> {
  readonly status: 'running' | 'completed' | 'terminated' | 'narrowed';
  readonly phases: readonly Phase[];
  readonly amendments: readonly object[];
}

interface Phase extends Omit<ContractPhase, 'targets' | 'instalments'> {
  readonly status: 'planned' | 'running' | 'evidence-submitted' | 'decided';
  readonly startedOn?: string;
  readonly evidence?: { readonly summary: string; readonly documents: readonly string[] };
  readonly gate?: {
    readonly decision: GateDecision;
    readonly reason: string;
    readonly decidedOn: string;
    readonly condition?: string;
    readonly conditionDue?: string;
    readonly conditionFulfilled?: string;
  };
  readonly targets: readonly (ContractPhase['targets'][number] & {
    readonly assessment?: Assessment;
    readonly note?: string;
  })[];
  readonly instalments: readonly Instalment[];
}

type Instalment = ContractPhase['instalments'][number] & {
  readonly status: 'open' | 'released' | 'settled' | 'cancelled';
};

type Of<Type extends Happening['type']> = Parameters<NonNullable<Changes<Happening>[Type]>>[0];

const planned = (phase: ContractPhase): Phase => ({
  ...phase,
  status: 'planned',
  instalments: phase.instalments.map((one) => ({ ...one, status: 'open' })),
});

const onContract = (
  event: Of<'ContractAmended' | 'ContractTerminated' | 'ContractCompleted' | 'PartnerNarrowed'>,
  content: (doc: Contract) => object,
) => [change<Contract>(event, 'contract', event.data.contractId, (doc) => ({ ...content(doc) }))];

function onPhase(
  event: Of<
    | 'PhaseStarted'
    | 'PhaseEvidenceSubmitted'
    | 'TargetAssessed'
    | 'PhaseGateDecided'
    | 'GateConditionFulfilled'
    | InstalmentType
  >,
  content: (phase: Phase) => Phase,
) {
  const { contractId, phaseNo } = event.data;
  return [
    change<Contract>(event, 'contract', contractId, (doc) => ({
      ...doc,
      phases: doc.phases.map((phase) => (phase.no === phaseNo ? content(phase) : phase)),
    })),
  ];
}

type InstalmentType = 'InstalmentReleased' | 'PaymentSettled' | 'InstalmentCancelled';
const onInstalment = (event: Of<InstalmentType>, content: object & Pick<Instalment, 'status'>) =>
  onPhase(event, (phase) => ({
    ...phase,
    instalments: phase.instalments.map((one) => (one.code === event.data.instalment ? { ...one, ...content } : one)),
  }));

/** Contracts with their phases, targets, gates and payments; each for its own partner too. */
export const contractParts: Changes<Happening> = {
  ...paymentParts,
  PartnershipContractSigned: (event) => {
    const { contractId, partner, phases } = event.data;
    const contract = { ...event.data, status: 'running', phases: phases.map(planned), amendments: [] };
    return [put(event, 'contract', contractId, () => contract, partner.cvr)];
  },
  ContractAmended: (event) =>
    onContract(event, (doc) => {
      const { contractId: _, addedPhases = [], maximumCostOere, endsOn, ...amendment } = event.data;
      return {
        ...doc,
        maximumCostOere: maximumCostOere ?? doc.maximumCostOere,
        endsOn: endsOn ?? doc.endsOn,
        phases: [...doc.phases, ...addedPhases.map(planned)],
        amendments: [...doc.amendments, { ...amendment, amendedOn: about(event).occurredOn }],
      };
    }),
  ContractTerminated: (event) =>
    onContract(event, (doc) => {
      const { contractId: _, ...termination } = event.data;
      return { ...doc, status: 'terminated', termination };
    }),
  ContractCompleted: (event) =>
    onContract(event, (doc) => ({ ...doc, status: 'completed', completedOn: event.data.completedOn })),
  PartnerNarrowed: (event) =>
    onContract(event, (doc) => ({
      ...doc,
      status: 'narrowed',
      narrowed: { afterPhase: event.data.phaseNo, reason: event.data.reason },
    })),

  PhaseStarted: (event) =>
    onPhase(event, (phase) => ({ ...phase, status: 'running', startedOn: event.data.startedOn })),
  PhaseEvidenceSubmitted: (event) =>
    onPhase(event, (phase) => {
      const { summary, documents } = event.data;
      return { ...phase, status: 'evidence-submitted', evidence: { summary, documents } };
    }),
  TargetAssessed: (event) =>
    onPhase(event, (phase) => {
      const { target: code, assessment, note } = event.data;
      return {
        ...phase,
        targets: phase.targets.map((one) => (one.code === code ? { ...one, assessment, note } : one)),
      };
    }),
  PhaseGateDecided: (event) =>
    onPhase(event, (phase) => {
      const { decision, reason, condition, conditionDue } = event.data;
      const gate = { decision, reason, condition, conditionDue, decidedOn: about(event).occurredOn };
      return { ...phase, status: 'decided', gate };
    }),
  GateConditionFulfilled: (event) =>
    onPhase(event, (phase) => ({
      ...phase,
      gate: phase.gate && { ...phase.gate, conditionFulfilled: event.data.note },
    })),
  InstalmentReleased: (event) => onInstalment(event, { status: 'released', ...{ releasedOn: event.data.releasedOn } }),
  PaymentSettled: (event) => onInstalment(event, { status: 'settled', ...{ paidOn: event.data.paidOn } }),
  InstalmentCancelled: (event) =>
    onInstalment(event, { status: 'cancelled', ...{ cancelledBecause: event.data.reason } }),

  GateCriteriaSet: (event) => {
    const { phaseNo, version, criteria } = event.data;
    return [put(event, 'gate-criteria', String(phaseNo), () => ({ phaseNo, version, criteria }), 'partners')];
  },
};
