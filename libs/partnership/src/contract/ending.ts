import { Refused } from '#decider';
import { sameContent } from '../content.js';
import { hasHappened, own } from '../guards.js';
import type { Decisions, Evolutions, PartnershipEvent, Registered } from '../partnership.js';
import { unreleasedOutcomes } from '../payment/standing.js';
import type { BusinessDate, RefusalTexts } from '../vocabulary.js';
import type { Contract, ContractCommand, ContractEvent } from './contract.js';
import { contractOf, runningContract, withContract } from './standing.js';

export const endingRefusals = {
  'ended-before-signing': {
    about: 'input',
    en: 'A contract cannot end on {endedOn}, before it was signed on {signedOn}.',
    da: 'En kontrakt kan ikke ophøre {endedOn}, før den blev indgået {signedOn}.',
  },
  'phases-not-decided': {
    about: 'state',
    en: 'The gates of the phases {phases} are not decided: decide them, or terminate the contract.',
    da: 'Faseovergangene for faserne {phases} er ikke afgjort: træf beslutning, eller bring kontrakten til ophør.',
  },
  'conditions-open': {
    about: 'state',
    en: 'The gates of the phases {phases} were passed on conditions that are not fulfilled yet.',
    da: 'Faserne {phases} er godkendt på betingelser, som endnu ikke er opfyldt.',
  },
  'instalments-open': {
    about: 'state',
    en: 'The instalments {instalments} are open: release or cancel them first.',
    da: 'Raterne {instalments} er åbne: frigiv eller annullér dem først.',
  },
  'outcomes-open': {
    about: 'state',
    en: 'The outcomes {outcomes} are verified and payable: release or withdraw them first.',
    da: 'Resultaterne {outcomes} er verificeret og udløser betaling: frigiv dem, eller træk dem tilbage først.',
  },
  'last-partner-in-development': {
    about: 'state',
    en: 'Contract {contractId} is the last one running and nothing is piloted: pilot it, or terminate it so that the case goes to a decision.',
    da: 'Kontrakt {contractId} er den sidste løbende, og intet er afprøvet: gennemfør et pilotforløb, eller bring den til ophør, så sagen går til beslutning.',
  },
  'pilot-needs-partner': {
    about: 'state',
    en: 'The pilots {pilots} run with this partner alone: complete or abort them first.',
    da: 'Pilotforløbene {pilots} kører alene med denne partner: afslut eller afbryd dem først.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof endingRefusals, details: Record<string, unknown>) => new Refused(reason, details);

export const endingDecisions = {
  TerminateContract(command, partnership) {
    const { data } = command;
    if (sameContent(contractOf(partnership, data.contractId).terminated, data)) return [];
    checkEnd(command, runningContract(partnership, data.contractId), data.terminatedOn);
    return [{ type: 'ContractTerminated', data }, ...partnerLeaves(partnership, data.contractId)];
  },

  CompleteContract(command, partnership) {
    const { contractId, completedOn } = command.data;
    if (contractOf(partnership, contractId).completedOn === completedOn) return [];
    const contract = runningContract(partnership, contractId);
    checkEnd(command, contract, completedOn);
    const numbered = contract.phases.map((phase, index) => ({ ...phase, no: index + 1 }));
    const undecided = numbered.filter(({ status }) => status !== 'decided');
    if (undecided.length > 0) throw refuse('phases-not-decided', { phases: undecided.map(({ no }) => no) });
    const conditional = numbered.filter(({ conditionDue }) => conditionDue !== undefined);
    if (conditional.length > 0) throw refuse('conditions-open', { phases: conditional.map(({ no }) => no) });
    const open = numbered.flatMap(({ no, instalments }) =>
      Object.entries(instalments)
        .filter(([, { status }]) => status === 'open')
        .map(([code]) => `${no}/${code}`),
    );
    if (open.length > 0) throw refuse('instalments-open', { instalments: open });
    const outcomes = unreleasedOutcomes(contract);
    if (outcomes.length > 0) throw refuse('outcomes-open', { outcomes });
    checkNoPilotIsLeft(partnership, contractId);
    if (partnership.phase === 'development' && isLastRunning(partnership, contractId))
      throw refuse('last-partner-in-development', { contractId });
    return [{ type: 'ContractCompleted', data: command.data }];
  },
} satisfies Pick<Decisions<ContractCommand>, 'TerminateContract' | 'CompleteContract'>;

function checkEnd(command: ContractCommand, { terms: { signedOn } }: Contract, endedOn: BusinessDate): void {
  hasHappened(command, endedOn);
  if (endedOn < signedOn) throw refuse('ended-before-signing', { endedOn, signedOn });
}

/**
 * What follows when a partner leaves at a gate or by termination: with the last of them gone, the case goes to a
 * decision. A pilot must not run on without a partner, so that it is ended first, by name and with its own reason:
 * the people in it and the equipment at the sites are somebody's responsibility until then.
 */
export function partnerLeaves(partnership: Registered, contractId: string): PartnershipEvent[] {
  checkNoPilotIsLeft(partnership, contractId);
  const nobodyLeft = isLastRunning(partnership, contractId);
  return nobodyLeft && (partnership.phase === 'development' || partnership.phase === 'pilot')
    ? [{ type: 'EvaluationOpened', data: { cause: 'no-partner-left' } }]
    : [];
}

function checkNoPilotIsLeft(partnership: Registered, contractId: string): void {
  const left = Object.entries(partnership.pilots).filter(
    ([, pilot]) =>
      pilot.status === 'running' &&
      pilot.contracts.includes(contractId) &&
      !pilot.contracts.some((other) => other !== contractId && own(partnership.contracts, other)?.status === 'running'),
  );
  if (left.length > 0) throw refuse('pilot-needs-partner', { pilots: left.map(([pilotId]) => pilotId) });
}

const isLastRunning = ({ contracts }: Registered, contractId: string): boolean =>
  !Object.entries(contracts).some(([other, { status }]) => other !== contractId && status === 'running');

export const endingEvolutions = {
  ContractTerminated: (partnership, data) =>
    withContract(partnership, data.contractId, (contract) => ({ ...contract, status: 'terminated', terminated: data })),
  ContractCompleted: (partnership, { contractId, completedOn }) =>
    withContract(partnership, contractId, (contract) => ({ ...contract, status: 'completed', completedOn })),
} satisfies Pick<Evolutions<ContractEvent>, 'ContractTerminated' | 'ContractCompleted'>;
