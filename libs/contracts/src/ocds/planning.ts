import type { BusinessDate, Registered } from '#partnership';
import { isSupplier } from '../messages/case.js';
import type { Delta, Scene, Translations } from './delta.js';
import { lead, party } from './parties.js';
import type { Planning, ReleaseMilestone } from './release.js';
import { endOf, kroner, startOf } from './values.js';

const update = (planning: Planning): Delta => ({ tag: ['planningUpdate'], planning });

const reached = (id: string, title: string, on: BusinessDate): ReleaseMilestone => ({
  id,
  title,
  type: 'preProcurement',
  dateMet: startOf(on),
  status: 'met',
});

export const preparedMilestone = { id: 'prepared', title: 'Udbuddet forberedt' } as const;

const partyAlone = ({ after }: Scene, organisation: string, name: string): Delta => ({
  tag: ['planningUpdate'],
  parties: [party(after, organisation, name)],
});

/** What the budget lines come to; each of them in words, as OCDS has one amount only. */
function budgetOf({ caseWork: { budgetLines } }: Registered): NonNullable<Planning['budget']> {
  const lines = [...budgetLines.values()].toSorted((one, other) => one.year - other.year);
  return {
    amount: kroner(lines.reduce((sum, { amountOere }) => sum + amountOere, 0)),
    description: lines
      .map(({ year, source, amountOere, covers }) => {
        const purposes = [
          ...(covers.purchase ? ['anskaffelse'] : []),
          ...(covers.implementation ? ['implementering'] : []),
          ...(covers.operation ? ['drift'] : []),
        ];
        return `${year}: ${(amountOere / 100).toFixed(2)} kr. fra ${source} (${purposes.join(', ')})`;
      })
      .join('; '),
  };
}

export const planningTranslations = {
  PartnershipRegistered: ({ title, caseNumber, leadOrganisation, leadOrganisationName }, { after }) => ({
    tag: ['planning'],
    parties: [party(after, leadOrganisation, leadOrganisationName)],
    buyer: lead(after),
    planning: { budget: { project: title, projectID: caseNumber } },
  }),

  RegistrationAmended: ({ title }) => (title === undefined ? undefined : update({ budget: { project: title } })),

  // Who sells, or may come to, is told by the award and by the contract only.
  PartyJoined: ({ organisation, name }, scene) =>
    isSupplier(scene.after, organisation) ? undefined : partyAlone(scene, organisation, name),

  PartyLeft: ({ organisation }, scene) => {
    const left = scene.before.parties[organisation];
    return left && !isSupplier(scene.before, organisation) ? partyAlone(scene, organisation, left.name) : undefined;
  },

  BudgetLineSet: (_, { after }) => update({ budget: budgetOf(after) }),

  NeedDescribed: ({ problem, targetGroup, desiredOutcome }, { told: { occurredOn } }) =>
    update({
      documents: [
        {
          id: 'need',
          documentType: 'needsAssessment',
          title: 'Behovsbeskrivelse',
          description: [
            `Problem: ${problem}`,
            `Målgruppe: ${targetGroup}`,
            desiredOutcome && `Ønsket virkning: ${desiredOutcome}`,
          ]
            .filter(Boolean)
            .join('\n'),
          datePublished: startOf(occurredOn),
          language: 'da',
        },
      ],
      milestones: [reached('need', 'Behovet beskrevet', occurredOn)],
    }),

  MarketDialogueOpened: ({ title, callLink, opensOn, closesOn }) =>
    update({
      documents: [
        {
          id: 'dialogue-call',
          documentType: 'marketStudies',
          title: `Indkaldelse til markedsdialog: ${title}`,
          url: callLink,
          datePublished: startOf(opensOn),
          language: 'da',
        },
      ],
      milestones: [
        { id: 'dialogue', title, type: 'engagement', dueDate: endOf(closesOn), dateMet: null, status: 'scheduled' },
      ],
    }),

  // By the event: in the id people give it, a meeting may be named after whom it was with.
  DialogueMeetingHeld: ({ heldOn }, { told: { id } }) =>
    update({
      milestones: [
        {
          id: `dialogue/${id}`,
          title: 'Dialogmøde',
          type: 'engagement',
          dateMet: startOf(heldOn),
          status: 'met',
        },
      ],
    }),

  MarketDialogueConcluded: (_, { told: { occurredOn } }) =>
    update({
      documents: [
        {
          id: 'dialogue',
          documentType: 'marketStudies',
          title: 'Markedsdialog afsluttet',
          datePublished: startOf(occurredOn),
          language: 'da',
        },
      ],
      milestones: [{ id: 'dialogue', dateMet: startOf(occurredOn), status: 'met' }],
    }),

  ProcurementRouteDecided: (_, { told: { occurredOn } }) =>
    update({ milestones: [reached('route', 'Indkøbsvejen besluttet', occurredOn)] }),

  ProcurementPrepared: (_, { told: { occurredOn } }) =>
    update({ milestones: [reached(preparedMilestone.id, preparedMilestone.title, occurredOn)] }),
} satisfies Translations;
