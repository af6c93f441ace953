import { Type } from 'typebox';
import { instalmentTriggers } from '#partnership';
import { code, currency, cvr, date, flag, message, number, object, oere, oneOf, text } from './fields.js';

const target = object({
  code: code('The target (delmål).'),
  title: text(200, 'What it is called.'),
  criterion: text(2000, 'When it counts as met.'),
});

const instalment = object({
  code: code('The instalment.'),
  title: text(200, 'What it is called.'),
  amountOere: oere('What it is'),
  payableWhen: Type.Optional(oneOf(instalmentTriggers, 'What makes it payable; the passed gate unless stated.')),
});

const phase = object({
  no: number(1, 99, 'From 1, without gaps.'),
  title: text(200, 'What it is called.'),
  plannedStart: date('When it is planned to start.'),
  plannedEnd: date('When it is planned to end.'),
  valueOere: oere('What it is worth'),
  targets: Type.Array(target, { minItems: 1, maxItems: 50 }),
  instalments: Type.Array(instalment, { maxItems: 50, description: 'Sum exactly to the value of the phase.' }),
  requiredForPilot: Type.Optional(flag('Whether a pilot needs its gate passed.')),
});

const performanceLevel = object({
  code: code('The performance level.'),
  description: text(2000, 'What the solution must do.'),
  kpi: Type.Optional(code('Code of the KPI it is measured by.')),
  threshold: Type.Optional(
    Type.String({ pattern: '^-?\\d{1,12}(\\.\\d{1,6})?$', description: 'An exact decimal number as text.' }),
  ),
});

export const contractSigned = message(
  {
    contractId: code('The contract, as the procurement system calls it.'),
    title: text(200, 'What it is called.'),
    partner: object({ cvr: cvr('Its CVR number.'), name: text(200, "The company's name.") }),
    tendererId: Type.Optional(code('The winner it is with; routes without a tender have none.')),
    signedOn: date('The day it was signed.'),
    endsOn: Type.Optional(date('When it ends.')),
    currency: currency(),
    maximumCostOere: oere('Most that the solution may cost'),
    iprScheme: text(4000, 'The scheme for intellectual property.'),
    performanceLevels: Type.Array(performanceLevel, { maxItems: 50 }),
    phases: Type.Array(phase, { minItems: 1, maxItems: 20, description: 'In order, numbered from 1.' }),
  },
  {
    title: 'Contract signed',
    description: 'A partnership contract was signed with one partner.',
    examples: [
      {
        contractId: 'K-1',
        title: 'Sensor patch: development and pilot',
        partner: { cvr: '11111111', name: 'Væskevagt ApS' },
        tendererId: 'C-1',
        signedOn: '2025-09-15',
        endsOn: '2027-12-31',
        currency: 'DKK',
        maximumCostOere: 600_000_000,
        iprScheme: 'The partner keeps its rights; the municipalities get a licence.',
        performanceLevels: [
          { code: 'PL-1', description: 'Warns within 30 minutes', kpi: 'ALERT-MIN', threshold: '30' },
        ],
        phases: [
          {
            no: 1,
            title: 'Prototype',
            plannedStart: '2025-10-01',
            plannedEnd: '2026-01-31',
            valueOere: 100_000_000,
            targets: [{ code: 'T-1', title: 'Prototype', criterion: 'Warns within 30 minutes in the laboratory' }],
            instalments: [
              { code: 'I-1', title: 'At the start', amountOere: 50_000_000, payableWhen: 'phase-started' },
              { code: 'I-2', title: 'When the gate is passed', amountOere: 50_000_000 },
            ],
            requiredForPilot: true,
          },
        ],
      },
    ],
  },
);
