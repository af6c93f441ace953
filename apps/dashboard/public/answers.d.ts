/** What the pages read of the query API's answers. */

/** The moment an answer speaks of: asked with `known-at` this time, it is the same again. */
export interface AsOf {
  position: number;
  time: string;
}

export interface Page<Item> {
  asOf: AsOf;
  items: Item[];
  /** Cursor of the next page; none on the last. */
  next?: string;
}

export interface Reason {
  illustrative?: true;
  light: 'red' | 'amber';
  code: string;
  text: string;
  due?: string;
}

export interface Card {
  id: string;
  caseNumber: string;
  title: string;
  lead: string;
  leadName: string;
  municipalities: string[];
  route: string;
  theme: string;
  sector: string;
  phase: string;
  phaseSince: string;
  status: 'open' | 'suspended' | 'closed';
  light: 'red' | 'amber' | 'green';
  reasons: Reason[];
  nextDeadline?: { kind: string; id: string; title: string; due: string; overdue: boolean; illustrative?: true };
  overdue: number;
  handler?: string;
  registeredOn: string;
  updatedAt: string;
  revision: number;
  illustrative: string[];
}

export interface Milestone {
  code: string;
  title: string;
  state: 'planned' | 'reached' | 'partly-reached' | 'missed' | 'dropped';
  since?: string;
  plannedOn: string;
  firstPlannedOn: string;
  rescheduled: number;
  overdue: boolean;
  daysOverdue?: number;
  daysLate?: number;
  contractId?: string;
  phaseNo?: number;
  responsible?: string;
  note?: string;
  remaining?: string;
  evidence: string[];
  corrected: number;
  illustrative: string[];
}

export interface TimelineEntry {
  position: number;
  eventId: string;
  type: string;
  room: string;
  text: string;
  occurredOn: string;
  recordedAt: string;
  lateEntry: boolean;
  by: string;
  role: string;
  organisation: string;
  illustrative: string[];
  source?: string;
}

export interface Period {
  from: string;
  to: string;
}

export interface Figure {
  known: boolean;
  value?: string;
  bound?: string;
  reason?: string;
  n?: number;
  periods?: Period[];
}

export interface Attainment {
  kind: 'share' | 'range' | 'unknown';
  basisPoints?: number;
  bound?: string;
  inRange?: boolean;
  reason?: string;
}

export interface Point {
  period: Period;
  figure: Figure;
}

export interface Judged {
  latest: Figure;
  attainment: Attainment;
  status: string;
  series: Point[];
  /** Address of its explanation. */
  explanation: string;
}

export interface Result extends Judged {
  evidenceLevel: string;
  contractId?: string;
  partner?: string;
  sites: (Judged & { site: string; name: string })[];
}

export interface Definition {
  code: string;
  name: string;
  dimension: string;
  benefitClass: string;
  unit: string;
  direction: 'up' | 'down' | 'range';
  range?: { low: string; high: string };
  primary: boolean;
  aggregation: string;
  tolerance: number;
  population?: string;
  gains?: string;
  pays?: string;
}

export interface Kpi {
  definition: Definition;
  version: number;
  baseline?: {
    value?: string;
    numerator?: string;
    denominator?: string;
    bound?: string;
    n?: number;
    period: Period;
    source: string;
    locked: boolean;
  };
  target?: { value: string; due: string; bound: string };
  status?: string;
  evidenceLevel?: string;
  results: Result[];
  illustrative: string[];
}

interface Part {
  illustrative: string[];
}

export interface Instalment {
  code: string;
  title: string;
  amountOere: number;
  status: string;
  releasedOn?: string;
  paidOn?: string;
  invoices?: Invoice[];
}

/** As it was received: it may ask for another amount than the agreed one. */
export interface Invoice extends Part {
  invoiceNumber: string;
  amountOere: number;
  currency: string;
  receivedOn: string;
  dueOn?: string;
}

export interface ContractPhase {
  no: number;
  title: string;
  status: string;
  plannedStart: string;
  plannedEnd: string;
  startedOn?: string;
  valueOere: number;
  targets: { code: string; title: string; criterion: string; assessment?: string }[];
  instalments: Instalment[];
  gate?: {
    decision: string;
    reason: string;
    decidedOn: string;
    condition?: string;
    conditionDue?: string;
    conditionFulfilled?: string;
  };
}

export interface Contract extends Part {
  contractId: string;
  title: string;
  partner: { cvr: string; name: string };
  status: string;
  signedOn: string;
  currency: string;
  maximumCostOere: number;
  iprScheme: string;
  phases: ContractPhase[];
  paymentModels?: PaymentModel[];
}

export interface PaymentVersion extends Part {
  version: number;
  title: string;
  formula: {
    kind: string;
    threshold?: string;
    amountOere?: number;
    per?: string;
    unitOere?: number;
    target?: string;
    tiers?: { from: number; amountOere: number }[];
    share?: number;
  };
  capOere?: number;
  floorOere?: number;
  minimumPopulation: number;
  requiredEvidenceLevel: string;
}

export interface PaymentOutcome extends Part {
  outcomeId: string;
  status: string;
  period: Period;
  value?: string;
  numerator?: string;
  denominator?: string;
  bound?: string;
  population: number;
  evidenceLevel: string;
  correctedBecause?: string;
  withdrawnBecause?: string;
  invoices?: Invoice[];
  /** What it would pay while it is verified, what was released afterwards. */
  payment?: {
    payable: boolean;
    reason?: string;
    calculation?: {
      units?: string;
      attainment?: number;
      gainOere?: number;
      formulaOere: number;
      floorOere?: number;
      capLeftOere?: number;
      amountOere: number;
    };
  };
}

export interface PaymentModel {
  modelId: string;
  kpi: string;
  /** The last is in force. */
  versions: PaymentVersion[];
  outcomes: PaymentOutcome[];
}

export interface EvaluationRound {
  cause: string;
  openedOn: string;
  submitted?: { summary: string; independent: boolean; findings: { kpi: string; finding: string }[] };
  recommendation?: { recommendation: string; reason: string };
  decision?: { decision: string; reason: string; deviationReason?: string; overrideReason?: string };
}

export interface Gain {
  amount?: string;
  amountOere?: number;
  bound?: string;
  priceYear?: number;
  evidenceLevel?: string;
}

export interface Overview extends Card {
  asOf: AsOf;
  summary?: string;
  classification?: {
    theme: string;
    sectorArea: string;
    mainPurpose: string;
    innovationTypes: string[];
    legalForm: string;
    subjectNumber: string;
  };
  need?: Part & {
    problem: string;
    targetGroup: string;
    desiredOutcome?: string;
    claims?: { claim: string; source: string; quality: string }[];
  };
  parties: (Part & {
    organisation: string;
    name: string;
    lead: boolean;
    partnerType?: string;
    since: string;
    until?: string;
  })[];
  responsible: (Part & { subject: string; responsibility: string; from: string; until?: string })[];
  /** Absent at a step it has not come to. */
  funnel?: { interested?: number; candidates?: number; tenderers?: number; contracts?: number; accepted?: number };
  /** Not told to partners. */
  procurement?: Part & {
    award?: { notifiedOn: string; standstillEndsOn: string };
    /** Once its end is noted. */
    standstill?: { endedOn: string; complaint?: { lodgedOn: string; suspendsUntil?: string } };
  };
  contracts: Contract[];
  pilots: (Part & {
    pilotId: string;
    title: string;
    status: string;
    plannedStart?: string;
    plannedEnd?: string;
    startedOn?: string;
    endedOn?: string;
    summary?: string;
    reason?: string;
    sites: { siteId: string; name: string; municipality: string; participants?: number }[];
    incidents?: { incidentId: string; severity: string; description: string; reportedOn: string }[];
  })[];
  kpis: Kpi[];
  evaluation?: Part & { rounds: EvaluationRound[] };
  adoptions: (Part & {
    municipality: string;
    status: string;
    liveOn?: string;
    decidedOn?: string;
    invitedOn?: string;
    sites?: number;
    reason?: string;
  })[];
  benefits: (Part & { kpi: string; party: string; year: number; planned?: Gain; realised?: Gain })[];
  followUp?: Part & { owner?: string; reports?: { due: string; reportedOn?: string; summary?: string }[] };
  risks: (Part & {
    riskId: string;
    title: string;
    likelihood: number;
    consequence: number;
    mitigation?: string;
    open: boolean;
    outcome?: string;
  })[];
  deadlines: (Part & { deadlineId: string; title: string; due: string; firstDue: string; metOn?: string })[];
  decisions: (Part & {
    decisionId: string;
    title: string;
    decision: string;
    decidedOn: string;
    body: string;
    minutesReference?: string;
  })[];
  documents: (Part & {
    documentId: string;
    title: string;
    documentType: string;
    date: string;
    confidentiality: string;
    link: string;
  })[];
  notes: (Part & { noteId: string; text: string; by: string; writtenOn: string })[];
  businessCase?: Part & {
    horizonYears: number;
    orderVolumeOere: number;
    assumptions: string;
    parties?: { organisation: string; investmentOere: number; expectedGainOere: number }[];
  };
  budgetLines: (Part & {
    budgetLineId: string;
    year: number;
    amountOere: number;
    source: string;
    covers: { purchase: boolean; implementation: boolean; operation: boolean };
  })[];
}

/** How a figure came to be; what it is of differs. */
export interface Explanation {
  figure?: { latest?: Figure; attainment?: Attainment; status?: string };
  formula: Formula;
  attainmentFormula?: Formula;
  statusFormula?: Formula;
  inputs: ExplanationInput[];
  events: EventBehind[];
  projections: { name: string; version: number }[];
  next?: string;
  asOf: AsOf;
}

export interface Formula {
  code: string;
  expression: string;
  text: string;
}

export interface ExplanationInput {
  name: string;
  id?: string;
  value?: string;
  numerator?: string;
  denominator?: string;
  bound?: string;
  n?: number;
  period?: Period;
  unit?: string;
  evidenceLevel?: string;
  partnershipId?: string;
  kpi?: string;
  site?: string;
  contractId?: string;
  party?: string;
  year?: number;
  priceYear?: number;
  source?: string;
  illustrative?: boolean;
  positions: number[];
}

export interface EventBehind {
  position: number;
  id?: string;
  stream?: string;
  type?: string;
  occurredOn?: string;
  recordedAt?: string;
}

export interface PortfolioMeasure {
  kind: 'money' | 'unit';
  currency?: string;
  priceYear?: number;
  unit?: string;
  benefitClass?: string;
}

export interface PortfolioSum {
  known: boolean;
  amount?: string;
  amountOere?: number;
  bound?: string;
  reason?: string;
  count: number;
}

export interface PortfolioFigures {
  measure: PortfolioMeasure;
  planned: PortfolioSum;
  due: PortfolioSum;
  notYetDue: PortfolioSum;
  notFollowedUp: PortfolioSum;
  realised: {
    evidenceLevel: string;
    realised: PortfolioSum;
    share: { known: boolean; basisPoints?: number; bound?: string };
  }[];
}

interface PortfolioPart {
  followUp: {
    planned: number;
    due: number;
    followedUp: number;
    notFollowedUp: number;
    notYetDue: number;
    unplanned: number;
    share?: number;
  };
  figures: PortfolioFigures[];
  notAdded: { reason: string; planned: number; realised: number; notFollowedUp: number }[];
}

export interface PortfolioGroup extends PortfolioPart {
  key: string;
  name?: string;
}

export interface Portfolio extends Page<PortfolioGroup> {
  by: string;
  total: PortfolioPart & {
    partnerships: { count: number; byPhase: { phase: string; count: number }[] };
  };
}

export interface Duration {
  stays: number;
  lowerQuartileDays?: string;
  medianDays?: string;
  upperQuartileDays?: string;
  shortestDays?: number;
  longestDays?: number;
  suspendedDays?: number;
  contradictory: number;
}

export interface DurationsByEnd {
  finished?: Duration;
  stopped?: Duration;
  open?: Duration;
}

export interface PhaseDurations {
  asOf: AsOf;
  phases: (DurationsByEnd & { phase: string })[];
  dialogueToScaleUp: DurationsByEnd;
}

export interface Funnel {
  asOf: AsOf;
  partnerships: number;
  steps: {
    step: string;
    partnerships: number;
    suppliers: number;
    fromStepBefore?: { partnerships: number; share?: number };
  }[];
}

interface Endings {
  stopped: number;
  cancelled: number;
  stopDecided: number;
  terminated: number;
  aborted: number;
}

export interface Stopping
  extends Page<{
    partnershipId: string;
    partnership: string;
    how: string;
    phase: string;
    reason?: string;
    words: string;
    endedOn: string;
    illustrative?: true;
  }> {
  figures: {
    total: Endings;
    byPhase: (Endings & { phase: string })[];
    reasons: { how: string; reason: string; number: number }[];
  };
}

/** Absent while the tables were built by a release that did not know invoices. */
export interface InvoiceSum {
  items: number;
  amountOere: number;
  notAdded: number;
  illustrative: number;
}

export interface PaymentSums {
  currency: string;
  maximumCostOere: number;
  instalments: {
    agreedOere: number;
    releasedOere: number;
    settledOere: number;
    illustrative: number;
    invoiced?: InvoiceSum;
  };
  results?: { capOere?: number; releasedOere: number; unreleased: number; illustrative: number; invoiced?: InvoiceSum };
  releasedOfMaximum?: number;
}

export interface Payments
  extends Page<
    PaymentSums & {
      partnershipId: string;
      partnership: string;
      contractId: string;
      partner: string;
      status: string;
      illustrative: boolean;
    }
  > {
  totals: (PaymentSums & { contracts: number })[];
}

export interface Adoption
  extends Page<{
    partnershipId: string;
    partnership: string;
    live: number;
    adopts: number;
    invited: number;
    declined: number;
    withdrawn: number;
    sites: number;
  }> {
  figures: {
    coverage: {
      municipalities: number;
      live: number;
      adopts: number;
      invited: number;
      declined: number;
      withdrawn: number;
      notInvited: number;
      liveShare: number;
      populationAtLeast: number;
      populationUnknown: number;
    };
    byMunicipality: { municipality: string; name: string; status: string }[];
  };
}

export interface Collaboration {
  asOf: AsOf;
  partnerships: number;
  external: { partnerships: number; share?: number };
  byPartnerType: { type: string; partnerships: number; share?: number }[];
  complex: { partnerships: number };
}

export interface FollowUps
  extends Page<{
    partnershipId: string;
    caseNumber: string;
    partnership: string;
    kind: string;
    due: string;
    daysOverdue: number;
    owner?: string;
    kpi?: string;
    party?: string;
    year?: number;
  }> {
  figures: Record<'reports' | 'benefits', { due: number; missing: number }>;
}
