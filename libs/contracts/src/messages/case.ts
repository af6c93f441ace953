import { Type } from 'typebox';
import {
  type CaseWorkEvent,
  innovationTypes,
  legalForms,
  partnerTypes,
  purposes,
  type Registered,
  type RegistrationEvent,
  sectorAreas,
  themes,
} from '#partnership';
import { phase, route } from './course.js';
import { code, currency, oere, oneOf, organisation, text, wholeNumber } from './fields.js';
import { message } from './message.js';
import { kept, type Tellings } from './telling.js';

const classification = () =>
  Type.Object(
    {
      theme: oneOf(themes, 'What the partnership is for, by the themes of DI'),
      sectorArea: oneOf(sectorAreas, 'The sector it belongs to, by the areas of KL'),
      mainPurpose: oneOf(purposes, 'Its main purpose'),
      otherPurposes: Type.Optional(Type.Array(oneOf(purposes, 'Another purpose'))),
      innovationTypes: Type.Array(oneOf(innovationTypes, 'What kind of innovation, by COI and OECD')),
      legalForm: oneOf(legalForms, 'How the parties are bound to each other'),
      subjectNumber: Type.String({ pattern: '^[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}$', description: 'KLE number.' }),
    },
    { description: 'What kind of partnership it is.' },
  );

const registered = message('partnership-registered', 'Once, as the first message of a partnership.', {
  caseNumber: code('The case number of the lead organisation.'),
  title: text('What the partnership is called.'),
  leadOrganisation: organisation('Who leads it'),
  leadOrganisationName: text('The name of the lead organisation.'),
  route: route(),
  classification: classification(),
  phase: phase(),
});
const amended = message('registration-amended', 'When title or classification are amended; states only what is.', {
  title: Type.Optional(text('What the partnership is called from now on.')),
  classification: Type.Optional(classification()),
});
const joined = message('party-joined', 'When an organisation joins as a party.', {
  organisation: organisation('Who joins'),
  name: text('The name of the organisation.'),
  partnerType: oneOf(partnerTypes, 'What kind of partner, by COI'),
});
const left = message('party-left', 'When a party leaves.', { organisation: organisation('Who leaves') });

/** Whether an organisation sells, or may come to: who that is leaves with an award or a contract only. */
export function isSupplier({ parties, procurement, dialogue, contracts }: Registered, id: string): boolean {
  const { partnerType } = parties[id] ?? {};
  return (
    soldBy(partnerType) ||
    Object.values(contracts).some(({ partnerCvr }) => partnerCvr === id) ||
    Object.values(procurement.candidates).some(({ cvr }) => cvr === id) ||
    Object.values(dialogue?.participants ?? {}).some(({ cvr }) => cvr === id)
  );
}
const soldBy = (partnerType: string | undefined) => partnerType === 'private-company' || partnerType === 'abroad';

const suppliers = 'Suppliers are left out: who they are is told by the award and by their contract.';

export const registrationTellings: Tellings<RegistrationEvent> = {
  PartnershipRegistered: {
    as: [registered],
    but: 'The summary stays: it is written freely, and before there is a contract.',
    tell: ({ caseNumber, title, leadOrganisation, leadOrganisationName, route, classification }) => [
      registered.of({
        caseNumber,
        title,
        leadOrganisation,
        leadOrganisationName,
        route,
        classification: classified(classification),
        phase: 'draft',
      }),
    ],
  },
  RegistrationAmended: {
    as: [amended],
    but: 'Summary and reason stay; with nothing else amended, nothing leaves.',
    tell: ({ title, classification }) =>
      title === undefined && classification === undefined
        ? []
        : [amended.of({ title, classification: classification && classified(classification) })],
  },
  PartyJoined: {
    as: [joined],
    but: suppliers,
    tell: ({ organisation, name, partnerType }, { before }) =>
      soldBy(partnerType) || (before && isSupplier(before, organisation))
        ? []
        : [joined.of({ organisation, name, partnerType })],
  },
  PartyLeft: {
    as: [left],
    but: `${suppliers} The reason stays.`,
    tell: ({ organisation }, { before }) =>
      before && isSupplier(before, organisation) ? [] : [left.of({ organisation })],
  },
};

type Classification = Extract<RegistrationEvent, { type: 'PartnershipRegistered' }>['data']['classification'];

const classified = ({ innovationTypes, otherPurposes, ...classification }: Classification) => ({
  theme: classification.theme,
  sectorArea: classification.sectorArea,
  mainPurpose: classification.mainPurpose,
  otherPurposes: otherPurposes && [...otherPurposes],
  innovationTypes: [...innovationTypes],
  legalForm: classification.legalForm,
  subjectNumber: classification.subjectNumber,
});

const budgetLineSet = message(
  'budget-line-set',
  'When a line of the budget is set; the latest of an id and year holds.',
  {
    budgetLineId: code('The budget line.'),
    year: wholeNumber('The year it is for.'),
    amountOere: oere('What is set aside'),
    currency: currency(),
    source: text('Who the money is from.'),
    covers: Type.Object(
      { purchase: Type.Boolean(), implementation: Type.Boolean(), operation: Type.Boolean() },
      { description: 'What of the solution’s life the line pays for.' },
    ),
  },
);

const people = 'Personal data: who is responsible for what.';
const internal = 'Work on the case itself, in words people write for each other.';

export const caseWorkTellings: Tellings<CaseWorkEvent> = {
  ResponsibleAssigned: kept(people),
  ResponsibilityEnded: kept(people),
  DeadlineSet: kept(internal),
  DeadlineShifted: kept(internal),
  DeadlineMet: kept(internal),
  RiskRaised: kept(internal),
  RiskReassessed: kept(internal),
  RiskClosed: kept(internal),
  NoteWritten: kept(internal),
  NoteCorrected: kept(internal),
  DecisionRecorded: kept('The minutes of a committee are published by the committee.'),
  DocumentJournalised: kept('Documents are in the municipality’s document system, which knows who may see them.'),
  BusinessCaseSet: kept('What the parties expect to gain is their position in the negotiation.'),
  BudgetLineSet: {
    as: [budgetLineSet],
    tell: ({ budgetLineId, year, amountOere, source, covers }) => [
      budgetLineSet.of({
        budgetLineId,
        year,
        amountOere,
        currency: 'DKK',
        source,
        covers: {
          purchase: covers.purchase,
          implementation: covers.implementation,
          operation: covers.operation,
        },
      }),
    ],
  },
};
