import { Type } from 'typebox';
import { criterionKinds, type MarketDialogueEvent, type NeedEvent, type ProcurementEvent } from '#partnership';
import { entered, phaseEntered, route } from './course.js';
import { basisPoints, businessDate, code, currency, cvr, oere, oneOf, text, wholeNumber } from './fields.js';
import { message } from './message.js';
import { kept, own, type Tellings } from './telling.js';

const needDescribed = message(
  'need-described',
  'When the need is described, or described anew before it is tendered.',
  {
    problem: text('What the problem is; names no supplier.'),
    targetGroup: text('Whom it concerns.'),
    desiredOutcome: Type.Optional(text('What should be achieved.')),
  },
);

export const needTellings: Tellings<NeedEvent> = {
  NeedDescribed: {
    as: [needDescribed, phaseEntered],
    but: 'Claims and their sources stay.',
    tell: ({ problem, targetGroup, desiredOutcome }, context) => [
      needDescribed.of({ problem, targetGroup, desiredOutcome }),
      ...entered(context),
    ],
  },
};

const dialogueOpened = message('market-dialogue-opened', 'When the open call for a market dialogue is published.', {
  title: text('What the call is about.'),
  callLink: text('Where the call is published.'),
  opensOn: businessDate('First day of the dialogue'),
  closesOn: businessDate('Last day of the call'),
});
const dialogueConcluded = message('market-dialogue-concluded', 'When the market dialogue is over.', {
  participants: wholeNumber('How many took part; who they are is not told.'),
});

const whoTakesPart = 'Who takes part in the dialogue, and what is said there, is between them and the municipality.';

export const marketDialogueTellings: Tellings<MarketDialogueEvent> = {
  MarketDialogueOpened: {
    as: [dialogueOpened, phaseEntered],
    tell: ({ title, callLink, opensOn, closesOn }, context) => [
      dialogueOpened.of({ title, callLink, opensOn, closesOn }),
      ...entered(context),
    ],
  },
  DialogueParticipantRegistered: kept(whoTakesPart),
  DialogueMeetingHeld: kept(whoTakesPart),
  DialogueMaterialShared: kept(whoTakesPart),
  MarketDialogueConcluded: {
    as: [dialogueConcluded],
    but: 'What was learnt, and about whose products, stays.',
    tell: (_, { before }) => [
      dialogueConcluded.of({ participants: Object.keys(before?.dialogue?.participants ?? {}).length }),
    ],
  },
};

const routeDecided = message('route-decided', 'When leadership decides how to procure.', { route: route() });
const noticePublished = message('notice-published', 'When the contract notice is dispatched, with what it says.', {
  noticeId: code('The notice.'),
  publicationNumber: Type.Optional(text('Its publication number in TED or udbud.dk.')),
  title: text('The title of the notice.'),
  cpvCodes: Type.Array(code('A CPV code.')),
  dispatchedOn: businessDate('When it was dispatched'),
  requestDeadline: businessDate('Last day for requests to participate'),
  minimumCandidates: wholeNumber('How many candidates are selected at least.'),
  maximumCandidates: Type.Optional(wholeNumber('How many candidates are selected at most.')),
  estimatedValueOere: Type.Optional(oere('The estimated value')),
  currency: currency(),
  eliminationAnnounced: Type.Boolean({ description: 'Whether tenderers may be eliminated round by round.' }),
  severalWinnersAnnounced: Type.Boolean({ description: 'Whether several tenderers may win.' }),
  awardCriteria: Type.Array(
    Type.Object({
      code: code('The criterion.'),
      name: text('What is judged.'),
      kind: oneOf(criterionKinds, 'What kind of criterion'),
      weight: basisPoints('Its weight'),
    }),
    { description: 'What the award is decided by; the weights sum to the whole.' },
  ),
  plannedPhases: Type.Array(
    Type.Object({ no: wholeNumber('The phase, from 1.', 1), title: text('What is done in it.') }),
    { description: 'The phases a contract will have.' },
  ),
});
const candidatesSelected = message('candidates-selected', 'When candidates are selected: how many, not who.', {
  candidates: wholeNumber('How many asked to take part.'),
  selected: wholeNumber('How many of them were selected.'),
});
const tendersInvited = message('tenders-invited', 'When the selected candidates are invited to tender, all at once.', {
  invited: wholeNumber('How many are invited; who they are is not told.'),
  tenderDeadline: businessDate('Last day for tenders'),
});
const awardDecided = message('award-decided', 'When tenderers are notified of the award.', {
  notifiedOn: businessDate('When they were notified'),
  standstillEndsOn: businessDate('Last day of the standstill'),
  winners: Type.Array(
    Type.Object({
      name: text('The name of the winner.'),
      cvr: Type.Optional(cvr('The winner')),
      country: Type.Optional(Type.String({ description: 'Where it is established.' })),
    }),
    { minItems: 1, description: 'Who won.' },
  ),
});
const standstillEnded = message(
  'standstill-ended',
  'When the standstill of an award is over, and again when a complaint about it is noted or decided.',
  {
    endedOn: businessDate('Last day of the standstill'),
    complaint: Type.Optional(
      Type.Object(
        {
          lodgedOn: businessDate('When it was lodged with the Complaints Board'),
          suspendsUntil: Type.Optional(
            businessDate('Last day it keeps contracts from being signed; absent until the Board has decided'),
          ),
        },
        {
          description:
            'A complaint; one lodged after the standstill has suspensive effect only where suspendsUntil is there.',
        },
      ),
    ),
  },
);
const procurementCancelled = message(
  'procurement-cancelled',
  'When the procurement is given up; the partnership may prepare another.',
  {},
);

const whoAsks =
  'Who asks, tenders or is turned down is not told before an award, and not at all of those who do not win.';
const tenders = 'Tenders, their points and the negotiation are confidential.';
const interests = 'Personal data: what somebody has to do with a tenderer.';

export const procurementTellings: Tellings<ProcurementEvent> = {
  ProcurementRouteDecided: {
    as: [routeDecided],
    but: 'The rationale stays.',
    tell: ({ route }) => [routeDecided.of({ route })],
  },
  ProcurementPrepared: {
    as: [phaseEntered],
    but: 'What was prepared stays until it is published in the notice.',
    tell: (_, context) => entered(context),
  },
  NoticePublished: {
    as: [noticePublished],
    but: 'The answers to udbudsloven § 74(2) stand in the notice and its documents.',
    tell: (notice) => [
      noticePublished.of({
        noticeId: notice.noticeId,
        publicationNumber: notice.publicationNumber,
        title: notice.title,
        cpvCodes: [...notice.cpvCodes],
        dispatchedOn: notice.dispatchedOn,
        requestDeadline: notice.requestDeadline,
        minimumCandidates: notice.minimumCandidates,
        maximumCandidates: notice.maximumCandidates,
        estimatedValueOere: notice.estimatedValueOere,
        currency: 'DKK',
        eliminationAnnounced: notice.eliminationAnnounced,
        severalWinnersAnnounced: notice.severalWinnersAnnounced,
        awardCriteria: notice.awardCriteria.map(({ code, name, kind, weight }) => ({ code, name, kind, weight })),
        plannedPhases: notice.plannedPhases.map(({ no, title }) => ({ no, title })),
      }),
    ],
  },
  RequestToParticipateReceived: kept(whoAsks),
  ConflictOfInterestDeclared: kept(interests),
  ConflictOfInterestCleared: kept(interests),
  CandidatesSelected: {
    as: [candidatesSelected],
    but: 'Names and reasons stay.',
    tell: ({ selected, rejected }) => [
      candidatesSelected.of(
        { candidates: selected.length + rejected.length, selected: selected.length },
        { named: (field) => (field === 'rejected' ? 'candidates' : field) },
      ),
    ],
  },
  TendersInvited: {
    as: [tendersInvited],
    but: 'Names stay.',
    tell: ({ tenderers, tenderDeadline }) => [
      tendersInvited.of(
        { invited: tenderers.length, tenderDeadline },
        { named: (field) => (field === 'tenderers' ? 'invited' : field) },
      ),
    ],
  },
  InitialTenderReceived: kept(whoAsks),
  NegotiationRoundHeld: kept(tenders),
  TendererEliminated: kept(whoAsks),
  FinalTenderReceived: kept(whoAsks),
  TendersEvaluated: kept(tenders),
  AwardDecided: {
    as: [awardDecided],
    but: 'The reasons, and all who did not win, stay.',
    tell: ({ winners, notifiedOn, standstillEndsOn }, { before }) => {
      const requests = winners.flatMap((id) => own(before?.procurement.candidates, id)?.request ?? []);
      if (requests.length === 0) return [];
      const marked = winners.some((id) => own(before?.marked, `candidate ${id}`)?.length);
      return [
        awardDecided.of(
          { notifiedOn, standstillEndsOn, winners: requests.map(({ name, cvr, country }) => ({ name, cvr, country })) },
          { earlier: marked ? ['winners'] : [] },
        ),
      ];
    },
  },
  StandstillEnded: {
    as: [standstillEnded],
    tell: ({ endedOn, complaint }) => [
      standstillEnded.of({
        endedOn,
        complaint: complaint && { lodgedOn: complaint.lodgedOn, suspendsUntil: complaint.suspendsUntil },
      }),
    ],
  },
  ProcurementCancelled: {
    as: [procurementCancelled],
    but: 'The reason stays.',
    tell: () => [procurementCancelled.of({})],
  },
};
