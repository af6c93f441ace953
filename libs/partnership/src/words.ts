import type { Purpose } from './case/classification.js';
import type { Result } from './case/course.js';
import type { Contract, PhaseState } from './contract/contract.js';
import type { Recommendation } from './evaluation/evaluation.js';
import type { GateDecision } from './gate/gate.js';
import { measurementFaults } from './kpi/acceptance.js';
import type { Bound } from './kpi/definition.js';
import type { EvidenceLevel } from './kpi/measurements.js';
import type { MilestoneState } from './milestone/milestone.js';
import type { Formula } from './payment/calculation.js';
import type { StatedFormula } from './payment/formula.js';
import type { Pilot } from './pilot/pilot.js';
import type { Adoption } from './scale-up/scale-up.js';
import type { Permission, Phase, Role, Route } from './vocabulary.js';

interface Word {
  readonly en: string;
  readonly da: string;
}
type Words<Code extends string = string> = Readonly<Record<Code, Word>>;

const phase: Words<Phase> = {
  draft: { en: 'draft', da: 'kladde' },
  need: { en: 'need', da: 'behov' },
  'market-dialogue': { en: 'market dialogue', da: 'markedsdialog' },
  procurement: { en: 'procurement', da: 'udbud' },
  development: { en: 'development', da: 'udvikling' },
  pilot: { en: 'pilot', da: 'pilot' },
  evaluation: { en: 'evaluation', da: 'evaluering' },
  'scale-up': { en: 'scale-up', da: 'udbredelse' },
  'follow-up': { en: 'follow-up', da: 'opfølgning' },
  closed: { en: 'closed', da: 'afsluttet' },
};

const role: Words<Role> = {
  'project-manager': { en: 'project manager', da: 'projektleder' },
  'procurement-officer': { en: 'procurement officer', da: 'indkøber' },
  leadership: { en: 'leadership', da: 'ledelse' },
  finance: { en: 'finance', da: 'økonomi' },
  evaluator: { en: 'evaluator', da: 'evaluator' },
  partner: { en: 'partner', da: 'leverandør' },
  auditor: { en: 'auditor', da: 'revision' },
  system: { en: 'system', da: 'system' },
};

const permission: Words<Permission> = { reopen: { en: 'reopen', da: 'genåbning' } };

const route: Words<Route> = {
  'innovation-partnership': { en: 'innovation partnership', da: 'innovationspartnerskab' },
  'public-private-innovation': { en: 'public-private innovation', da: 'offentlig-privat innovation' },
  'other-procedure': { en: 'another procedure', da: 'anden udbudsform' },
  'below-threshold': { en: 'below the threshold', da: 'under tærskelværdien' },
};

const purpose: Words<Purpose> = {
  'quality-for-citizens': { en: 'quality for citizens', da: 'kvalitet for borgerne' },
  growth: { en: 'growth', da: 'vækst' },
  efficiency: { en: 'efficiency', da: 'effektivisering' },
  'innovation-and-development': { en: 'innovation and development', da: 'innovation og udvikling' },
  'specialist-competence': { en: 'specialist competence', da: 'specialistkompetence' },
};

const result: Words<Result> = {
  completed: { en: 'completed', da: 'gennemført' },
  stopped: { en: 'stopped', da: 'stoppet' },
  cancelled: { en: 'cancelled', da: 'annulleret' },
};

/** Of contracts, their phases, pilots and adoptions: where two of them share a code, it means the same. */
const status: Words<Contract['status'] | PhaseState['status'] | Pilot['status'] | Adoption['status']> = {
  planned: { en: 'planned', da: 'planlagt' },
  running: { en: 'running', da: 'i gang' },
  'evidence-submitted': { en: 'submitted for its gate', da: 'indsendt til faseovergang' },
  decided: { en: 'decided', da: 'afgjort' },
  completed: { en: 'completed', da: 'gennemført' },
  terminated: { en: 'terminated', da: 'ophævet' },
  narrowed: { en: 'ended at a gate', da: 'udgået ved en faseovergang' },
  aborted: { en: 'broken off', da: 'afbrudt' },
  invited: { en: 'invited', da: 'inviteret' },
  adopts: { en: 'agreed', da: 'besluttet' },
  declined: { en: 'declined', da: 'afvist' },
  live: { en: 'live', da: 'i drift' },
  withdrawn: { en: 'withdrawn', da: 'trukket tilbage' },
};

const gate: Words<GateDecision | 'undecided'> = {
  pass: { en: 'passed', da: 'bestået' },
  conditional: { en: 'passed on a condition', da: 'bestået på en betingelse' },
  fail: { en: 'failed', da: 'ikke bestået' },
  undecided: { en: 'undecided', da: 'ikke afgjort' },
};

const state: Words<MilestoneState> = {
  planned: { en: 'planned', da: 'planlagt' },
  reached: { en: 'reached', da: 'nået' },
  'partly-reached': { en: 'partly reached', da: 'delvist nået' },
  missed: { en: 'missed', da: 'misset' },
  dropped: { en: 'dropped', da: 'bortfaldet' },
};

const recommendation: Words<Recommendation> = {
  scale: { en: 'to scale', da: 'at udbrede' },
  iterate: { en: 'to iterate', da: 'at iterere' },
  stop: { en: 'to stop', da: 'at stoppe' },
};

const direction: Words<'up' | 'down'> = { up: { en: 'up', da: 'op' }, down: { en: 'down', da: 'ned' } };
const bound: Words<Bound> = {
  point: { en: 'exactly', da: 'præcis' },
  'at-least': { en: 'at least', da: 'mindst' },
  'at-most': { en: 'at most', da: 'højst' },
};

const formula: Words<Formula['kind']> = {
  fixed: { en: 'fixed amount', da: 'fast beløb' },
  'per-outcome': { en: 'amount per outcome', da: 'beløb pr. resultat' },
  tiered: { en: 'tiers', da: 'trin' },
  'gain-share': { en: 'share of the gain', da: 'andel af gevinsten' },
};

/** The fields of a formula. */
const fields: Words<Exclude<keyof StatedFormula, 'kind'>> = {
  threshold: { en: 'a threshold', da: 'en tærskel' },
  amountOere: { en: 'an amount', da: 'et beløb' },
  per: { en: 'what is counted', da: 'hvad der tælles' },
  unitOere: { en: 'an amount per unit', da: 'et beløb pr. enhed' },
  target: { en: 'a target', da: 'et mål' },
  tiers: { en: 'tiers', da: 'trin' },
  share: { en: 'a share', da: 'en andel' },
};

const evidenceLevel: Words<EvidenceLevel> = {
  'supplier-calculated': { en: 'calculated by the supplier', da: 'beregnet af leverandøren' },
  'self-reported': { en: 'self-reported', da: 'selvrapporteret' },
  measured: { en: 'measured', da: 'målt' },
  'controlled-comparison': { en: 'a controlled comparison', da: 'en kontrolleret sammenligning' },
  'independently-evaluated': { en: 'independently evaluated', da: 'uafhængigt evalueret' },
};

/** What has a code, or may be changed. */
const of: Words = {
  targets: { en: 'targets', da: 'delmålene' },
  instalments: { en: 'instalments', da: 'raterne' },
  'performance levels': { en: 'performance levels', da: 'præstationsniveauerne' },
  baseline: { en: 'baseline', da: 'baseline' },
  target: { en: 'target', da: 'målværdi' },
};

/** What was left out. */
const missing: Words = {
  problem: { en: 'the problem', da: 'problemet' },
  targetGroup: { en: 'the target group', da: 'målgruppen' },
  section74: { en: 'all answers', da: 'alle svar' },
  iprScheme: { en: 'the scheme for intellectual property', da: 'ordningen for immaterielle rettigheder' },
  negotiationCourse: { en: 'the course of the negotiation', da: 'forhandlingens forløb' },
  remuneration: { en: 'the remuneration of participants', da: 'vederlaget til deltagerne' },
  narrowingByTargets: { en: 'narrowing by targets', da: 'indsnævring ved delmål' },
  reason: { en: 'the reason', da: 'begrundelsen' },
  note: { en: 'the note', da: 'noten' },
  remaining: { en: 'what is still missing', da: 'hvad der stadig mangler' },
};

/**
 * What the codes in a refusal's details are called, by the name of the detail: for its sentence, while the details keep
 * the codes for programs.
 */
export const refusalWords: Readonly<Record<'phase' | 'gate' | 'state' | 'result', Words>> &
  Readonly<Record<string, Words>> = {
  phase,
  belongs: phase,
  role,
  roles: role,
  permission,
  route,
  purpose,
  result,
  status,
  needed: status,
  gate,
  decision: gate,
  state,
  recommendation,
  direction,
  bound,
  of,
  missing,
  formula,
  fields,
  evidenceLevel,
  requiredEvidenceLevel: evidenceLevel,
  fault: measurementFaults,
};
