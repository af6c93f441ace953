import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { hasHappened, own } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import { changeCandidates, published } from './candidates.js';
import { underWay, withProcurement } from './preparation.js';
import type { Candidate, Procurement, ProcurementCommand, ProcurementEvent } from './procurement.js';

export const tenderingRefusals = {
  'tenders-not-invited': {
    about: 'state',
    en: 'Invite tenders first.',
    da: 'Opfordr til at afgive tilbud først.',
  },
  'tenderer-unknown': {
    about: 'input',
    en: 'These were not invited to tender: {tenderers}.',
    da: 'Disse er ikke opfordret til at afgive tilbud: {tenderers}.',
  },
  'tenderer-eliminated': {
    about: 'state',
    en: 'The tenderer {tendererId} was eliminated after round {round}.',
    da: 'Tilbudsgiveren {tendererId} udgik efter runde {round}.',
  },
  'tender-already-received': {
    about: 'state',
    en: 'That tender of {tendererId} was received on {receivedOn} already.',
    da: 'Det tilbud fra {tendererId} er allerede modtaget den {receivedOn}.',
  },
  'tender-too-late': {
    about: 'input',
    en: 'Tenders were due on {tenderDeadline}: the one received on {receivedOn} is too late.',
    da: 'Tilbud skulle være modtaget den {tenderDeadline}: det, der er modtaget den {receivedOn}, er for sent.',
  },
  'initial-tender-missing': {
    about: 'state',
    en: 'The tenderer {tendererId} gave no initial tender and does not take part any more.',
    da: 'Tilbudsgiveren {tendererId} afgav ikke et indledende tilbud og deltager ikke længere.',
  },
  'tenders-already-evaluated': {
    about: 'state',
    en: 'The tenders are evaluated: no more can be received or negotiated on.',
    da: 'Tilbuddene er evalueret: der kan ikke modtages eller forhandles flere.',
  },
  'negotiation-over': {
    about: 'state',
    en: 'Final tenders are received: negotiation is over.',
    da: 'Der er modtaget endelige tilbud: forhandlingen er slut.',
  },
  'round-already-held': {
    about: 'state',
    en: 'Round {round} was held already, on {heldOn}.',
    da: 'Runde {round} er allerede holdt den {heldOn}.',
  },
  'round-out-of-order': {
    about: 'input',
    en: 'The next round of negotiation is number {next}, not {round}.',
    da: 'Den næste forhandlingsrunde er nummer {next}, ikke {round}.',
  },
  'round-before-previous': {
    about: 'input',
    en: 'The round before was held on {previous}: this one cannot have been held on {heldOn}.',
    da: 'Runden før blev holdt den {previous}: denne kan ikke være holdt den {heldOn}.',
  },
  'negotiation-not-with-all': {
    about: 'input',
    en: 'Negotiation is with every tenderer still in and nobody else; left out: {leftOut}; not in: {notIn}.',
    da: 'Der forhandles med alle tilbageværende tilbudsgivere og ingen andre; udeladt: {leftOut}; ikke med: {notIn}.',
  },
  'negotiation-without-tenders': {
    about: 'state',
    en: 'There is no initial tender to negotiate on.',
    da: 'Der er ikke noget indledende tilbud at forhandle om.',
  },
  'elimination-not-announced': {
    about: 'state',
    en: 'The notice did not announce that tenderers are eliminated round by round.',
    da: 'Udbudsbekendtgørelsen varslede ikke, at tilbudsgivere udgår runde for runde.',
  },
  'elimination-round-unknown': {
    about: 'input',
    en: 'Round {round} has not been held; {held} rounds have.',
    da: 'Runde {round} er ikke holdt; der er holdt {held}.',
  },
  'last-tenderer': {
    about: 'state',
    en: '{tendererId} is the last tenderer: cancel the procurement instead of eliminating it.',
    da: '{tendererId} er den sidste tilbudsgiver: annullér udbuddet i stedet for at lade den udgå.',
  },
  'elimination-reason-missing': {
    about: 'input',
    en: 'Say why the tenderer {tendererId} is eliminated.',
    da: 'Begrund at tilbudsgiveren {tendererId} udgår.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof tenderingRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

/** The procurement while tenders are being given. */
function tendering(procurement: Procurement): Procurement & Required<Pick<Procurement, 'invitation'>> {
  const { invitation, evaluation } = procurement;
  if (!invitation) throw refuse('tenders-not-invited');
  if (evaluation) throw refuse('tenders-already-evaluated');
  return { ...procurement, invitation };
}

/** A tenderer that was invited and not eliminated. */
function tenderer({ candidates }: Procurement, tendererId: string): Candidate {
  const candidate = own(candidates, tendererId);
  if (candidate?.elimination) throw refuse('tenderer-eliminated', { tendererId, round: candidate.elimination.round });
  if (candidate?.status !== 'invited') throw refuse('tenderer-unknown', { tenderers: [tendererId] });
  return candidate;
}

/** Ids of those still in: invited, with an initial tender, not eliminated. */
export const stillIn = ({ candidates }: Procurement): string[] =>
  Object.keys(candidates).filter((id) => {
    const candidate = candidates[id];
    return candidate?.status === 'invited' && candidate.initialTender !== undefined;
  });

const finalTenders = ({ candidates }: Procurement) => Object.values(candidates).some(({ finalTender }) => finalTender);

export const tenderingDecisions = {
  ReceiveInitialTender(command, partnership) {
    const { data } = command;
    const { tendererId, receivedOn } = data;
    const before = own(partnership.procurement.candidates, tendererId)?.initialTender;
    if (before === receivedOn) return [];
    if (before) throw refuse('tender-already-received', { tendererId, receivedOn: before });
    const procurement = tendering(underWay(partnership));
    tenderer(procurement, tendererId);
    hasHappened(command, receivedOn);
    const { tenderDeadline } = procurement.invitation;
    if (receivedOn > tenderDeadline) throw refuse('tender-too-late', { receivedOn, tenderDeadline });
    return [{ type: 'InitialTenderReceived', data }];
  },

  HoldNegotiationRound(command, partnership) {
    const { data } = command;
    const { round, tenderers, heldOn } = data;
    const { rounds } = partnership.procurement;
    const before = rounds[round - 1];
    if (before && sameContent(before, data)) return [];
    if (before) throw refuse('round-already-held', { round, heldOn: before.heldOn });
    const procurement = tendering(underWay(partnership));
    if (finalTenders(procurement)) throw refuse('negotiation-over');
    if (round !== rounds.length + 1) throw refuse('round-out-of-order', { round, next: rounds.length + 1 });
    const still = stillIn(procurement);
    if (still.length === 0) throw refuse('negotiation-without-tenders');
    const leftOut = still.filter((id) => !tenderers.includes(id));
    const notIn = tenderers.filter((id) => !still.includes(id));
    if (leftOut.length > 0 || notIn.length > 0) throw refuse('negotiation-not-with-all', { leftOut, notIn });
    hasHappened(command, heldOn);
    const previous = rounds.at(-1)?.heldOn;
    if (previous !== undefined && heldOn < previous) throw refuse('round-before-previous', { heldOn, previous });
    return [{ type: 'NegotiationRoundHeld', data }];
  },

  EliminateTenderer({ data }, partnership) {
    const { tendererId, round, reason } = data;
    const before = own(partnership.procurement.candidates, tendererId)?.elimination;
    if (before && sameContent(before, data)) return [];
    const procurement = tendering(underWay(partnership));
    if (!published(procurement).eliminationAnnounced) throw refuse('elimination-not-announced');
    if (finalTenders(procurement)) throw refuse('negotiation-over');
    tenderer(procurement, tendererId);
    if (!procurement.rounds[round - 1])
      throw refuse('elimination-round-unknown', { round, held: procurement.rounds.length });
    if (stillIn(procurement).every((id) => id === tendererId)) throw refuse('last-tenderer', { tendererId });
    if (isBlank(reason)) throw refuse('elimination-reason-missing', { tendererId });
    return [{ type: 'TendererEliminated', data }];
  },

  ReceiveFinalTender(command, partnership) {
    const { data } = command;
    const { tendererId, receivedOn } = data;
    const before = own(partnership.procurement.candidates, tendererId)?.finalTender;
    if (before === receivedOn) return [];
    if (before) throw refuse('tender-already-received', { tendererId, receivedOn: before });
    const procurement = tendering(underWay(partnership));
    tenderer(procurement, tendererId);
    const still = stillIn(procurement);
    if (still.length > 0 && !still.includes(tendererId)) throw refuse('initial-tender-missing', { tendererId });
    hasHappened(command, receivedOn);
    return [{ type: 'FinalTenderReceived', data }];
  },
} satisfies Pick<
  Decisions<ProcurementCommand>,
  'ReceiveInitialTender' | 'HoldNegotiationRound' | 'EliminateTenderer' | 'ReceiveFinalTender'
>;

export const tenderingEvolutions = {
  InitialTenderReceived: (partnership, { tendererId, receivedOn }) =>
    withProcurement(partnership, {
      candidates: changeCandidates(partnership.procurement, [tendererId], { initialTender: receivedOn }),
    }),
  NegotiationRoundHeld: (partnership, data) =>
    withProcurement(partnership, { rounds: [...partnership.procurement.rounds, data] }),
  TendererEliminated: (partnership, data) =>
    withProcurement(partnership, {
      candidates: changeCandidates(partnership.procurement, [data.tendererId], {
        status: 'eliminated',
        elimination: data,
      }),
    }),
  FinalTenderReceived: (partnership, { tendererId, receivedOn }) =>
    withProcurement(partnership, {
      candidates: changeCandidates(partnership.procurement, [tendererId], { finalTender: receivedOn }),
    }),
} satisfies Pick<
  Evolutions<ProcurementEvent>,
  'InitialTenderReceived' | 'NegotiationRoundHeld' | 'TendererEliminated' | 'FinalTenderReceived'
>;
