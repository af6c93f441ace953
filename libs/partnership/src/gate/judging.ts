import { Refused } from '#decider';
import { sameContent } from '../content.js';
import { phaseOf, runningContract, withPhase } from '../contract/standing.js';
import { onlyIn, own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { GateCommand, GateEvent } from './gate.js';

export const judgingRefusals = {
  'criteria-missing': {
    about: 'state',
    en: 'The gate criteria of phase {phaseNo} are not set: set them first, so that all partners are judged alike.',
    da: 'Kriterierne for faseovergangen i fase {phaseNo} er ikke fastsat: fastsæt dem først, så alle partnere bedømmes ens.',
  },
  'criteria-empty': {
    about: 'input',
    en: 'Name at least one criterion, and none of them twice.',
    da: 'Angiv mindst ét kriterium, og intet af dem to gange.',
  },
  'criteria-already-used': {
    about: 'state',
    en: 'The gate of phase {phaseNo} is decided for {contracts} on the criteria in force; the others are judged on the same.',
    da: 'Faseovergangen i fase {phaseNo} er afgjort for {contracts} på de gældende kriterier; de øvrige bedømmes på de samme.',
  },
  'phase-in-no-contract': {
    about: 'input',
    en: 'No contract has a phase {phaseNo}.',
    da: 'Ingen kontrakt har en fase {phaseNo}.',
  },
  'phase-not-running': {
    about: 'state',
    en: 'Phase {phaseNo} is {status}: evidence belongs to a phase that has started and whose gate is not decided.',
    da: 'Fase {phaseNo} er {status}: dokumentation hører til en fase, der er begyndt, og hvis faseovergang ikke er afgjort.',
  },
  'evidence-not-journalised': {
    about: 'state',
    en: 'The documents {documents} are not journalised on this contract or on the case: journalise them first.',
    da: 'Dokumenterne {documents} er ikke journaliseret på kontrakten eller sagen: journalisér dem først.',
  },
  'evidence-missing': {
    about: 'state',
    en: 'No evidence is submitted for phase {phaseNo}: it is submitted before targets are assessed and the gate decided.',
    da: 'Der er ikke indsendt dokumentation for fase {phaseNo}: den indsendes, før delmål vurderes, og faseovergangen afgøres.',
  },
  'unknown-target': {
    about: 'input',
    en: 'Phase {phaseNo} has no target {target}.',
    da: 'Fase {phaseNo} har intet delmål {target}.',
  },
  'gate-already-decided': {
    about: 'state',
    en: 'The gate of phase {phaseNo} is decided: {decision}.',
    da: 'Faseovergangen i fase {phaseNo} er afgjort: {decision}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof judgingRefusals, details: Record<string, unknown> = {}) =>
  new Refused(reason, details);

/**
 * The version a target of the phase is assessed on. An innovation partnership needs common criteria; elsewhere each
 * target's own criterion in the contract is enough, which is version 0.
 */
export function criteriaVersion({ gateCriteria, route }: Registered, phaseNo: number): number {
  const version = gateCriteria[phaseNo]?.version;
  if (version === undefined && route === 'innovation-partnership') throw refuse('criteria-missing', { phaseNo });
  return version ?? 0;
}

// Gates are worked on for as long as contracts run: a last phase's evidence may come out of the evaluation itself.
export const judgingDecisions = {
  SetGateCriteria({ data: { phaseNo, criteria } }, partnership) {
    const inForce = partnership.gateCriteria[phaseNo];
    if (sameContent(inForce?.criteria, criteria)) return [];
    onlyIn(partnership, 'procurement', 'development', 'pilot', 'evaluation', 'scale-up');
    if (criteria.length === 0 || new Set(criteria).size < criteria.length) throw refuse('criteria-empty');
    const contracts = Object.entries(partnership.contracts);
    if (contracts.length > 0 && !contracts.some(([, { phases }]) => phases[phaseNo - 1]))
      throw refuse('phase-in-no-contract', { phaseNo });
    const decided = contracts.filter(([, { phases }]) => phases[phaseNo - 1]?.status === 'decided');
    if (decided.length > 0)
      throw refuse('criteria-already-used', { phaseNo, contracts: decided.map(([contractId]) => contractId) });
    return [{ type: 'GateCriteriaSet', data: { phaseNo, version: (inForce?.version ?? 0) + 1, criteria } }];
  },

  SubmitPhaseEvidence({ data, by }, partnership) {
    const { contractId, phaseNo, summary, documents } = data;
    const phase = phaseOf(runningContract(partnership, contractId), phaseNo);
    if (phase.evidenceBy.includes(by.subject) && sameContent(phase.evidence, { summary, documents })) return [];
    if (phase.status === 'planned' || phase.status === 'decided')
      throw refuse('phase-not-running', { phaseNo, status: phase.status });
    // Another contract's document is answered like one that does not exist.
    const unknown = documents.filter((id) => {
      const document = partnership.caseWork.documents.get(id);
      return !document || (document.contractId !== undefined && document.contractId !== contractId);
    });
    if (unknown.length > 0) throw refuse('evidence-not-journalised', { documents: unknown });
    return [{ type: 'PhaseEvidenceSubmitted', data: { ...data, submittedBy: by.subject } }];
  },

  AssessTarget({ data, by }, partnership) {
    const { contractId, phaseNo, target } = data;
    const phase = phaseOf(runningContract(partnership, contractId), phaseNo);
    const assessed = own(phase.targets, target);
    if (!assessed) throw refuse('unknown-target', { phaseNo, target });
    const version = criteriaVersion(partnership, phaseNo);
    const { note, assessment } = data;
    if (sameContent(assessed, { assessed: assessment, criteriaVersion: version, assessedBy: by.subject, note }))
      return [];
    if (phase.gate) throw refuse('gate-already-decided', { phaseNo, decision: phase.gate.decision });
    if (phase.status !== 'evidence-submitted') throw refuse('evidence-missing', { phaseNo });
    return [{ type: 'TargetAssessed', data: { ...data, criteriaVersion: version, assessedBy: by.subject } }];
  },
} satisfies Pick<Decisions<GateCommand>, 'SetGateCriteria' | 'SubmitPhaseEvidence' | 'AssessTarget'>;

export const judgingEvolutions = {
  GateCriteriaSet: (partnership, { phaseNo, version, criteria }) => ({
    ...partnership,
    gateCriteria: { ...partnership.gateCriteria, [phaseNo]: { version, criteria } },
  }),
  PhaseEvidenceSubmitted: (partnership, data) =>
    withPhase(partnership, data, (phase) => ({
      ...phase,
      status: 'evidence-submitted',
      evidence: { summary: data.summary, documents: data.documents },
      evidenceBy: [...phase.evidenceBy.filter((subject) => subject !== data.submittedBy), data.submittedBy],
    })),
  TargetAssessed: (partnership, data) =>
    withPhase(partnership, data, (phase) => ({
      ...phase,
      targets: {
        ...phase.targets,
        [data.target]: {
          assessed: data.assessment,
          criteriaVersion: data.criteriaVersion,
          assessedBy: data.assessedBy,
          note: data.note,
        },
      },
    })),
} satisfies Pick<Evolutions<GateEvent>, 'GateCriteriaSet' | 'PhaseEvidenceSubmitted' | 'TargetAssessed'>;
