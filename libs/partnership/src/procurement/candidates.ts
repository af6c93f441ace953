import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { hasHappened, own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import { withoutConflicts } from './conflicts.js';
import { underWay, withProcurement } from './preparation.js';
import type { Candidate, Procurement, ProcurementCommand, ProcurementEvent } from './procurement.js';

export const candidateRefusals = {
  'notice-missing': {
    about: 'state',
    en: 'Publish the notice first.',
    da: 'Offentliggør udbudsbekendtgørelsen først.',
  },
  'candidate-id-taken': {
    about: 'state',
    en: 'There is another candidate {candidateId} already: choose another id.',
    da: 'Der findes allerede en anden ansøger {candidateId}: vælg et andet id.',
  },
  'request-too-late': {
    about: 'input',
    en: 'The deadline was {requestDeadline}: the request received on {receivedOn} is too late.',
    da: 'Fristen var {requestDeadline}: ansøgningen modtaget den {receivedOn} er for sen.',
  },
  'request-before-notice': {
    about: 'input',
    en: 'The notice was dispatched on {dispatchedOn}: a request cannot have been received on {receivedOn}.',
    da: 'Udbudsbekendtgørelsen blev afsendt den {dispatchedOn}: en ansøgning kan ikke være modtaget den {receivedOn}.',
  },
  'candidates-already-selected': {
    about: 'state',
    en: 'The candidates are selected already.',
    da: 'Ansøgerne er allerede udvalgt.',
  },
  'request-deadline-not-passed': {
    about: 'state',
    en: 'Candidates can ask to take part until {requestDeadline}: select among them from the day after.',
    da: 'Der kan søges om deltagelse til og med {requestDeadline}: udvælg ansøgere fra dagen efter.',
  },
  'candidate-unknown': {
    about: 'input',
    en: 'These have not asked to take part: {candidates}.',
    da: 'Disse har ikke søgt om deltagelse: {candidates}.',
  },
  'candidates-undecided': {
    about: 'input',
    en: 'Every candidate is either selected or rejected; undecided: {candidates}.',
    da: 'Hver ansøger udvælges eller afvises; der mangler afgørelse om: {candidates}.',
  },
  'candidate-decided-twice': {
    about: 'input',
    en: 'These are decided on more than once: {candidates}.',
    da: 'Disse er der truffet afgørelse om mere end én gang: {candidates}.',
  },
  'rejection-reason-missing': {
    about: 'input',
    en: 'Give a reason for each rejection; missing for: {candidates}.',
    da: 'Begrund hver afvisning; der mangler begrundelse for: {candidates}.',
  },
  'too-few-selected': {
    about: 'input',
    en: 'At least {minimumCandidates} candidates are to be selected, or say why fewer qualified; {selected} are.',
    da: 'Der skal udvælges mindst {minimumCandidates} ansøgere, eller det begrundes at færre er egnede; der er {selected}.',
  },
  'nobody-selected': {
    about: 'input',
    en: 'With no candidate selected there is nobody to invite: cancel the procurement instead.',
    da: 'Uden udvalgte ansøgere er der ingen at opfordre: annullér i stedet udbuddet.',
  },
  'too-many-selected': {
    about: 'input',
    en: 'At most {maximumCandidates} candidates can be selected; {selected} are.',
    da: 'Der kan højst udvælges {maximumCandidates} ansøgere; der er {selected}.',
  },
  'candidates-not-selected': {
    about: 'state',
    en: 'Select the candidates first.',
    da: 'Udvælg ansøgerne først.',
  },
  'tenders-already-invited': {
    about: 'state',
    en: 'Tenders are invited already, until {tenderDeadline}.',
    da: 'Der er allerede opfordret til at afgive tilbud inden {tenderDeadline}.',
  },
  'invitation-not-to-all': {
    about: 'input',
    en: 'All selected candidates are invited at once and nobody else; left out: {leftOut}; not selected: {notSelected}.',
    da: 'Alle udvalgte ansøgere opfordres på én gang og ingen andre; udeladt: {leftOut}; ikke udvalgt: {notSelected}.',
  },
  'tender-deadline-passed': {
    about: 'input',
    en: 'Tenders cannot be due on {tenderDeadline} when they are invited on {occurredOn}.',
    da: 'Tilbud kan ikke have frist den {tenderDeadline}, når der opfordres den {occurredOn}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof candidateRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export function published(procurement: Procurement): NonNullable<Procurement['notice']> {
  if (!procurement.notice) throw refuse('notice-missing');
  return procurement.notice;
}

type Selection = NonNullable<Procurement['selection']>;

/** Refuses unless each candidate is decided on once, and each rejection has its reason. */
function everyCandidateOnce({ selected, rejected }: Selection, { candidates }: Procurement): void {
  const decided = [...selected, ...rejected.map(({ candidateId }) => candidateId)];
  const unknown = decided.filter((id) => !own(candidates, id));
  if (unknown.length > 0) throw refuse('candidate-unknown', { candidates: unknown });
  const twice = decided.filter((id, index) => decided.indexOf(id) !== index);
  if (twice.length > 0) throw refuse('candidate-decided-twice', { candidates: twice });
  const undecided = Object.keys(candidates).filter((id) => !decided.includes(id));
  if (undecided.length > 0) throw refuse('candidates-undecided', { candidates: undecided });
  const unexplained = rejected.flatMap(({ candidateId, reason }) => (isBlank(reason) ? [candidateId] : []));
  if (unexplained.length > 0) throw refuse('rejection-reason-missing', { candidates: unexplained });
}

export const candidateDecisions = {
  ReceiveRequestToParticipate(command, partnership) {
    const { data } = command;
    const { candidateId, receivedOn } = data;
    const taken = own(partnership.procurement.candidates, candidateId);
    if (taken && sameContent(taken.request, data)) return [];
    if (taken) throw refuse('candidate-id-taken', { candidateId });
    const procurement = underWay(partnership);
    const { dispatchedOn, requestDeadline } = published(procurement);
    if (procurement.selection) throw refuse('candidates-already-selected');
    hasHappened(command, receivedOn);
    if (receivedOn < dispatchedOn) throw refuse('request-before-notice', { receivedOn, dispatchedOn });
    if (receivedOn > requestDeadline) throw refuse('request-too-late', { receivedOn, requestDeadline });
    return [{ type: 'RequestToParticipateReceived', data }];
  },

  SelectCandidates({ data, occurredOn }, partnership) {
    const before = partnership.procurement.selection;
    if (before && sameContent(before, data)) return [];
    if (before) throw refuse('candidates-already-selected');
    const procurement = underWay(partnership);
    const { requestDeadline, minimumCandidates, maximumCandidates } = published(procurement);
    if (occurredOn <= requestDeadline) throw refuse('request-deadline-not-passed', { requestDeadline });
    everyCandidateOnce(data, procurement);
    const selected = data.selected.length;
    if (selected === 0) throw refuse('nobody-selected');
    if (selected < minimumCandidates && isBlank(data.fewerQualified))
      throw refuse('too-few-selected', { minimumCandidates, selected });
    if (maximumCandidates !== undefined && selected > maximumCandidates)
      throw refuse('too-many-selected', { maximumCandidates, selected });
    withoutConflicts(procurement);
    return [{ type: 'CandidatesSelected', data }];
  },

  InviteTenders({ data, occurredOn }, partnership) {
    const { tenderers, tenderDeadline } = data;
    const before = partnership.procurement.invitation;
    if (before && sameContent(before, data)) return [];
    if (before) throw refuse('tenders-already-invited', { tenderDeadline: before.tenderDeadline });
    const { selection } = underWay(partnership);
    if (!selection) throw refuse('candidates-not-selected');
    const leftOut = selection.selected.filter((id) => !tenderers.includes(id));
    const notSelected = tenderers.filter((id) => !selection.selected.includes(id));
    if (leftOut.length > 0 || notSelected.length > 0) throw refuse('invitation-not-to-all', { leftOut, notSelected });
    if (tenderDeadline <= occurredOn) throw refuse('tender-deadline-passed', { tenderDeadline, occurredOn });
    return [{ type: 'TendersInvited', data }];
  },
} satisfies Pick<Decisions<ProcurementCommand>, 'ReceiveRequestToParticipate' | 'SelectCandidates' | 'InviteTenders'>;

/** The candidates with something changed about those named; ids it does not know are passed over. */
export function changeCandidates(
  { candidates }: Procurement,
  ids: readonly string[],
  change: Partial<Candidate>,
): Procurement['candidates'] {
  const changed = ids.flatMap((id) => {
    const candidate = own(candidates, id);
    return candidate ? [[id, { ...candidate, ...change }] as const] : [];
  });
  return { ...candidates, ...Object.fromEntries(changed) };
}

const decide = (partnership: Registered, { selected, rejected }: Selection): Procurement['candidates'] =>
  changeCandidates(
    {
      ...partnership.procurement,
      candidates: changeCandidates(partnership.procurement, selected, { status: 'selected' }),
    },
    rejected.map(({ candidateId }) => candidateId),
    { status: 'rejected' },
  );

export const candidateEvolutions = {
  RequestToParticipateReceived: (partnership, data) =>
    withProcurement(partnership, {
      candidates: {
        ...partnership.procurement.candidates,
        [data.candidateId]: { request: data, cvr: data.cvr, status: 'requested' },
      },
    }),
  CandidatesSelected: (partnership, data) =>
    withProcurement(partnership, { selection: data, candidates: decide(partnership, data) }),
  TendersInvited: (partnership, data) =>
    withProcurement(partnership, {
      invitation: data,
      candidates: changeCandidates(partnership.procurement, data.tenderers, { status: 'invited' }),
    }),
} satisfies Pick<
  Evolutions<ProcurementEvent>,
  'RequestToParticipateReceived' | 'CandidatesSelected' | 'TendersInvited'
>;
