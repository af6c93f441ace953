import { Type } from 'typebox';
import { adoptionBases, bounds, evidenceLevels, type PilotEvent, type ScaleUpEvent } from '#partnership';
import { isSupplier } from './case.js';
import { contractId } from './contract.js';
import { entered, phaseEntered } from './course.js';
import {
  businessDate,
  code,
  currency,
  decimal,
  kommunekode,
  oere,
  oneOf,
  organisation,
  text,
  wholeNumber,
} from './fields.js';
import { type Draft, message } from './message.js';
import { kept, own, type Tellings } from './telling.js';

const pilotId = () => code('The pilot, unique within the partnership.');

const pilotPlanned = message('pilot-planned', 'When a pilot is planned.', {
  pilotId: pilotId(),
  title: text('What is tried out.'),
  contracts: Type.Array(contractId(), { description: 'Under which contracts.' }),
  plannedStart: businessDate('Planned first day'),
  plannedEnd: businessDate('Planned last day'),
  plannedParticipants: wholeNumber('How many people take part as planned.'),
});
const pilotStarted = message('pilot-started', 'When a pilot begins.', {
  pilotId: pilotId(),
  startedOn: businessDate('When it began'),
});
const pilotEnded = message('pilot-ended', 'When a pilot is completed or aborted.', {
  pilotId: pilotId(),
  ended: oneOf(['completed', 'aborted'], 'Whether it ran to its end'),
  endedOn: businessDate('Its last day'),
});

const atTheSite =
  'Where people live and are cared for: sites, how many take part at each, and what happens to them there.';
const ended = (pilotId: string, how: 'completed' | 'aborted', endedOn: string): readonly Draft[] => [
  pilotEnded.of({ pilotId, ended: how, endedOn }),
];

export const pilotTellings: Tellings<PilotEvent> = {
  PilotPlanned: {
    as: [pilotPlanned],
    but: 'The protocol stays.',
    tell: ({ pilotId, title, contracts, plannedStart, plannedEnd, plannedParticipants }) => [
      pilotPlanned.of({ pilotId, title, contracts: [...contracts], plannedStart, plannedEnd, plannedParticipants }),
    ],
  },
  SiteApproved: kept(atTheSite),
  DpiaDecided: kept('The assessment of data protection is the municipality’s own.'),
  PilotStarted: {
    as: [pilotStarted, phaseEntered],
    tell: ({ pilotId, startedOn }, context) => [pilotStarted.of({ pilotId, startedOn }), ...entered(context)],
  },
  ParticipantsCounted: kept(atTheSite),
  PilotIncidentReported: kept(atTheSite),
  PilotCompleted: {
    as: [pilotEnded],
    but: 'The summary stays.',
    tell: ({ pilotId, endedOn }) => ended(pilotId, 'completed', endedOn),
  },
  PilotAborted: {
    as: [pilotEnded],
    but: 'The reason stays.',
    tell: ({ pilotId, endedOn }) => ended(pilotId, 'aborted', endedOn),
  },
};

const adopts = () => kommunekode('The municipality that adopts, or does not');
const adoptionDecided = message('adoption-decided', 'When a municipality decides whether to adopt the solution.', {
  municipality: adopts(),
  adopts: Type.Boolean({ description: 'Whether it adopts the solution.' }),
  basis: Type.Optional(oneOf(adoptionBases, 'On what basis it buys')),
  decidedOn: businessDate('When it decided'),
});
const adoptionLive = message('adoption-live', 'When a municipality has the solution in operation.', {
  municipality: adopts(),
  liveOn: businessDate('First day of operation'),
  sites: wholeNumber('At how many sites.'),
  populationCovered: Type.Optional(wholeNumber('How many people it covers.')),
});
const adoptionWithdrawn = message('adoption-withdrawn', 'When a municipality gives the solution up.', {
  municipality: adopts(),
  withdrawnOn: businessDate('Last day of operation, or when it decided not to begin'),
});
const benefitRealised = message(
  'benefit-realised',
  'When a benefit is realised for a party; the latest of a KPI, party, year and kind of amount holds.',
  {
    kpi: code('The KPI, unique within the partnership.'),
    party: organisation('Whose benefit it is'),
    year: wholeNumber('The year it was realised in.'),
    amount: Type.Optional(decimal('How much, in the unit of the KPI')),
    amountOere: Type.Optional(oere('How much it is worth; never added to amounts in the unit of the KPI')),
    currency: Type.Optional(currency()),
    bound: oneOf(bounds, 'Whether the amount is exact, or known only as a bound'),
    evidenceLevel: Type.Optional(oneOf(evidenceLevels, 'How well it is known; unknown when absent')),
  },
);
const scaleUpConcluded = message('scale-up-concluded', 'When the scale-up is concluded and follow-up begins.', {});

export const scaleUpTellings: Tellings<ScaleUpEvent> = {
  AdoptionInvited: kept('That a municipality is asked is its own affair until it has decided.'),
  AdoptionDecided: {
    as: [adoptionDecided],
    but: 'The reason stays.',
    tell: ({ municipality, adopts, basis, decidedOn }) => [
      adoptionDecided.of({ municipality, adopts, basis, decidedOn }),
    ],
  },
  AdoptionWentLive: {
    as: [adoptionLive],
    tell: ({ municipality, liveOn, sites, populationCovered }) => [
      adoptionLive.of({ municipality, liveOn, sites, populationCovered }),
    ],
  },
  AdoptionWithdrawn: {
    as: [adoptionWithdrawn],
    but: 'The reason stays.',
    tell: ({ municipality, withdrawnOn }) => [adoptionWithdrawn.of({ municipality, withdrawnOn })],
  },
  BenefitPlanned: kept('What is expected to be gained is a position in the negotiation, like the business case.'),
  BenefitRealised: {
    as: [benefitRealised],
    but: 'Only of a KPI that is marked as publishable, and never what a supplier gains. The evidence in words stays.',
    tell: ({ kpi, party, year, amount, amountOere, bound = 'point', evidenceLevel }, { before }) =>
      !before || !own(before.kpis, kpi)?.definition.publishable || isSupplier(before, party)
        ? []
        : [
            benefitRealised.of({
              kpi,
              party,
              year,
              amount,
              amountOere,
              currency: amountOere === undefined ? undefined : 'DKK',
              bound,
              evidenceLevel,
            }),
          ],
  },
  FollowUpPlanned: kept('Personal data: who follows up, and the municipality’s own plan.'),
  ScaleUpConcluded: {
    as: [scaleUpConcluded, phaseEntered],
    but: 'The summary stays.',
    tell: (_, context) => [scaleUpConcluded.of({}), ...entered(context)],
  },
  FollowUpReported: kept('Reports are the municipality’s own documents.'),
};
