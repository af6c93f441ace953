import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import type { PhaseState } from '../contract/contract.js';
import { partnerLeaves } from '../contract/ending.js';
import { contractOf, phaseOf, runningContract, withContract, withPhase } from '../contract/standing.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { RefusalTexts, SubjectId } from '../vocabulary.js';
import type { GateCommand, GateEvent } from './gate.js';
import { criteriaVersion } from './judging.js';

export const decidingRefusals = {
  'gate-decided-otherwise': {
    about: 'state',
    en: 'The gate of phase {phaseNo} is already decided: {decision}, because {reason}.',
    da: 'Faseovergangen i fase {phaseNo} er allerede afgjort: {decision}, fordi {reason}.',
  },
  'gate-without-evidence': {
    about: 'state',
    en: 'Phase {phaseNo} is {status}: its gate is decided once evidence is submitted.',
    da: 'Fase {phaseNo} er {status}: faseovergangen afgøres, når der er indsendt dokumentation.',
  },
  'targets-not-assessed': {
    about: 'state',
    en: 'The targets {targets} are not assessed: assess every target of the phase first.',
    da: 'Delmålene {targets} er ikke vurderet: vurdér alle fasens delmål først.',
  },
  'assessed-on-old-criteria': {
    about: 'state',
    en: 'The targets {targets} were assessed before the criteria changed: assess them again on version {version}.',
    da: 'Delmålene {targets} er vurderet, før kriterierne blev ændret: vurdér dem igen på version {version}.',
  },
  'own-evidence': {
    about: 'who',
    en: 'You submitted evidence for this phase: somebody else must decide.',
    da: 'Du har selv indsendt dokumentation for fasen: en anden skal træffe beslutningen.',
  },
  'own-assessment': {
    about: 'who',
    en: 'You assessed targets of this phase: somebody else must decide.',
    da: 'Du har selv vurderet delmål i fasen: en anden skal træffe beslutningen.',
  },
  'condition-missing': {
    about: 'input',
    en: 'A conditional gate needs its condition and the day it is due, after the day of the decision.',
    da: 'En betinget godkendelse kræver en betingelse og en frist efter beslutningens dag.',
  },
  'condition-not-wanted': {
    about: 'input',
    en: 'Only a conditional gate has a condition.',
    da: 'Kun en betinget godkendelse har en betingelse.',
  },
  'no-condition': {
    about: 'state',
    en: 'The gate of phase {phaseNo} was not decided on a condition.',
    da: 'Faseovergangen i fase {phaseNo} er ikke afgjort på en betingelse.',
  },
  'narrowing-not-announced': {
    about: 'state',
    en: 'The notice did not announce that partners are narrowed; terminate the contract by mutual agreement instead.',
    da: 'Udbudsbekendtgørelsen varslede ikke, at antallet af partnere kan reduceres; bring i stedet kontrakten til ophør efter aftale.',
  },
  'narrowed-between-gates': {
    about: 'state',
    en: 'Partners are narrowed at a gate: phase {phaseNo} must be decided and the phase after it not begun.',
    da: 'Antallet af partnere reduceres ved en faseovergang: fase {phaseNo} skal være afgjort og den næste ikke begyndt.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof decidingRefusals, details: Record<string, unknown> = {}) =>
  new Refused(reason, details);

export const decidingDecisions = {
  DecidePhaseGate({ data, by, at, occurredOn }, partnership) {
    const { contractId, phaseNo, decision, reason, condition, conditionDue } = data;
    const phase = phaseOf(contractOf(partnership, contractId), phaseNo);
    if (phase.gate) {
      if (sameContent(phase.gate, { decision, reason, condition, conditionDue })) return [];
      throw refuse('gate-decided-otherwise', { phaseNo, decision: phase.gate.decision, reason: phase.gate.reason });
    }
    runningContract(partnership, contractId);
    if (phase.status !== 'evidence-submitted') throw refuse('gate-without-evidence', { phaseNo, status: phase.status });
    const version = criteriaVersion(partnership, phaseNo);
    checkAssessed(phase, version);
    checkOtherEyes(phase, by.subject);
    if (decision === 'conditional') {
      // After the decision, which may be told long after: what was due since is then overdue.
      if (isBlank(condition) || conditionDue === undefined || conditionDue <= occurredOn)
        throw refuse('condition-missing');
    } else if (condition !== undefined || conditionDue !== undefined) {
      throw refuse('condition-not-wanted');
    }
    return [{ type: 'PhaseGateDecided', data: { ...data, criteriaVersion: version, decidedBy: by.subject, at } }];
  },

  FulfilGateCondition({ data, by }, partnership) {
    const { contractId, phaseNo } = data;
    const phase = phaseOf(contractOf(partnership, contractId), phaseNo);
    if (phase.gate?.decision !== 'conditional') throw refuse('no-condition', { phaseNo });
    if (phase.conditionDue === undefined) return [];
    runningContract(partnership, contractId);
    if (phase.evidenceBy.includes(by.subject)) throw refuse('own-evidence');
    return [{ type: 'GateConditionFulfilled', data: { ...data, acceptedBy: by.subject } }];
  },

  NarrowPartner({ data, by }, partnership) {
    const { contractId, phaseNo, reason } = data;
    if (sameContent(contractOf(partnership, contractId).narrowed, { phaseNo, reason })) return [];
    const contract = runningContract(partnership, contractId);
    const phase = phaseOf(contract, phaseNo);
    if (!partnership.procurement.notice?.narrowingAnnounced) throw refuse('narrowing-not-announced');
    const next = contract.phases[phaseNo];
    if (phase.status !== 'decided' || (next && next.status !== 'planned'))
      throw refuse('narrowed-between-gates', { phaseNo });
    checkOtherEyes(phase, by.subject);
    return [
      { type: 'PartnerNarrowed', data: { ...data, decidedBy: by.subject } },
      ...partnerLeaves(partnership, contractId),
    ];
  },
} satisfies Pick<Decisions<GateCommand>, 'DecidePhaseGate' | 'FulfilGateCondition' | 'NarrowPartner'>;

function checkAssessed({ targets }: PhaseState, version: number): void {
  const codes = (fault: (target: PhaseState['targets'][string]) => boolean) =>
    Object.entries(targets)
      .filter(([, target]) => fault(target))
      .map(([code]) => code);
  const missing = codes(({ assessed }) => assessed === undefined);
  if (missing.length > 0) throw refuse('targets-not-assessed', { targets: missing });
  const old = codes((target) => target.criteriaVersion !== version);
  if (old.length > 0) throw refuse('assessed-on-old-criteria', { targets: old, version });
}

function checkOtherEyes(phase: PhaseState, subject: SubjectId): void {
  if (phase.evidenceBy.includes(subject)) throw refuse('own-evidence');
  if (Object.values(phase.targets).some(({ assessedBy }) => assessedBy === subject)) throw refuse('own-assessment');
}

export const decidingEvolutions = {
  PhaseGateDecided: (partnership, data) =>
    withPhase(partnership, data, (phase) => ({
      ...phase,
      status: 'decided',
      gate: {
        decision: data.decision,
        reason: data.reason,
        condition: data.condition,
        conditionDue: data.conditionDue,
      },
      conditionDue: data.conditionDue,
    })),
  GateConditionFulfilled: (partnership, data) =>
    withPhase(partnership, data, ({ conditionDue: _fulfilled, ...phase }) => phase),
  PartnerNarrowed: (partnership, { contractId, phaseNo, reason }) =>
    withContract(partnership, contractId, (contract) => ({
      ...contract,
      status: 'narrowed',
      narrowed: { phaseNo, reason },
    })),
} satisfies Pick<Evolutions<GateEvent>, 'PhaseGateDecided' | 'GateConditionFulfilled' | 'PartnerNarrowed'>;
