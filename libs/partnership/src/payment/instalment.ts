import { Refused } from '#decider';
import type { Contract, InstalmentState, PhaseState } from '../contract/contract.js';
import { contractOf, phaseOf, withPhase } from '../contract/standing.js';
import { hasHappened, own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { BusinessDate, Fact, Oere, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type InstalmentEvent =
  | Fact<
      'InstalmentReleased',
      {
        readonly contractId: string;
        readonly phaseNo: number;
        readonly instalment: string;
        readonly amountOere: Oere;
        readonly currency: string;
        readonly releasedOn: BusinessDate;
        readonly invoiceReference?: string;
        readonly releasedBy: SubjectId;
      }
    >
  | Fact<
      'PaymentSettled',
      {
        readonly contractId: string;
        readonly phaseNo: number;
        readonly instalment: string;
        readonly amountOere: Oere;
        readonly paidOn: BusinessDate;
        readonly paymentReference: string;
      }
    >
  | Fact<
      'InstalmentCancelled',
      { readonly contractId: string; readonly phaseNo: number; readonly instalment: string; readonly reason: string }
    >;

type DataOf<T extends InstalmentEvent['type']> = Extract<InstalmentEvent, { type: T }>['data'];

export type InstalmentCommand =
  | Wish<'ReleaseInstalment', Omit<DataOf<'InstalmentReleased'>, 'amountOere' | 'currency' | 'releasedBy'>>
  | Wish<'SettlePayment', DataOf<'PaymentSettled'>>
  | Wish<'CancelInstalment', DataOf<'InstalmentCancelled'>>;

export const instalmentRefusals = {
  'unknown-instalment': {
    about: 'missing',
    en: 'Phase {phaseNo} has no instalment {instalment}.',
    da: 'Fase {phaseNo} har ingen rate {instalment}.',
  },
  'already-released': {
    about: 'state',
    en: 'Instalment {instalment} was released on {releasedOn}: an instalment is released once.',
    da: 'Rate {instalment} blev frigivet {releasedOn}: en rate frigives kun én gang.',
  },
  'instalment-cancelled': {
    about: 'state',
    en: 'Instalment {instalment} is cancelled: {reason}.',
    da: 'Rate {instalment} er annulleret: {reason}.',
  },
  'contract-terminated': {
    about: 'state',
    en: 'Contract {contractId} is terminated: nothing more is released under it; cancel its open instalments.',
    da: 'Kontrakt {contractId} er bragt til ophør: der frigives ikke mere under den; annullér de åbne rater.',
  },
  'phase-not-started': {
    about: 'state',
    en: 'Instalment {instalment} is payable when phase {phaseNo} has started.',
    da: 'Rate {instalment} kan betales, når fase {phaseNo} er begyndt.',
  },
  'gate-not-passed': {
    about: 'state',
    en: 'Instalment {instalment} is payable when the gate of phase {phaseNo} is passed.',
    da: 'Rate {instalment} kan betales, når faseovergangen i fase {phaseNo} er godkendt.',
  },
  'condition-not-fulfilled': {
    about: 'state',
    en: 'Instalment {instalment} is payable when the condition of the gate, due on {conditionDue}, is fulfilled.',
    da: 'Rate {instalment} kan betales, når betingelsen for faseovergangen med frist {conditionDue} er opfyldt.',
  },
  'not-released': {
    about: 'state',
    en: 'Instalment {instalment} is not released: release it before it is paid.',
    da: 'Rate {instalment} er ikke frigivet: frigiv den, før den betales.',
  },
  'amount-not-instalment': {
    about: 'input',
    en: 'Instalment {instalment} is {expectedOere} øre, not {amountOere}.',
    da: 'Rate {instalment} er på {expectedOere} øre, ikke {amountOere}.',
  },
  'already-settled': {
    about: 'state',
    en: 'Instalment {instalment} was paid on {paidOn} with reference {paymentReference}.',
    da: 'Rate {instalment} blev betalt {paidOn} med reference {paymentReference}.',
  },
  'paid-before-release': {
    about: 'input',
    en: 'Instalment {instalment} cannot be paid on {paidOn}, before it was released on {releasedOn}.',
    da: 'Rate {instalment} kan ikke være betalt {paidOn}, før den blev frigivet {releasedOn}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof instalmentRefusals, details: Record<string, unknown>) =>
  new Refused(reason, details);

export const instalmentDecisions: Decisions<InstalmentCommand> = {
  ReleaseInstalment(command, partnership) {
    const { contractId, instalment: code, releasedOn, invoiceReference } = command.data;
    const contract = contractOf(partnership, contractId);
    const { phase, instalment } = instalmentOf(contract, command.data);
    if (instalment.release) {
      if (instalment.release.releasedOn === releasedOn && instalment.release.invoiceReference === invoiceReference)
        return [];
      throw refuse('already-released', { instalment: code, releasedOn: instalment.release.releasedOn });
    }
    hasHappened(command, releasedOn);
    checkReleasable(contract, phase, instalment, command.data);
    const { amountOere } = instalment;
    const { currency } = contract.terms;
    return [
      { type: 'InstalmentReleased', data: { ...command.data, amountOere, currency, releasedBy: command.by.subject } },
    ];
  },

  SettlePayment(command, partnership) {
    const { instalment: code, amountOere, paidOn, paymentReference } = command.data;
    const { instalment } = instalmentOf(contractOf(partnership, command.data.contractId), command.data);
    const { release, settlement, amountOere: expectedOere } = instalment;
    if (amountOere !== expectedOere)
      throw refuse('amount-not-instalment', { instalment: code, expectedOere, amountOere });
    if (settlement) {
      if (settlement.paymentReference === paymentReference && settlement.paidOn === paidOn) return [];
      throw refuse('already-settled', { instalment: code, ...settlement });
    }
    if (!release) throw refuse('not-released', { instalment: code });
    hasHappened(command, paidOn);
    if (paidOn < release.releasedOn)
      throw refuse('paid-before-release', { instalment: code, paidOn, releasedOn: release.releasedOn });
    return [{ type: 'PaymentSettled', data: command.data }];
  },

  CancelInstalment({ data }, partnership) {
    const { instalment } = instalmentOf(contractOf(partnership, data.contractId), data);
    if (instalment.release)
      throw refuse('already-released', { instalment: data.instalment, releasedOn: instalment.release.releasedOn });
    if (instalment.status === 'cancelled') {
      if (instalment.cancelledBecause === data.reason) return [];
      throw refuse('instalment-cancelled', { instalment: data.instalment, reason: instalment.cancelledBecause });
    }
    return [{ type: 'InstalmentCancelled', data }];
  },
};

interface Place {
  readonly contractId: string;
  readonly phaseNo: number;
  readonly instalment: string;
}

export function instalmentOf(contract: Contract, { phaseNo, instalment: code }: Omit<Place, 'contractId'>) {
  const phase = phaseOf(contract, phaseNo);
  const instalment = own(phase.instalments, code);
  if (!instalment) throw refuse('unknown-instalment', { phaseNo, instalment: code });
  return { phase, instalment };
}

/** Refuses an instalment that could not be released now. */
export function checkReleasable(
  contract: Contract,
  phase: PhaseState,
  { status, payableWhen, cancelledBecause }: InstalmentState,
  { contractId, phaseNo, instalment }: Place,
): void {
  if (status === 'cancelled') throw refuse('instalment-cancelled', { instalment, reason: cancelledBecause });
  // A partner narrowed out has earned what its passed gates made payable; breach and the like end all releases.
  if (contract.status === 'terminated') throw refuse('contract-terminated', { contractId });
  if (payableWhen === 'phase-started') {
    if (phase.status === 'planned') throw refuse('phase-not-started', { phaseNo, instalment });
    return;
  }
  if (phase.gate === undefined || phase.gate.decision === 'fail')
    throw refuse('gate-not-passed', { phaseNo, instalment });
  if (phase.conditionDue !== undefined)
    throw refuse('condition-not-fulfilled', { phaseNo, instalment, conditionDue: phase.conditionDue });
}

const withInstalment = (
  partnership: Registered,
  place: Place,
  change: (instalment: InstalmentState) => InstalmentState,
): Registered =>
  withPhase(partnership, place, (phase) => {
    const instalment = own(phase.instalments, place.instalment);
    if (!instalment) return phase;
    return { ...phase, instalments: { ...phase.instalments, [place.instalment]: change(instalment) } };
  });

export const instalmentEvolutions: Evolutions<InstalmentEvent> = {
  InstalmentReleased: (partnership, data) =>
    withInstalment(partnership, data, (instalment) => ({
      ...instalment,
      status: 'released',
      release: { releasedOn: data.releasedOn, invoiceReference: data.invoiceReference },
    })),
  PaymentSettled: (partnership, data) =>
    withInstalment(partnership, data, (instalment) => ({
      ...instalment,
      status: 'settled',
      settlement: { paidOn: data.paidOn, paymentReference: data.paymentReference },
    })),
  InstalmentCancelled: (partnership, data) =>
    withInstalment(partnership, data, (instalment) => ({
      ...instalment,
      status: 'cancelled',
      cancelledBecause: data.reason,
    })),
};
