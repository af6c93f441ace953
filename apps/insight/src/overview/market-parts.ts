import type { Changes, Recorded, Touch } from '#projection';
import type { Happening } from '../events.js';
import { change, put } from './part.js';

interface Dialogue {
  readonly status: 'open' | 'concluded';
  readonly participants: readonly { readonly participantId: string; readonly name: string; readonly country: string }[];
  readonly meetings: number;
  readonly material: number;
}

interface Procurement {
  readonly status:
    | 'route-decided'
    | 'prepared'
    | 'notice-published'
    | 'candidates-selected'
    | 'tendering'
    | 'evaluated'
    | 'awarded'
    | 'cancelled';
  readonly candidates: readonly Candidate[];
  readonly rounds: number;
  readonly openConflicts: readonly string[];
}

interface Candidate {
  readonly candidateId: string;
  readonly name: string;
  readonly status: 'requested' | 'selected' | 'rejected' | 'invited' | 'eliminated' | 'winner';
  readonly reason?: string;
}

const noDialogue: Dialogue = { status: 'open', participants: [], meetings: 0, material: 0 };
const noProcurement: Procurement = { status: 'route-decided', candidates: [], rounds: 0, openConflicts: [] };

type Seen = Recorded<Happening>;
const dialogue = (event: Seen, content: (doc: Dialogue) => Dialogue & object): readonly Touch[] => [
  change<Dialogue>(event, 'dialogue', '', content),
];
const procurement = (event: Seen, change: (doc: Procurement) => Procurement & object): readonly Touch[] => [
  put<Procurement>(event, 'procurement', '', (doc) => ({ ...change(doc ?? noProcurement) })),
];

const become = (
  { candidates }: Procurement,
  ids: readonly string[],
  status: Candidate['status'],
  reason?: string,
): readonly Candidate[] =>
  candidates.map((one) =>
    ids.includes(one.candidateId) ? { ...one, status, ...(reason !== undefined && { reason }) } : one,
  );

/** The market dialogue and the procurement, as a summary; what tenders contain is not kept here. */
export const marketParts: Changes<Happening> = {
  MarketDialogueOpened: (event) => [put<Dialogue>(event, 'dialogue', '', () => ({ ...noDialogue, ...event.data }))],
  DialogueParticipantRegistered: (event) => {
    const { participantId, name, country } = event.data;
    return dialogue(event, (doc) => ({
      ...doc,
      participants: [...doc.participants, { participantId, name, country }],
    }));
  },
  DialogueMeetingHeld: (event) => dialogue(event, (doc) => ({ ...doc, meetings: doc.meetings + 1 })),
  DialogueMaterialShared: (event) => dialogue(event, (doc) => ({ ...doc, material: doc.material + 1 })),
  MarketDialogueConcluded: (event) => dialogue(event, (doc) => ({ ...doc, ...event.data, status: 'concluded' })),

  ProcurementRouteDecided: (event) => procurement(event, (doc) => ({ ...doc, ...event.data, status: 'route-decided' })),
  ProcurementPrepared: (event) => procurement(event, (doc) => ({ ...doc, ...event.data, status: 'prepared' })),
  NoticePublished: (event) => procurement(event, (doc) => ({ ...doc, notice: event.data, status: 'notice-published' })),
  RequestToParticipateReceived: (event) =>
    procurement(event, (doc) => {
      const { candidateId, name } = event.data;
      return { ...doc, candidates: [...doc.candidates, { candidateId, name, status: 'requested' }] };
    }),
  ConflictOfInterestDeclared: (event) =>
    procurement(event, (doc) => ({ ...doc, openConflicts: [...doc.openConflicts, event.data.conflictId] })),
  ConflictOfInterestCleared: (event) =>
    procurement(event, (doc) => ({
      ...doc,
      openConflicts: doc.openConflicts.filter((id) => id !== event.data.conflictId),
    })),
  CandidatesSelected: (event) =>
    procurement(event, (doc) => {
      const { selected, rejected, fewerQualified } = event.data;
      const candidates = rejected.reduce(
        (known, { candidateId, reason }) => become({ ...doc, candidates: known }, [candidateId], 'rejected', reason),
        become(doc, selected, 'selected'),
      );
      return { ...doc, candidates, fewerQualified, status: 'candidates-selected' };
    }),
  TendersInvited: (event) =>
    procurement(event, (doc) => ({
      ...doc,
      candidates: become(doc, event.data.tenderers, 'invited'),
      tenderDeadline: event.data.tenderDeadline,
      status: 'tendering',
    })),
  NegotiationRoundHeld: (event) => procurement(event, (doc) => ({ ...doc, rounds: doc.rounds + 1 })),
  TendererEliminated: (event) =>
    procurement(event, (doc) => ({
      ...doc,
      candidates: become(doc, [event.data.tendererId], 'eliminated', event.data.reason),
    })),
  TendersEvaluated: (event) => procurement(event, (doc) => ({ ...doc, evaluation: event.data, status: 'evaluated' })),
  AwardDecided: (event) =>
    procurement(event, (doc) => ({
      ...doc,
      candidates: become(doc, event.data.winners, 'winner'),
      award: event.data,
      status: 'awarded',
    })),
  StandstillEnded: (event) => procurement(event, (doc) => ({ ...doc, standstill: event.data })),
  ProcurementCancelled: (event) =>
    // Conflicts of interest are the case's, not the tender's: they are cleared, never cancelled.
    procurement(event, ({ openConflicts }) => ({
      ...noProcurement,
      openConflicts,
      cancelledBecause: event.data.reason,
      status: 'cancelled',
    })),
};
