import { Refused } from '#decider';
import { own } from '../guards.js';
import type { Registered } from '../partnership.js';
import type { BusinessDate, RefusalTexts } from '../vocabulary.js';
import type { Contract, PhaseState } from './contract.js';

export const standingRefusals = {
  'unknown-contract': {
    about: 'missing',
    en: 'There is no contract {contractId} in this partnership.',
    da: 'Der er ingen kontrakt {contractId} i dette partnerskab.',
  },
  'contract-ended': {
    about: 'state',
    en: 'Contract {contractId} is no longer running: it is {status}.',
    da: 'Kontrakt {contractId} løber ikke længere: den er {status}.',
  },
  'unknown-phase': {
    about: 'missing',
    en: 'There is no phase {phaseNo} in the contract.',
    da: 'Der er ingen fase {phaseNo} i kontrakten.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof standingRefusals, details: Record<string, unknown>) =>
  new Refused(reason, details);

export function contractOf(partnership: Registered, contractId: string): Contract {
  const contract = own(partnership.contracts, contractId);
  if (!contract) throw refuse('unknown-contract', { contractId });
  return contract;
}

export function runningContract(partnership: Registered, contractId: string): Contract {
  const contract = contractOf(partnership, contractId);
  stillRunning(contract, contractId);
  return contract;
}

/** Refuses a contract that is completed, terminated or narrowed out. */
export function stillRunning({ status }: Contract, contractId: string): void {
  if (status !== 'running') throw refuse('contract-ended', { contractId, status });
}

export function phaseOf(contract: Contract, phaseNo: number): PhaseState {
  const phase = contract.phases[phaseNo - 1];
  if (!phase) throw refuse('unknown-phase', { phaseNo });
  return phase;
}

/** Whether the phase's gate lets the contract go on: passed, or on a condition that is fulfilled or not yet overdue. */
export function gateOpen(phase: PhaseState, on: BusinessDate): boolean {
  if (phase.gate?.decision === 'conditional') return phase.conditionDue === undefined || on <= phase.conditionDue;
  return phase.gate?.decision === 'pass';
}

/** The partnership with the contract changed; as it was when it does not know the contract. */
export function withContract(
  partnership: Registered,
  contractId: string,
  change: (contract: Contract) => Contract,
): Registered {
  const contract = own(partnership.contracts, contractId);
  if (!contract) return partnership;
  return { ...partnership, contracts: { ...partnership.contracts, [contractId]: change(contract) } };
}

/** The partnership with the contract's phase changed; as it was when it does not know the phase. */
export function withPhase(
  partnership: Registered,
  { contractId, phaseNo }: { readonly contractId: string; readonly phaseNo: number },
  change: (phase: PhaseState) => PhaseState,
): Registered {
  return withContract(partnership, contractId, (contract) => ({
    ...contract,
    phases: contract.phases.map((phase, index) => (index === phaseNo - 1 ? change(phase) : phase)),
  }));
}
