import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { hasHappened, onlyIn } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import { releasedByResults } from '../payment/standing.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { ContractCommand, ContractEvent } from './contract.js';
import { gateOpen, phaseOf, runningContract, withContract, withPhase } from './standing.js';
import { agreedOere, checkMaximumCost, checkPhases, plannedPhase } from './terms.js';

export const performingRefusals = {
  'legal-basis-missing': {
    about: 'input',
    en: 'State the legal basis and the reason of the amendment.',
    da: 'Angiv tillæggets hjemmel og begrundelse.',
  },
  'amended-end-before-signing': {
    about: 'input',
    en: 'The contract cannot end on {endsOn}, before it was signed on {signedOn}.',
    da: 'Kontrakten kan ikke udløbe {endsOn}, før den blev indgået {signedOn}.',
  },
  'phase-already-started': {
    about: 'state',
    en: 'Phase {phaseNo} started on {startedOn}.',
    da: 'Fase {phaseNo} begyndte {startedOn}.',
  },
  'phase-before-signing': {
    about: 'input',
    en: 'A phase cannot start on {startedOn}, before the contract was signed on {signedOn}.',
    da: 'En fase kan ikke begynde {startedOn}, før kontrakten blev indgået {signedOn}.',
  },
  'previous-gate-not-passed': {
    about: 'state',
    en: 'Phase {phaseNo} waits for the gate of the phase before it, which is {gate}.',
    da: 'Fase {phaseNo} afventer den foregående fases faseovergang, som er {gate}.',
  },
  'condition-overdue': {
    about: 'state',
    en: 'The condition of the previous gate was due on {conditionDue} and is not fulfilled.',
    da: 'Betingelsen fra den foregående faseovergang skulle være opfyldt {conditionDue} og er det ikke.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof performingRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export const performingDecisions = {
  AmendContract({ data }, partnership) {
    const contract = runningContract(partnership, data.contractId);
    if (sameContent(contract.amended, data)) return [];
    const { addedPhases = [], endsOn, maximumCostOere = contract.maximumCostOere } = data;
    const { signedOn } = contract.terms;
    if (isBlank(data.legalBasis) || isBlank(data.reason)) throw refuse('legal-basis-missing');
    if (endsOn !== undefined && endsOn < signedOn) throw refuse('amended-end-before-signing', { endsOn, signedOn });
    checkPhases(addedPhases, contract.phases.length + 1);
    const agreed = agreedOere([...contract.phases, ...addedPhases.map(plannedPhase)]);
    checkMaximumCost(agreed + releasedByResults(contract), maximumCostOere);
    return [{ type: 'ContractAmended', data }];
  },

  StartPhase(command, partnership) {
    const { contractId, phaseNo, startedOn } = command.data;
    const contract = runningContract(partnership, contractId);
    const phase = phaseOf(contract, phaseNo);
    if (phase.startedOn === startedOn) return [];
    if (phase.status !== 'planned') throw refuse('phase-already-started', { phaseNo, startedOn: phase.startedOn });
    onlyIn(partnership, 'development', 'pilot');
    hasHappened(command, startedOn);
    const { signedOn } = contract.terms;
    if (startedOn < signedOn) throw refuse('phase-before-signing', { startedOn, signedOn });
    const previous = contract.phases[phaseNo - 2];
    if (previous && !gateOpen(previous, startedOn)) {
      if (previous.gate?.decision === 'conditional')
        throw refuse('condition-overdue', { conditionDue: previous.conditionDue });
      throw refuse('previous-gate-not-passed', { phaseNo, gate: previous.gate?.decision ?? 'undecided' });
    }
    return [{ type: 'PhaseStarted', data: command.data }];
  },
} satisfies Pick<Decisions<ContractCommand>, 'AmendContract' | 'StartPhase'>;

export const performingEvolutions = {
  ContractAmended: (partnership, data) =>
    withContract(partnership, data.contractId, (contract) => ({
      ...contract,
      maximumCostOere: data.maximumCostOere ?? contract.maximumCostOere,
      phases: [...contract.phases, ...(data.addedPhases ?? []).map(plannedPhase)],
      amended: data,
    })),
  PhaseStarted: (partnership, data) =>
    withPhase(partnership, data, (phase) => ({ ...phase, status: 'running', startedOn: data.startedOn })),
} satisfies Pick<Evolutions<ContractEvent>, 'ContractAmended' | 'PhaseStarted'>;
