import type { ContractTerms } from '../src/contract/contract.js';
import type { KpiDefinition } from '../src/kpi/definition.js';
import type { PartnershipEvent } from '../src/partnership.js';
import type { Benefit } from '../src/scale-up/scale-up.js';
import { awarded, registeredAs } from './story.js';

/*
 * What has happened in the partnership on dehydration from the contracts on. Each array holds everything up to
 * its point. Names of companies, dates, amounts and figures are illustrative.
 */

type Past = readonly PartnershipEvent[];

/** The sensor patch: two phases, the first paid half at its start, and the pilot needs its gate. */
export const sensorTerms: ContractTerms = {
  contractId: 'k1',
  title: 'Sensorplaster',
  partner: { cvr: '11111111', name: 'Konsortiet Væskevagt' },
  tendererId: 'c1',
  signedOn: '2025-10-15',
  endsOn: '2027-12-31',
  currency: 'DKK',
  maximumCostOere: 500_000_000,
  iprScheme: 'Leverandøren ejer, kommunerne har brugsret',
  performanceLevels: [
    { code: 'Y1', description: 'Færre indlæggelser på grund af dehydrering', kpi: 'admissions', threshold: '2.5' },
  ],
  phases: [
    {
      no: 1,
      title: 'Udvikling',
      plannedStart: '2025-11-01',
      plannedEnd: '2026-01-31',
      valueOere: 100_000_000,
      targets: [
        { code: 'D1', title: 'Prototype', criterion: 'Måler væskebalance med højst 5 % fejl' },
        { code: 'D2', title: 'Brugertest', criterion: 'Ti borgere har båret plasteret' },
      ],
      instalments: [
        { code: 'R1', title: 'Opstart', amountOere: 40_000_000, payableWhen: 'phase-started' },
        { code: 'R2', title: 'Delmål nået', amountOere: 60_000_000 },
      ],
      requiredForPilot: true,
    },
    {
      no: 2,
      title: 'Afprøvning',
      plannedStart: '2026-02-01',
      plannedEnd: '2026-06-30',
      valueOere: 50_000_000,
      targets: [{ code: 'D1', title: 'Drift i tre måneder', criterion: 'Oppetid over 99 %' }],
      instalments: [{ code: 'R1', title: 'Delmål nået', amountOere: 50_000_000 }],
    },
  ],
};

/** The drinking scale, on the same phases. */
export const scaleTerms: ContractTerms = {
  ...sensorTerms,
  contractId: 'k2',
  title: 'Drikkevægt',
  partner: { cvr: '22222222', name: 'Konsortiet Drikkevægt' },
  tendererId: 'c2',
};

/** The day a contract is signed or a later fact occurred does not matter to most rules; these are before the wishes. */
export const contractSigned: Past = [...awarded, { type: 'PartnershipContractSigned', data: sensorTerms }];
export const contractsSigned: Past = [...contractSigned, { type: 'PartnershipContractSigned', data: scaleTerms }];

export const criteriaSet: Past = [
  ...contractsSigned,
  { type: 'GateCriteriaSet', data: { phaseNo: 1, version: 1, criteria: ['Virkning', 'Brugervenlighed'] } },
];

const each = (event: (contractId: 'k1' | 'k2', partner: string) => PartnershipEvent): Past => [
  event('k1', 'partner-1'),
  event('k2', 'partner-2'),
];

/** Both partners are in phase 1. */
export const developing: Past = [
  ...criteriaSet,
  ...each((contractId) => ({ type: 'PhaseStarted', data: { contractId, phaseNo: 1, startedOn: '2025-11-01' } })),
];

/** A document of each contract, and one of the case itself. */
export const documentsJournalised: Past = [
  ...developing,
  ...['k1', 'k2', undefined].map(
    (contractId): PartnershipEvent => ({
      type: 'DocumentJournalised',
      data: {
        documentId: `doc-${contractId ?? 'case'}`,
        title: 'Rapport',
        documentType: 'report',
        direction: 'received',
        date: '2026-01-20',
        confidentiality: 'confidential',
        sha256: 'a'.repeat(64),
        link: `https://esdh.example/${contractId ?? 'case'}`,
        contractId,
      },
    }),
  ),
];

/** Evidence for phase 1 by each partner, k1's with its document. */
export const evidenceSubmitted: Past = [
  ...documentsJournalised,
  ...each((contractId, submittedBy) => ({
    type: 'PhaseEvidenceSubmitted',
    data: { contractId, phaseNo: 1, summary: 'Testrapport', documents: [`doc-${contractId}`], submittedBy },
  })),
];

const assessed = (contractId: string, target: string, version = 1): PartnershipEvent => ({
  type: 'TargetAssessed',
  data: { contractId, phaseNo: 1, target, assessment: 'met', criteriaVersion: version, assessedBy: 'pm-1' },
});

/** Every target of phase 1 is assessed on version 1 of the criteria. */
export const targetsAssessed: Past = [
  ...evidenceSubmitted,
  ...['k1', 'k2'].flatMap((contractId) => [assessed(contractId, 'D1'), assessed(contractId, 'D2')]),
];

const gate = (
  contractId: string,
  decided: Pick<Extract<PartnershipEvent, { type: 'PhaseGateDecided' }>['data'], 'decision'> & {
    readonly condition?: string;
    readonly conditionDue?: string;
  },
): PartnershipEvent => ({
  type: 'PhaseGateDecided',
  data: {
    contractId,
    phaseNo: 1,
    reason: 'Delmålene taget i betragtning',
    criteriaVersion: 1,
    decidedBy: 'lead-1',
    at: '2026-02-01T09:00:00.000Z',
    ...decided,
  },
});

/** k1 is through; k2 is not decided yet. */
export const firstGatePassed: Past = [...targetsAssessed, gate('k1', { decision: 'pass' })];
export const gatesPassed: Past = [...firstGatePassed, gate('k2', { decision: 'pass' })];
/** k1 is through, k2 failed. */
export const secondPartnerFailed: Past = [...firstGatePassed, gate('k2', { decision: 'fail' })];
/** k1 is through on a condition due after today. */
export const passedOnCondition: Past = [
  ...targetsAssessed,
  gate('k1', { decision: 'conditional', condition: 'Ny batteritest', conditionDue: '2026-07-01' }),
];

export const baselineLocked: Past = [
  ...gatesPassed,
  {
    type: 'BaselineSet',
    data: {
      code: 'admissions',
      baseline: {
        value: '5',
        n: 420,
        period: { from: '2024-01-01', to: '2024-12-31' },
        source: 'Landspatientregistret',
      },
    },
  },
  { type: 'BaselineLocked', data: { code: 'admissions', lockedBy: 'eval-1' } },
  {
    type: 'TargetSet',
    data: { code: 'admissions', target: { value: '2.5', due: '2026-12-31', bound: 'at-most' } },
  },
];

export const pilotPlanned: Past = [
  ...baselineLocked,
  {
    type: 'PilotPlanned',
    data: {
      pilotId: 'p1',
      title: 'Afprøvning på plejehjem',
      contracts: ['k1', 'k2'],
      plannedStart: '2026-03-01',
      plannedEnd: '2026-05-31',
      plannedParticipants: 60,
    },
  },
];

export const siteApproved: Past = [
  ...pilotPlanned,
  {
    type: 'SiteApproved',
    data: { pilotId: 'p1', siteId: 's1', name: 'Plejehjemmet Åbakken', municipality: '0250', approvedBy: 'lead-1' },
  },
];

export const readyToPilot: Past = [
  ...siteApproved,
  {
    type: 'DpiaDecided',
    data: { pilotId: 'p1', required: true, reason: 'Helbredsoplysninger', document: 'doc-case', decidedBy: 'lead-1' },
  },
];

export const piloting: Past = [
  ...readyToPilot,
  { type: 'PilotStarted', data: { pilotId: 'p1', startedOn: '2026-03-01' } },
];

export const pilotCompleted: Past = [
  ...piloting,
  { type: 'PilotCompleted', data: { pilotId: 'p1', endedOn: '2026-05-20', summary: 'Gennemført på ét sted' } },
];

export const evaluationOpened: Past = [
  ...pilotCompleted,
  { type: 'EvaluationOpened', data: { cause: 'pilots-ended' } },
];

/** k1 reaches its level within its cost, k2 does not reach its level. */
export const evaluated: Past = [
  ...evaluationOpened,
  {
    type: 'EvaluationSubmitted',
    data: {
      summary: 'Sensorplasteret virker',
      independent: true,
      findings: [{ kpi: 'admissions', finding: 'Halveret' }],
      contracts: [
        { contractId: 'k1', performanceLevelMet: true, expectedCostOere: 450_000_000 },
        { contractId: 'k2', performanceLevelMet: false, expectedCostOere: 300_000_000 },
      ],
      submittedBy: 'eval-1',
    },
  },
];

export const recommended: Past = [
  ...evaluated,
  {
    type: 'RecommendationIssued',
    data: { recommendation: 'scale', reason: 'Virker og kan betale sig', issuedBy: 'eval-1' },
  },
];

export const decidedTo = (
  decision: 'scale' | 'iterate' | 'stop',
  backTo?: 'development' | 'pilot',
): PartnershipEvent => ({
  type: 'EvaluationDecisionTaken',
  data: { decision, reason: 'Styregruppens drøftelse', backTo, recommendation: 'scale', decidedBy: 'lead-1' },
});

export const scaling: Past = [...recommended, decidedTo('scale')];

export const adoptionInvited: Past = [
  ...scaling,
  { type: 'AdoptionInvited', data: { municipality: '0580', invitedOn: '2026-05-21' } },
];
export const adoptionDecided: Past = [
  ...adoptionInvited,
  {
    type: 'AdoptionDecided',
    data: { municipality: '0580', adopts: true, basis: 'own-procurement', decidedOn: '2026-05-23' },
  },
];
export const adoptionLive: Past = [
  ...adoptionDecided,
  { type: 'AdoptionWentLive', data: { municipality: '0580', liveOn: '2026-05-25', sites: 4, populationCovered: 310 } },
];

export const followUpPlanned: Past = [
  ...adoptionLive,
  { type: 'FollowUpPlanned', data: { owner: 'pm-1', reportsDue: ['2026-05-31', '2027-05-31'] } },
];

export const followedUp: Past = [
  ...followUpPlanned,
  { type: 'ScaleUpConcluded', data: { summary: 'I drift i en kommune mere', decidedBy: 'lead-1' } },
];

export const benefit: Benefit = { kpi: 'admissions', party: '0250', year: 2026, amount: '12.5' };

/** A public-private innovation on which development has started without a tender. */
export const startedWithoutTender: Past = [
  ...registeredAs('public-private-innovation'),
  {
    type: 'NeedDescribed',
    data: { problem: 'Bleer lækker om natten', targetGroup: 'Borgere på plejehjem' },
  },
  {
    type: 'DevelopmentStarted',
    data: { legalRationale: 'Udbudslovens § 4, nr. 1', startedOn: '2025-10-01', decidedBy: 'lead-1' },
  },
];

/** Another KPI: the minutes from an alert until somebody acts. */
export const minutesToAction: KpiDefinition = {
  code: 'minutes',
  name: 'Minutter fra alarm til handling',
  dimension: 'organisation',
  benefitClass: 'time-freed',
  unit: 'minutter',
  direction: 'down',
  primary: false,
  aggregation: 'mean-weighted-by-n',
  tolerance: 1_000,
  staleAfterDays: 60,
  cashable: false,
  contractRelevant: true,
  publishable: true,
};
