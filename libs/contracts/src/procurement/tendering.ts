import { Type } from 'typebox';
import { criterionKinds } from '#partnership';
import { code, cvr, date, flag, message, number, object, oere, oneOf, text } from './fields.js';

export const noticePublished = message(
  {
    noticeId: code('The notice, as the procurement system calls it.'),
    publicationNumber: Type.Optional(text(60, 'Of TED or udbud.dk.')),
    title: text(300, 'What is procured.'),
    cpvCodes: Type.Array(Type.String({ pattern: '^\\d{8}$', description: 'CPV code without its check digit.' }), {
      minItems: 1,
      maxItems: 50,
    }),
    dispatchedOn: date('When it was dispatched: the day it happened.'),
    requestDeadline: date('Last day for requests to participate.'),
    minimumCandidates: number(1, 100, 'Fewest candidates that will be invited (BT-50).'),
    maximumCandidates: Type.Optional(number(1, 100, 'Most candidates that will be invited (BT-51).')),
    estimatedValueOere: Type.Optional(oere('Estimated value')),
    section74: Type.Optional(
      object(
        {
          mayAwardOnInitialTender: flag('Whether the right is reserved to award on the initial tender.'),
          iprScheme: text(4000, 'The scheme for intellectual property.'),
          severalContracts: flag('Whether there will be several contracts.'),
          negotiationCourse: text(4000, 'The course of the negotiation.'),
          remuneration: text(4000, 'The remuneration of participants.'),
          narrowingByTargets: object(
            {
              announced: flag('Whether partners may be narrowed by targets.'),
              explanation: text(2000, 'How, or why not.'),
            },
            { description: 'Narrowing of partners by targets (delmål).' },
          ),
        },
        { description: 'What udbudsloven § 74(2) asks the documents to state; needed for an innovation partnership.' },
      ),
    ),
    eliminationAnnounced: flag('Whether tenderers may be eliminated round by round (BT-52).'),
    severalWinnersAnnounced: flag('Whether several may win.'),
    awardCriteria: Type.Array(
      object({
        code: code('The criterion.'),
        name: text(200, 'What it is called.'),
        kind: oneOf(criterionKinds, 'What it judges.'),
        weight: number(0, 10_000, 'Basis points; all of them sum to 10,000.'),
      }),
      { minItems: 1, maxItems: 30 },
    ),
    plannedPhases: Type.Array(
      object({ no: number(1, 99, 'From 1, without gaps.'), title: text(200, 'What it is called.') }),
      { maxItems: 99 },
    ),
  },
  {
    title: 'Notice published',
    description: 'The contract notice was published.',
    examples: [
      {
        noticeId: 'NOTICE-1',
        publicationNumber: '123456-2025',
        title: 'Innovation partnership: dehydration of the elderly',
        cpvCodes: ['33190000'],
        dispatchedOn: '2025-04-01',
        requestDeadline: '2025-05-05',
        minimumCandidates: 3,
        maximumCandidates: 5,
        estimatedValueOere: 1_200_000_000,
        section74: {
          mayAwardOnInitialTender: false,
          iprScheme: 'The partner keeps its rights; the municipalities get a licence.',
          severalContracts: true,
          negotiationCourse: 'Two rounds with all tenderers',
          remuneration: 'Instalments per passed phase',
          narrowingByTargets: { announced: true, explanation: 'After each phase, by its targets' },
        },
        eliminationAnnounced: true,
        severalWinnersAnnounced: true,
        awardCriteria: [
          { code: 'Q1', name: 'Expected effect', kind: 'quality', weight: 6000 },
          { code: 'P1', name: 'Price', kind: 'price', weight: 4000 },
        ],
        plannedPhases: [
          { no: 1, title: 'Prototype' },
          { no: 2, title: 'Pilot' },
        ],
      },
    ],
  },
);

export const requestToParticipateReceived = message(
  {
    candidateId: code('The candidate, as the procurement system calls it; its tenders come under the same id.'),
    name: text(200, "The company's or consortium's name, not a person's."),
    cvr: Type.Optional(cvr('Its CVR number.')),
    country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2 code of its country.' }),
    receivedOn: date('The day it was received.'),
  },
  {
    title: 'Request to participate received',
    description: 'A company or consortium asked to take part. What it wrote stays in the procurement system.',
    examples: [
      {
        candidateId: 'C-1',
        name: 'Sensor patch consortium',
        cvr: '11111111',
        country: 'DK',
        receivedOn: '2025-04-28',
      },
    ],
  },
);

export const tenderReceived = message(
  {
    tendererId: code('The tenderer: a candidate that was invited.'),
    stage: oneOf(['initial', 'final'], 'Whether it is an initial tender, or a final one after negotiation.'),
    receivedOn: date('The day it was received.'),
  },
  {
    title: 'Tender received',
    description: 'A tender was received. What it says stays in the procurement system.',
    examples: [
      { tendererId: 'C-1', stage: 'initial', receivedOn: '2025-06-13' },
      { tendererId: 'C-1', stage: 'final', receivedOn: '2025-08-15' },
    ],
  },
);

export const standstillEnded = message(
  {
    endedOn: date('The last day of the standstill: that of the award, or a later one where it was prolonged.'),
    complaint: Type.Optional(
      object(
        {
          lodgedOn: date('When it was lodged.'),
          suspendsUntil: Type.Optional(
            date(
              'The last day of its suspensive effect; left out until the Complaints Board has decided. Lodged after the standstill, it has none unless this is told.',
            ),
          ),
        },
        { description: 'A complaint to the Complaints Board (Klagenævnet for Udbud), left out where there is none.' },
      ),
    ),
  },
  {
    title: 'Standstill ended',
    description: 'The standstill after the award has ended, or what is known of a complaint lodged in it has changed.',
    examples: [
      { endedOn: '2025-09-08' },
      { endedOn: '2025-09-08', complaint: { lodgedOn: '2025-09-05', suspendsUntil: '2025-10-03' } },
    ],
  },
);
