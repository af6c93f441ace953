import { Refused } from '#decider';
import type { PartnershipCommand, PartnershipEvent } from '../src/partnership.js';
import type { Actor, BusinessDate } from '../src/vocabulary.js';

/*
 * What has happened in the partnership on dehydration, phase by phase, for rules to be tried on. Each array
 * holds everything up to its point. Names of companies, dates, amounts and scores are illustrative.
 */

/** The day on which wishes are made. */
export const today: BusinessDate = '2026-06-01';

const actor = (subject: string, role: Actor['role'], organisation = '0250'): Actor => ({ subject, role, organisation });
export const manager = actor('pm-1', 'project-manager');
export const officer = actor('po-1', 'procurement-officer');
export const leader = actor('lead-1', 'leadership');
export const economist = actor('fin-1', 'finance');
export const evaluator = actor('eval-1', 'evaluator');
export const auditor = actor('audit-1', 'auditor', '0000');
export const system = actor('kafka', 'system', '0250');
/** The two partners that win, by CVR number. */
export const sensorPatch = actor('partner-1', 'partner', '11111111');
export const drinkingScale = actor('partner-2', 'partner', '22222222');

/** A command as the edge stamps it: made today, about today unless another day is given. */
export const wish = <Type extends PartnershipCommand['type']>(
  by: Actor,
  type: Type,
  data: Extract<PartnershipCommand, { type: Type }>['data'],
  occurredOn: BusinessDate = today,
) =>
  ({ type, data, by, at: `${today}T08:00:00.000Z`, today, occurredOn }) as Extract<PartnershipCommand, { type: Type }>;

/** What a decision is refused with; fails when it is not. */
export function refusal(decide: () => unknown): Refused {
  try {
    decide();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
  throw new Error('It was not refused');
}

type Past = readonly PartnershipEvent[];

export const registered: Past = [
  {
    type: 'PartnershipRegistered',
    data: {
      caseNumber: 'S2025-0141',
      title: 'Dehydrering hos ældre',
      leadOrganisation: '0250',
      leadOrganisationName: 'Frederikssund Kommune',
      route: 'innovation-partnership',
      classification: {
        theme: 'self-determination',
        sectorArea: 'elderly-and-health',
        mainPurpose: 'quality-for-citizens',
        otherPurposes: ['efficiency'],
        innovationTypes: ['product', 'service'],
        legalForm: 'agreement',
        subjectNumber: '27.35.00',
      },
      registeredBy: 'pm-1',
    },
  },
  {
    type: 'PartyJoined',
    data: { organisation: '0165', name: 'Albertslund Kommune', partnerType: 'other-municipality' },
  },
  { type: 'PartyJoined', data: { organisation: '0561', name: 'Esbjerg Kommune', partnerType: 'other-municipality' } },
  { type: 'PartyJoined', data: { organisation: '33333333', name: 'Nordlys A/S', partnerType: 'private-company' } },
];

/** The same case by a route that section 73 does not bind. */
export const registeredAs = (route: 'public-private-innovation' | 'other-procedure' | 'below-threshold'): Past => [
  ...registered,
  { type: 'ProcurementRouteDecided', data: { route, rationale: 'Under tærskelværdien', decidedBy: 'lead-1' } },
];

const described: Past = [
  {
    type: 'NeedDescribed',
    data: {
      problem: 'Indlæggelser på grund af dehydrering kunne være forebygget',
      targetGroup: 'Borgere over 65 i plejebolig og hjemmepleje',
      desiredOutcome: 'Personale og pårørende advares i tide',
      claims: [
        {
          claim: 'Omkring 10 % af indlæggelser over 65 skyldes dehydrering',
          source: 'Markedsmodningsfonden',
          quality: 'plausible',
        },
      ],
    },
  },
];
export const needDescribed: Past = [...registered, ...described];

export const dialogueOpened: Past = [
  ...needDescribed,
  {
    type: 'MarketDialogueOpened',
    data: {
      title: 'Åben dialog om dehydrering',
      callLink: 'https://udbud.example/dialog/1',
      opensOn: '2025-02-01',
      closesOn: '2025-03-01',
      questions: ['Hvordan måles væskebalance i hverdagen?'],
    },
  },
  {
    type: 'DialogueParticipantRegistered',
    data: { participantId: 'd1', name: 'Væskevagt ApS', cvr: '11111111', country: 'DK' },
  },
  { type: 'DialogueParticipantRegistered', data: { participantId: 'd2', name: 'Hydra GmbH', country: 'DE' } },
  {
    type: 'DialogueMaterialShared',
    data: {
      materialId: 'm1',
      title: 'Behovsbeskrivelse',
      link: 'https://udbud.example/m1',
      recipients: ['d1', 'd2'],
    },
  },
  {
    type: 'DialogueMeetingHeld',
    data: { meetingId: 'dm1', participants: ['d1'], heldOn: '2025-02-10', subject: 'Sensorer på huden' },
  },
];

export const dialogueConcluded: Past = [
  ...dialogueOpened,
  {
    type: 'MarketDialogueConcluded',
    data: {
      summary: 'Flere lovende ideer, intet færdigt produkt',
      marketHasSolution: false,
      evidence: 'Fem samtaler og en litteratursøgning',
    },
  },
];

const readyToTender: Past = [
  {
    type: 'KpiDefined',
    data: {
      code: 'admissions',
      name: 'Indlæggelser på grund af dehydrering',
      dimension: 'citizen',
      benefitClass: 'clinical-effect',
      unit: 'indlæggelser pr. 100 borgere',
      direction: 'down',
      primary: true,
      aggregation: 'ratio-of-sums',
      tolerance: 1_000,
      cashable: false,
      contractRelevant: true,
      publishable: true,
    },
  },
  {
    type: 'BusinessCaseSet',
    data: {
      horizonYears: 4,
      orderVolumeOere: 800_000_000,
      parties: [{ organisation: '0250', investmentOere: 200_000_000, expectedGainOere: 450_000_000 }],
      assumptions: 'Illustrativ',
    },
  },
];

/** Everything preparation needs but the route. */
export const beforePreparation: Past = [...dialogueConcluded, ...readyToTender];

export const prepared: Past = [
  ...beforePreparation,
  {
    type: 'ProcurementRouteDecided',
    data: { route: 'innovation-partnership', rationale: 'Løsningen findes ikke på markedet', decidedBy: 'lead-1' },
  },
  {
    type: 'ProcurementPrepared',
    data: { summary: 'Udbud med forhandling i to runder', noMarketSolutionEvidence: 'Markedsdialogens konklusion' },
  },
];

/** A tender by another route, without a market dialogue. */
export const preparedAsOtherProcedure: Past = [
  ...registeredAs('other-procedure'),
  ...described,
  ...readyToTender,
  { type: 'ProcurementPrepared', data: { summary: 'Begrænset udbud' } },
];

export const notice: Extract<PartnershipEvent, { type: 'NoticePublished' }>['data'] = {
  noticeId: 'n1',
  publicationNumber: '2025/S 061-000141',
  title: 'Innovationspartnerskab om dehydrering',
  cpvCodes: ['33100000'],
  dispatchedOn: '2025-04-01',
  requestDeadline: '2025-05-01',
  minimumCandidates: 3,
  maximumCandidates: 5,
  estimatedValueOere: 1_200_000_000,
  section74: {
    mayAwardOnInitialTender: false,
    iprScheme: 'Leverandøren ejer, kommunerne har brugsret',
    severalContracts: true,
    negotiationCourse: 'To runder, derefter endelige tilbud',
    remuneration: 'Hver fase betales for sig',
    narrowingByTargets: { announced: true, explanation: 'Ved hver faseovergang' },
  },
  eliminationAnnounced: true,
  severalWinnersAnnounced: true,
  awardCriteria: [
    { code: 'K', name: 'Kvalitet', kind: 'quality', weight: 6_000 },
    { code: 'P', name: 'Pris', kind: 'price', weight: 4_000 },
  ],
  plannedPhases: [
    { no: 1, title: 'Udvikling' },
    { no: 2, title: 'Afprøvning' },
  ],
};

export const noticePublished: Past = [...prepared, { type: 'NoticePublished', data: notice }];

const request = (candidateId: string, name: string, cvr: string): PartnershipEvent => ({
  type: 'RequestToParticipateReceived',
  data: { candidateId, name, cvr, country: 'DK', receivedOn: '2025-04-20' },
});

export const requestsReceived: Past = [
  ...noticePublished,
  request('c1', 'Konsortiet Væskevagt', '11111111'),
  request('c2', 'Konsortiet Drikkevægt', '22222222'),
  request('c3', 'Konsortiet Nordlys', '33333333'),
  request('c4', 'Konsortiet Sidstnævnt', '44444444'),
];

export const candidatesSelected: Past = [
  ...requestsReceived,
  {
    type: 'CandidatesSelected',
    data: {
      selected: ['c1', 'c2', 'c3'],
      rejected: [{ candidateId: 'c4', reason: 'Manglende referencer' }],
    },
  },
];

export const tendersInvited: Past = [
  ...candidatesSelected,
  { type: 'TendersInvited', data: { tenderers: ['c1', 'c2', 'c3'], tenderDeadline: '2025-07-01' } },
];

export const initialTendersReceived: Past = [
  ...tendersInvited,
  ...['c1', 'c2', 'c3'].map(
    (tendererId): PartnershipEvent => ({
      type: 'InitialTenderReceived',
      data: { tendererId, receivedOn: '2025-06-28' },
    }),
  ),
];

export const negotiated: Past = [
  ...initialTendersReceived,
  {
    type: 'NegotiationRoundHeld',
    data: { round: 1, tenderers: ['c1', 'c2', 'c3'], heldOn: '2025-08-10', subject: 'Prototype' },
  },
];

/** One tenderer is eliminated after the first round. */
export const finalTendersReceived: Past = [
  ...negotiated,
  { type: 'TendererEliminated', data: { tendererId: 'c3', round: 1, reason: 'Lavest på kvalitet' } },
  { type: 'FinalTenderReceived', data: { tendererId: 'c1', receivedOn: '2025-09-01' } },
  { type: 'FinalTenderReceived', data: { tendererId: 'c2', receivedOn: '2025-09-01' } },
];

export const tendersEvaluated: Past = [
  ...finalTendersReceived,
  {
    type: 'TendersEvaluated',
    data: {
      evaluations: [
        {
          tendererId: 'c1',
          scores: [
            { criterion: 'K', score: 8_000 },
            { criterion: 'P', score: 6_000 },
          ],
          total: 7_200,
        },
        {
          tendererId: 'c2',
          scores: [
            { criterion: 'K', score: 7_000 },
            { criterion: 'P', score: 7_000 },
          ],
          total: 7_000,
        },
      ],
      summary: 'To gode løsninger',
      evaluatedBy: 'eval-1',
    },
  },
];

/** Both tenderers win; contracts may be signed from 2025-10-12. */
export const awarded: Past = [
  ...tendersEvaluated,
  {
    type: 'AwardDecided',
    data: {
      winners: ['c1', 'c2'],
      reason: 'Begge løsninger afprøves',
      notifiedOn: '2025-10-01',
      standstillEndsOn: '2025-10-11',
      decidedBy: 'lead-1',
    },
  },
];
