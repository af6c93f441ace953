import { type Example, i, people } from './step.js';

const { manager, officer, leadership, finance, evaluator } = people('0580');
const abena = { cvr: i('30000005'), name: 'ABENA' };
const partner = people('30000005').partner;

const kpis = [
  {
    code: 'CHANGES',
    name: 'Diaper changes per citizen and day',
    dimension: 'citizen',
    benefitClass: 'citizen-quality',
    unit: 'changes per citizen and day',
    direction: 'down',
    primary: true,
    aggregation: 'mean-weighted-by-n',
    baseline: '5.2',
    target: '3.9',
    series: ['4.9', '4.3', '4.0'],
  },
  {
    code: 'LEAKS',
    name: 'Leaks per week',
    dimension: 'citizen',
    benefitClass: 'citizen-quality',
    unit: 'leaks per citizen and week',
    direction: 'down',
    primary: true,
    aggregation: 'mean-weighted-by-n',
    baseline: '2.8',
    target: '1.0',
    series: ['2.4', '1.6', '1.1'],
  },
  {
    code: 'CARE-MINUTES',
    name: 'Care minutes freed',
    dimension: 'organisation',
    benefitClass: 'time-freed',
    unit: 'minutes per citizen and day',
    direction: 'up',
    primary: false,
    aggregation: 'mean-weighted-by-n',
    baseline: '0',
    target: '20',
    series: ['6', '12', '17'],
  },
] as const;

export const intelligentDiaper: Example = {
  title: 'Intelligent diaper',
  steps: [
    manager('', {
      caseNumber: i('2022-0580-0112'),
      title: 'Intelligent diaper',
      summary: 'Sensors in the diaper, an app for staff, and reports behind an individual continence plan.',
      leadOrganisation: '0580',
      leadOrganisationName: 'Aabenraa Kommune',
      route: 'public-private-innovation',
      classification: {
        theme: i('time-and-workforce'),
        sectorArea: 'elderly-and-health',
        mainPurpose: i('quality-for-citizens'),
        otherPurposes: i(['efficiency']),
        innovationTypes: ['product', 'service', 'process-or-organisation'],
        legalForm: i('agreement'),
        subjectNumber: i('27.36.00'),
      },
      occurredOn: i('2022-01-10'),
    }),
    manager('/responsibles', {
      assignmentId: 'A1',
      subject: i('project-manager-0580'),
      responsibility: 'case-handler',
      from: i('2022-01-10'),
      occurredOn: i('2022-01-10'),
    }),
    manager('/need', {
      problem: 'Leaks, linen changes, urinary infections, and checks and changes that were not needed.',
      targetGroup: 'Citizens with incontinence in care homes',
      desiredOutcome: 'The right product is changed at the right time, by an individual plan.',
      occurredOn: i('2022-01-20'),
    }),
    manager('/market-dialogue', {
      title: 'Open call: continence care that knows when',
      callLink: i('https://example.org/continence/call'),
      opensOn: i('2022-02-01'),
      closesOn: i('2022-03-01'),
      occurredOn: i('2022-02-01'),
    }),
    manager('/market-dialogue/participants', {
      participantId: 'D1',
      name: 'ABENA',
      country: 'DK',
      occurredOn: i('2022-02-10'),
    }),
    officer('/market-dialogue/conclusion', {
      summary: i('One company wants to develop the solution together with the municipality.'),
      marketHasSolution: false,
      evidence: i('Open call with one answer.'),
      occurredOn: i('2022-03-05'),
    }),
    leadership('/procurement/route', {
      route: 'public-private-innovation',
      rationale: i('Development without purchase: the municipality gives time and sites, the company develops.'),
      occurredOn: i('2022-03-20'),
    }),
    ...kpis.map(({ baseline, target, series, ...kpi }) =>
      manager('/kpis', {
        ...kpi,
        tolerance: i(1500),
        cashable: false,
        contractRelevant: true,
        publishable: true,
        occurredOn: i('2022-03-25'),
      }),
    ),
    leadership('/development', {
      legalRationale: i('Research and development service; no purchase is promised.'),
      startedOn: i('2022-04-01'),
    }),
    officer('/contracts', {
      contractId: 'K1',
      title: 'Public-private innovation agreement with ABENA',
      partner: abena,
      signedOn: i('2022-04-04'),
      currency: 'DKK',
      maximumCostOere: i(90_000_000),
      iprScheme: i('The company owns the product; the municipality may use the results.'),
      performanceLevels: i([{ code: 'P1', description: 'At most one leak a week', kpi: 'LEAKS', threshold: '1' }]),
      phases: i([
        {
          no: 1,
          title: 'Prototype',
          plannedStart: '2022-04-04',
          plannedEnd: '2022-09-30',
          valueOere: 40_000_000,
          targets: [
            { code: 'T1', title: 'Sensor and app work', criterion: 'Wetness is shown in the app within five minutes' },
          ],
          instalments: [{ code: 'I1', title: 'Gate 1', amountOere: 40_000_000, payableWhen: 'gate-passed' }],
        },
      ]),
    }),
    manager('/contracts/K1/phases/1/start', { startedOn: i('2022-04-04') }),
    manager('/gate-criteria', {
      phaseNo: 1,
      criteria: i(['Wetness is shown in the app within five minutes']),
      occurredOn: i('2022-04-10'),
    }),
    manager('/milestones', {
      code: 'PROTOTYPE',
      title: 'Prototype in the hands of staff',
      plannedOn: i('2022-08-31'),
      contractId: 'K1',
      phaseNo: 1,
      occurredOn: i('2022-04-11'),
    }),
    partner('/milestones/PROTOTYPE/reached', { reachedOn: i('2022-09-12'), note: i('The app came twelve days late.') }),
    partner('/contracts/K1/phases/1/evidence', {
      summary: i('Test report of sensor and app.'),
      documents: [],
      occurredOn: i('2022-09-16'),
    }),
    manager('/contracts/K1/phases/1/assessments', { target: 'T1', assessment: i('met'), occurredOn: i('2022-09-21') }),
    leadership('/contracts/K1/phases/1/gate', {
      decision: i('pass'),
      reason: i('The prototype works on the ward.'),
      occurredOn: i('2022-09-28'),
    }),
    finance('/contracts/K1/phases/1/instalments/I1/release', { releasedOn: i('2022-10-05') }),
    finance('/contracts/K1/phases/1/instalments/I1/settlement', {
      amountOere: i(40_000_000),
      paidOn: i('2022-10-28'),
      paymentReference: i('PAY-0580-1'),
    }),
    ...kpis.flatMap((kpi) => [
      manager(`/kpis/${kpi.code}/baseline`, {
        baseline: i({
          value: kpi.baseline,
          n: 60,
          period: { from: '2022-09-01', to: '2022-10-31' },
          source: 'Registration by staff',
        }),
        occurredOn: i('2022-11-08'),
      }),
      manager(`/kpis/${kpi.code}/target`, {
        target: i({ value: kpi.target, due: '2023-12-31', bound: kpi.direction === 'up' ? 'at-least' : 'at-most' }),
        occurredOn: i('2022-11-08'),
      }),
      manager(`/kpis/${kpi.code}/baseline/lock`, { occurredOn: i('2022-11-08') }),
    ]),
    manager('/pilots', {
      pilotId: 'PILOT-1',
      title: 'Individual continence plans on two wards',
      contracts: ['K1'],
      plannedStart: i('2023-01-09'),
      plannedEnd: i('2023-06-30'),
      plannedParticipants: i(60),
      occurredOn: i('2022-11-21'),
    }),
    manager('/pilots/PILOT-1/sites', {
      siteId: 'W1',
      name: i('Ward 1'),
      municipality: '0580',
      occurredOn: i('2022-11-28'),
    }),
    manager('/pilots/PILOT-1/sites', {
      siteId: 'W2',
      name: i('Ward 2'),
      municipality: '0580',
      occurredOn: i('2022-11-28'),
    }),
    leadership('/pilots/PILOT-1/dpia', {
      required: i(false),
      reason: i('Data stay with staff and carry no identity outside the ward.'),
      occurredOn: i('2022-12-12'),
    }),
    manager('/pilots/PILOT-1/start', { startedOn: i('2023-01-16') }),
    manager('/pilots/PILOT-1/completion', {
      endedOn: i('2023-06-30'),
      summary: i('All wards finished; two citizens left the pilot.'),
    }),
    ...kpis.map((kpi) =>
      manager(`/kpis/${kpi.code}/measurements`, {
        measurements: kpi.series.flatMap((value, index) =>
          ['W1', 'W2'].map((site) => ({
            measurementId: `${kpi.code}-${site}-${index + 1}`,
            period: i(
              [
                { from: '2023-01-16', to: '2023-02-28' },
                { from: '2023-03-01', to: '2023-04-30' },
                { from: '2023-05-01', to: '2023-06-30' },
              ][index],
            ),
            value: i(value),
            n: i(site === 'W1' ? 31 : 27),
            site,
            contractId: 'K1',
            source: i('App and registration by staff'),
            evidenceLevel: 'measured',
          })),
        ),
        occurredOn: i('2023-07-05'),
      }),
    ),
    manager('/evaluation', { note: i('Both wards have reported.'), occurredOn: i('2023-07-15') }),
    evaluator('/evaluation/report', {
      summary: i('Fewer leaks and fewer changes; staff want the app to warn less often.'),
      independent: i(false),
      findings: i([{ kpi: 'LEAKS', finding: 'From 2.8 to 1.1 a week' }]),
      contracts: i([{ contractId: 'K1', performanceLevelMet: false, expectedCostOere: 85_000_000 }]),
      occurredOn: i('2023-09-10'),
    }),
    evaluator('/evaluation/recommendation', {
      recommendation: i('iterate'),
      reason: i('The level of one leak a week is close but not met.'),
      occurredOn: i('2023-09-20'),
    }),
  ],
};
