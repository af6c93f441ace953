import { type Example, i, people } from './step.js';

const { manager, officer, leadership, finance, evaluator } = people('0250');
const sensorPatch = { cvr: '10000009', name: 'Sensor patch consortium' };
const drinkingScale = { cvr: '20000007', name: 'Drinking scale consortium' };

const candidates = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7'];
const prequalified = candidates.slice(0, 5);
const names: Record<string, string> = { C1: sensorPatch.name, C2: drinkingScale.name };
const cvrs: Record<string, string> = { C1: sensorPatch.cvr, C2: drinkingScale.cvr };

const phases = [
  {
    no: 1,
    title: 'Development of a prototype',
    plannedStart: '2023-02-01',
    plannedEnd: '2023-08-31',
    valueOere: 200_000_000,
    targets: [
      { code: 'T1', title: 'Working prototype', criterion: 'Detects early signs of dehydration in a test set-up' },
      { code: 'T2', title: 'Fits into care', criterion: 'Staff can use it on a normal shift' },
    ],
    instalments: [
      { code: 'I1', title: 'Start', amountOere: 50_000_000, payableWhen: 'phase-started' },
      { code: 'I2', title: 'Gate 1', amountOere: 150_000_000, payableWhen: 'gate-passed' },
    ],
    requiredForPilot: true,
  },
  {
    no: 2,
    title: 'Test in the municipalities',
    plannedStart: '2023-09-01',
    plannedEnd: '2024-06-30',
    valueOere: 250_000_000,
    targets: [
      { code: 'T3', title: 'Warns staff and relatives', criterion: 'Alerts reach staff and relatives in all sites' },
    ],
    instalments: [{ code: 'I3', title: 'Gate 2', amountOere: 250_000_000, payableWhen: 'gate-passed' }],
  },
];

const contracts = [
  { contractId: 'K1', tendererId: 'C1', partner: sensorPatch },
  { contractId: 'K2', tendererId: 'C2', partner: drinkingScale },
];

const months = ['2024-01', '2024-02', '2024-03', '2024-04'];
const monthly = (month: string) => ({
  from: `${month}-01`,
  to: `${month}-${month === '2024-02' ? '29' : month === '2024-04' ? '30' : '31'}`,
});

export const dehydration: Example = {
  title: 'Dehydration of the elderly',
  steps: [
    manager('', {
      caseNumber: i('2021-0250-0417'),
      title: 'Dehydration of the elderly',
      summary: 'Sensors warn staff and relatives before an elderly citizen becomes dehydrated.',
      leadOrganisation: '0250',
      leadOrganisationName: 'Frederikssund Kommune',
      route: 'innovation-partnership',
      classification: {
        theme: i('social-responsibility'),
        sectorArea: 'elderly-and-health',
        mainPurpose: i('quality-for-citizens'),
        innovationTypes: ['product', 'service'],
        legalForm: i('agreement'),
        subjectNumber: i('27.36.00'),
      },
      occurredOn: i('2021-09-01'),
    }),
    manager('/responsibles', {
      assignmentId: 'A1',
      subject: i('project-manager-0250'),
      responsibility: 'case-handler',
      from: i('2021-09-01'),
      occurredOn: i('2021-09-01'),
    }),
    manager('/parties', {
      organisation: '0165',
      name: 'Albertslund Kommune',
      partnerType: 'other-municipality',
      occurredOn: i('2021-09-06'),
    }),
    manager('/parties', {
      organisation: '0561',
      name: 'Esbjerg Kommune',
      partnerType: 'other-municipality',
      occurredOn: i('2021-09-06'),
    }),
    manager('/need', {
      problem: 'Elderly citizens are admitted to hospital because they drink too little.',
      targetGroup: 'Citizens over 65 in care homes and in home care',
      desiredOutcome: 'Staff and relatives are warned in time to act.',
      claims: [
        {
          claim: 'About 10 % of admissions over 65 are due to dehydration.',
          source: 'First public source',
          quality: 'disputed',
        },
        {
          claim: 'About 10 % of preventable admissions over 65 are due to dehydration.',
          source: 'Second public source',
          quality: 'disputed',
        },
      ],
      occurredOn: i('2021-09-10'),
    }),
    leadership('/budget-lines', {
      budgetLineId: 'B1',
      year: i(2022),
      amountOere: 1_200_000_000,
      source: 'Markedsmodningsfonden',
      covers: i({ purchase: false, implementation: true, operation: false }),
      occurredOn: i('2021-09-24'),
    }),
    manager('/market-dialogue', {
      title: 'Open call: early warning of dehydration',
      callLink: i('https://example.org/dehydration/call'),
      opensOn: i('2021-10-01'),
      closesOn: i('2021-11-30'),
      occurredOn: i('2021-10-01'),
    }),
    ...prequalified.slice(0, 3).map((participantId, index) =>
      manager('/market-dialogue/participants', {
        participantId: `D${index + 1}`,
        name: names[participantId] ?? i(`Dialogue participant ${index + 1}`),
        country: i('DK'),
        occurredOn: i('2021-10-20'),
      }),
    ),
    manager('/market-dialogue/material', {
      materialId: 'M1',
      title: i('What we know about the need'),
      link: i('https://example.org/dehydration/need.pdf'),
      recipients: ['D1', 'D2', 'D3'],
      occurredOn: i('2021-10-25'),
    }),
    manager('/market-dialogue/meetings', {
      meetingId: 'MT1',
      participants: ['D1', 'D2', 'D3'],
      heldOn: i('2021-11-08'),
      subject: i('What sensors can and cannot tell'),
    }),
    officer('/market-dialogue/conclusion', {
      summary: i('Several companies can develop a solution; none sells one.'),
      marketHasSolution: false,
      evidence: i('Dialogue with three participants and a market study.'),
      occurredOn: i('2021-12-10'),
    }),
    manager('/kpis', {
      code: 'DEHYDRATION-ADMISSIONS',
      name: 'Dehydration admissions as a share of admissions over 65',
      dimension: 'citizen',
      benefitClass: 'clinical-effect',
      unit: '%',
      direction: 'down',
      primary: true,
      aggregation: 'ratio-of-sums',
      tolerance: i(1000),
      population: 'Citizens over 65',
      cashable: false,
      contractRelevant: true,
      publishable: true,
      occurredOn: i('2021-12-15'),
    }),
    manager('/kpis', {
      code: 'ALERT-TO-ACTION',
      name: 'Minutes from alert to action',
      dimension: 'organisation',
      benefitClass: 'citizen-quality',
      unit: 'minutes',
      direction: 'down',
      primary: true,
      aggregation: 'mean-weighted-by-n',
      tolerance: i(1000),
      cashable: false,
      contractRelevant: true,
      publishable: true,
      occurredOn: i('2021-12-15'),
    }),
    manager('/business-case', {
      horizonYears: i(5),
      orderVolumeOere: i(2_000_000_000),
      parties: i([
        { organisation: '0250', investmentOere: 60_000_000, expectedGainOere: 150_000_000 },
        { organisation: '0165', investmentOere: 40_000_000, expectedGainOere: 90_000_000 },
        { organisation: '0561', investmentOere: 80_000_000, expectedGainOere: 260_000_000 },
      ]),
      assumptions: i('Fewer admissions; the gains fall mostly to the municipalities that pay for admissions.'),
      occurredOn: i('2022-01-05'),
    }),
    leadership('/procurement/route', {
      route: 'innovation-partnership',
      rationale: i('No solution on the market, and the municipalities want to buy what is developed.'),
      occurredOn: i('2022-01-12'),
    }),
    officer('/procurement/preparation', {
      summary: i('Documents, targets and award criteria are ready.'),
      noMarketSolutionEvidence: i('Market study and dialogue: no solution on the market.'),
      occurredOn: i('2022-01-20'),
    }),
    officer('/procurement/notice', {
      noticeId: 'N1',
      title: 'Innovation partnership: early warning of dehydration',
      cpvCodes: i(['33100000']),
      dispatchedOn: i('2022-02-01'),
      requestDeadline: i('2022-03-15'),
      minimumCandidates: i(3),
      maximumCandidates: 5,
      estimatedValueOere: i(1_200_000_000),
      section74: i({
        mayAwardOnInitialTender: false,
        iprScheme: 'The partner owns what it develops; the municipalities may use it.',
        severalContracts: true,
        negotiationCourse: 'One round with every tenderer.',
        remuneration: 'Development is paid by instalments; tenders are not paid for.',
        narrowingByTargets: { announced: true, explanation: 'Partners may be narrowed at the gate after each phase.' },
      }),
      eliminationAnnounced: i(false),
      severalWinnersAnnounced: true,
      awardCriteria: i([
        { code: 'QUALITY', name: 'Expected effect and usability', kind: 'quality', weight: 6000 },
        { code: 'PRICE', name: 'Price of the developed solution', kind: 'price', weight: 4000 },
      ]),
      plannedPhases: i([
        { no: 1, title: 'Development of a prototype' },
        { no: 2, title: 'Test in the municipalities' },
      ]),
    }),
    ...candidates.map((candidateId, index) =>
      officer('/procurement/candidates', {
        candidateId,
        name: names[candidateId] ?? i(`Consortium ${index + 1}`),
        ...(cvrs[candidateId] && { cvr: i(cvrs[candidateId]) }),
        country: i('DK'),
        receivedOn: i('2022-03-14'),
      }),
    ),
    officer('/procurement/selection', {
      selected: prequalified,
      rejected: i([
        { candidateId: 'C6', reason: 'No documented experience with care staff.' },
        { candidateId: 'C7', reason: 'No documented development capacity.' },
      ]),
      occurredOn: i('2022-04-01'),
    }),
    officer('/procurement/invitation', {
      tenderers: prequalified,
      tenderDeadline: i('2022-06-15'),
      occurredOn: i('2022-04-20'),
    }),
    ...prequalified.map((tendererId) =>
      officer('/procurement/initial-tenders', { tendererId, receivedOn: i('2022-06-14') }),
    ),
    officer('/procurement/negotiation-rounds', {
      round: 1,
      tenderers: prequalified,
      heldOn: i('2022-08-25'),
      subject: i('Targets, phases and rights'),
    }),
    ...prequalified.map((tendererId) =>
      officer('/procurement/final-tenders', { tendererId, receivedOn: i('2022-10-14') }),
    ),
    officer('/procurement/evaluation', {
      evaluations: prequalified.map((tendererId, index) => ({
        tendererId,
        scores: [
          { criterion: 'QUALITY', score: i(9000 - index * 700) },
          { criterion: 'PRICE', score: i(7500 - index * 300) },
        ],
      })),
      summary: i('Two tenders stand out, with different technology.'),
      occurredOn: i('2022-11-20'),
    }),
    leadership('/procurement/award', {
      winners: ['C1', 'C2'],
      reason: 'Two different solutions to the same need.',
      notifiedOn: i('2022-12-01'),
    }),
    ...contracts.map(({ contractId, tendererId, partner }) =>
      officer('/contracts', {
        contractId,
        title: `Innovation partnership: ${partner.name}`,
        partner: { cvr: i(partner.cvr), name: partner.name },
        tendererId,
        signedOn: i('2023-01-16'),
        currency: 'DKK',
        maximumCostOere: i(450_000_000),
        iprScheme: i('The partner owns what it develops; the municipalities may use it without further payment.'),
        performanceLevels: i([
          { code: 'P1', description: 'Alert to action within 30 minutes', kpi: 'ALERT-TO-ACTION', threshold: '30' },
        ]),
        phases: i(phases),
      }),
    ),
    ...contracts.map(({ contractId, partner }) =>
      manager('/milestones', {
        code: `PROTOTYPE-${contractId}`,
        title: `Prototype ready: ${partner.name}`,
        plannedOn: i('2023-08-15'),
        contractId,
        phaseNo: 1,
        occurredOn: i('2023-01-23'),
      }),
    ),
    manager('/gate-criteria', {
      phaseNo: 1,
      criteria: i(['The prototype detects early signs', 'Staff can use it on a normal shift']),
      occurredOn: i('2023-02-01'),
    }),
    ...contracts.map(({ contractId }) =>
      manager(`/contracts/${contractId}/phases/1/start`, { startedOn: i('2023-02-01') }),
    ),
    ...contracts.map(({ contractId }) =>
      finance(`/contracts/${contractId}/phases/1/instalments/I1/release`, { releasedOn: i('2023-02-10') }),
    ),
    ...contracts.map(({ contractId }) =>
      finance(`/contracts/${contractId}/phases/1/instalments/I1/settlement`, {
        amountOere: i(50_000_000),
        paidOn: i('2023-03-01'),
        paymentReference: i(`PAY-${contractId}-1`),
      }),
    ),
    ...['DEHYDRATION-ADMISSIONS', 'ALERT-TO-ACTION'].flatMap((code) => [
      manager(`/kpis/${code}/baseline`, {
        baseline: i(
          code === 'ALERT-TO-ACTION'
            ? {
                value: '95',
                n: 140,
                period: { from: '2023-01-01', to: '2023-06-30' },
                source: 'Time study in three homes',
              }
            : {
                numerator: '42',
                denominator: '610',
                period: { from: '2022-01-01', to: '2022-12-31' },
                source: 'Admissions register',
              },
        ),
        occurredOn: i('2023-07-10'),
      }),
      manager(`/kpis/${code}/target`, {
        target: i({ value: code === 'ALERT-TO-ACTION' ? '30' : '0.04', due: '2024-12-31', bound: 'at-most' }),
        occurredOn: i('2023-07-10'),
      }),
      manager(`/kpis/${code}/baseline/lock`, { occurredOn: i('2023-07-10') }),
    ]),
    ...contracts.map(({ contractId, partner }) =>
      people(partner.cvr).partner(`/milestones/PROTOTYPE-${contractId}/reached`, {
        reachedOn: i('2023-08-18'),
        note: i('Three days late: a sensor had to be replaced.'),
      }),
    ),
    ...contracts.map(({ contractId, partner }) =>
      people(partner.cvr).partner(`/contracts/${contractId}/phases/1/evidence`, {
        summary: i('Test report of the prototype.'),
        documents: [],
        occurredOn: i('2023-08-22'),
      }),
    ),
    ...contracts.flatMap(({ contractId }) =>
      ['T1', 'T2'].map((target) =>
        manager(`/contracts/${contractId}/phases/1/assessments`, {
          target,
          assessment: i('met'),
          occurredOn: i('2023-08-28'),
        }),
      ),
    ),
    ...contracts.map(({ contractId }) =>
      leadership(`/contracts/${contractId}/phases/1/gate`, {
        decision: 'pass',
        reason: 'Both solutions go on to test.',
        occurredOn: i('2023-09-04'),
      }),
    ),
    ...contracts.map(({ contractId }) =>
      finance(`/contracts/${contractId}/phases/1/instalments/I2/release`, { releasedOn: i('2023-09-15') }),
    ),
    ...contracts.map(({ contractId }) =>
      manager(`/contracts/${contractId}/phases/2/start`, { startedOn: i('2023-09-20') }),
    ),
    manager('/pilots', {
      pilotId: 'PILOT-1',
      title: 'Both solutions in test',
      contracts: ['K1', 'K2'],
      plannedStart: i('2023-12-01'),
      plannedEnd: i('2024-06-30'),
      plannedParticipants: i(90),
      occurredOn: i('2023-10-02'),
    }),
    ...[
      ['S1', 'Frederikssund test site', '0250'],
      ['S2', 'Albertslund test site', '0165'],
      ['S3', 'Esbjerg test site', '0561'],
    ].map(([siteId, name, municipality]) =>
      manager('/pilots/PILOT-1/sites', { siteId, name: i(name), municipality, occurredOn: i('2023-10-09') }),
    ),
    manager('/documents', {
      documentId: 'DPIA-1',
      title: i('Data protection impact assessment'),
      documentType: 'assessment',
      direction: 'internal',
      date: i('2023-10-20'),
      confidentiality: 'internal',
      sha256: i('9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'),
      link: i('https://example.org/documents/dpia-1'),
    }),
    leadership('/pilots/PILOT-1/dpia', {
      required: i(true),
      reason: i('Sensors measure health data.'),
      document: 'DPIA-1',
      occurredOn: i('2023-10-30'),
    }),
    manager('/pilots/PILOT-1/start', { startedOn: i('2023-12-04') }),
    ...['S1', 'S2', 'S3'].map((siteId, index) =>
      manager('/pilots/PILOT-1/participants', { siteId, participants: i(28 + index), countedOn: i('2024-01-15') }),
    ),
    manager('/milestones', {
      code: 'MIDWAY',
      title: 'Midway evaluation of the test',
      plannedOn: i('2024-03-31'),
      occurredOn: i('2024-01-22'),
    }),
    manager('/milestones', {
      code: 'TEST-END',
      title: 'Test ended in all sites',
      plannedOn: i('2024-06-30'),
      occurredOn: i('2024-01-22'),
    }),
    manager('/risks', {
      riskId: 'R1',
      title: i('Patches come off in the bath'),
      likelihood: i(3),
      consequence: i(3),
      mitigation: i('New adhesive from week 14'),
      occurredOn: i('2024-03-05'),
    }),
    evaluator('/notes', {
      noteId: 'NOTE-1',
      text: i('Staff ask for alerts on the phone they already carry.'),
      occurredOn: i('2024-03-12'),
    }),
    manager('/milestones/MIDWAY/rescheduling', {
      plannedOn: i('2024-04-15'),
      reason: i('The steering group meets two weeks later.'),
      occurredOn: i('2024-03-20'),
    }),
    manager('/milestones/MIDWAY/partly-reached', {
      reachedOn: i('2024-04-16'),
      note: i('The sensor patch is assessed; the drinking scale lacks data from one site.'),
      remaining: i('Data from Albertslund.'),
    }),
    manager('/kpis/ALERT-TO-ACTION/measurements', {
      measurements: months.flatMap((month, index) =>
        (['K1', 'K2'] as const).map((contractId, which) => ({
          measurementId: `A-${contractId}-${month}`,
          period: monthly(month),
          value: i(String([88, 71, 55, 44][index]! - which * 6)),
          n: i(40 + index * 5),
          site: 'S1',
          contractId,
          source: i('Alert log'),
          evidenceLevel: 'measured',
        })),
      ),
      occurredOn: i('2024-05-06'),
    }),
    manager('/kpis/DEHYDRATION-ADMISSIONS/measurements', {
      measurements: months.map((month, index) => ({
        measurementId: `D-${month}`,
        period: monthly(month),
        numerator: i(String([4, 3, 3, 2][index])),
        denominator: i(String([52, 49, 55, 51][index])),
        source: i('Admissions register'),
        evidenceLevel: 'measured',
        municipality: '0250',
      })),
      occurredOn: i('2024-05-06'),
    }),
  ],
};
