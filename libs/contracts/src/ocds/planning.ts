import type { BusinessDate, Registered } from '#partnership';
import type { Delta, Scene, Translations } from './delta.js';
import { lead, party } from './parties.js';
import type { Planning, ReleaseMilestone } from './release.js';
import { endOf, startOf, value } from './values.js';

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
    amount: value(lines.reduce((sum, { amountOere }) => sum + amountOere, 0)),
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
  PartnershipRegistered: ({ title, caseNumber, summary, leadOrganisation, leadOrganisationName }, { after }) => ({
    tag: ['planning'],
    parties: [party(after, leadOrganisation, leadOrganisationName)],
    buyer: lead(after),
    planning: {
      budget: { project: title, projectID: caseNumber },
      ...(summary !== undefined && { rationale: summary }),
    },
  }),

  RegistrationAmended: ({ title, summary }) =>
    title === undefined && summary === undefined
      ? undefined
      : update({
          ...(title !== undefined && { budget: { project: title } }),
          ...(summary !== undefined && { rationale: summary }),
        }),

  PartyJoined: ({ organisation, name }, scene) => partyAlone(scene, organisation, name),

  PartyLeft: ({ organisation }, scene) => {
    const left = scene.before.parties[organisation];
    return left && partyAlone(scene, organisation, left.name);
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

  DialogueMeetingHeld: ({ meetingId, heldOn }) =>
    update({
      milestones: [
        {
          id: `dialogue/${meetingId}`,
          title: 'Dialogmøde',
          type: 'engagement',
          dateMet: startOf(heldOn),
          status: 'met',
        },
      ],
    }),

  MarketDialogueConcluded: ({ summary, marketHasSolution }, { told: { occurredOn } }) =>
    update({
      documents: [
        {
          id: 'dialogue',
          documentType: 'marketStudies',
          title: marketHasSolution
            ? 'Markedsdialog: markedet har en løsning'
            : 'Markedsdialog: markedet har ingen løsning',
          description: summary,
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
