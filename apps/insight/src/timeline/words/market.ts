import { type EndedStandstill, type MarketDialogueEvent, type ProcurementEvent, suspendsAward } from '#partnership';
import type { Sentence } from '#platform';
import { count, day, say, word } from '../../wording.js';
import { because, type Name, type NamedKind, type Words } from './words.js';

const all = (name: Name, kind: NamedKind, ids: readonly string[]) => ids.map((id) => name(kind, id)).join(', ');
const participants = (n: number) =>
  count(n, { en: 'participant', da: 'deltager' }, { en: 'participants', da: 'deltagere' });
const candidates = (n: number) => count(n, { en: 'candidate', da: 'ansøger' }, { en: 'candidates', da: 'ansøgere' });

export const marketDialogueWords: Words<MarketDialogueEvent> = {
  MarketDialogueOpened: (d) =>
    say`The market dialogue “${d.title}” was opened, from ${day(d.opensOn)} to ${day(d.closesOn)}.``Markedsdialogen »${d.title}« blev åbnet, fra ${day(d.opensOn)} til ${day(d.closesOn)}.`,
  DialogueParticipantRegistered: (d) =>
    say`${d.name} was registered for the market dialogue.``${d.name} blev tilmeldt markedsdialogen.`,
  DialogueMeetingHeld: (d) =>
    say`A dialogue meeting was held on ${day(d.heldOn)} with ${participants(d.participants.length)}: ${d.subject}``Et dialogmøde blev holdt ${day(d.heldOn)} med ${participants(d.participants.length)}: ${d.subject}`,
  DialogueMaterialShared: (d) =>
    say`“${d.title}” was shared with ${participants(d.recipients.length)}.``»${d.title}« blev delt med ${participants(d.recipients.length)}.`,
  MarketDialogueConcluded: (d) =>
    d.marketHasSolution
      ? say`The market dialogue was concluded; the market has a solution: ${d.summary}``Markedsdialogen blev afsluttet; markedet har en løsning: ${d.summary}`
      : say`The market dialogue was concluded; the market has no solution: ${d.summary}``Markedsdialogen blev afsluttet; markedet har ingen løsning: ${d.summary}`,
};

export const procurementWords: Words<ProcurementEvent> = {
  ProcurementRouteDecided: (d) =>
    say`The route was decided: ${word(d.route)}${because(d.rationale)}``Udbudsformen blev besluttet: ${word(d.route)}${because(d.rationale)}`,
  ProcurementPrepared: (d) => say`The procurement was prepared: ${d.summary}``Udbuddet blev forberedt: ${d.summary}`,
  NoticePublished: (d) =>
    say`The notice “${d.title}” was published; requests to participate by ${day(d.requestDeadline)}.``Udbudsbekendtgørelsen »${d.title}« blev offentliggjort; frist for ansøgning ${day(d.requestDeadline)}.`,
  RequestToParticipateReceived: (d) =>
    say`${d.name} asked to participate on ${day(d.receivedOn)}.``${d.name} ansøgte om deltagelse ${day(d.receivedOn)}.`,
  ConflictOfInterestDeclared: (d) =>
    say`A conflict of interest was declared for ${d.subject}: ${d.description}``En interessekonflikt blev oplyst for ${d.subject}: ${d.description}`,
  ConflictOfInterestCleared: (d) =>
    say`A conflict of interest was cleared: ${d.measure}``En interessekonflikt blev afklaret: ${d.measure}`,
  CandidatesSelected: (d, name) =>
    say`${candidates(d.selected.length)} selected: ${all(name, 'candidate', d.selected)}.``${candidates(d.selected.length)} udvalgt: ${all(name, 'candidate', d.selected)}.`,
  TendersInvited: (d, name) =>
    say`Tenders were invited by ${day(d.tenderDeadline)} from ${all(name, 'candidate', d.tenderers)}.``Tilbud blev indhentet med frist ${day(d.tenderDeadline)} fra ${all(name, 'candidate', d.tenderers)}.`,
  InitialTenderReceived: (d, name) =>
    say`An initial tender was received from ${name('candidate', d.tendererId)} on ${day(d.receivedOn)}.``Et indledende tilbud blev modtaget fra ${name('candidate', d.tendererId)} ${day(d.receivedOn)}.`,
  NegotiationRoundHeld: (d, name) =>
    say`Negotiation round ${d.round} was held on ${day(d.heldOn)} with ${all(name, 'candidate', d.tenderers)}: ${d.subject}``Forhandlingsrunde ${d.round} blev holdt ${day(d.heldOn)} med ${all(name, 'candidate', d.tenderers)}: ${d.subject}`,
  TendererEliminated: (d, name) =>
    say`${name('candidate', d.tendererId)} was eliminated after round ${d.round}: ${d.reason}``${name('candidate', d.tendererId)} udgik efter runde ${d.round}: ${d.reason}`,
  FinalTenderReceived: (d, name) =>
    say`A final tender was received from ${name('candidate', d.tendererId)} on ${day(d.receivedOn)}.``Et endeligt tilbud blev modtaget fra ${name('candidate', d.tendererId)} ${day(d.receivedOn)}.`,
  TendersEvaluated: (d) => say`The tenders were evaluated: ${d.summary}``Tilbuddene blev evalueret: ${d.summary}`,
  AwardDecided: (d, name) =>
    say`The award went to ${all(name, 'candidate', d.winners)}; standstill until ${day(d.standstillEndsOn)}.``Kontrakten blev tildelt ${all(name, 'candidate', d.winners)}; standstill til og med ${day(d.standstillEndsOn)}.`,
  StandstillEnded: (d) =>
    say`The standstill ended on ${day(d.endedOn)}${complaint(d)}.``Standstill-perioden endte ${day(d.endedOn)}${complaint(d)}.`,
  ProcurementCancelled: (d) => say`The procurement was cancelled: ${d.reason}``Udbuddet blev annulleret: ${d.reason}`,
};

/** The complaint about the award, when there is one. */
function complaint(ended: EndedStandstill): Sentence {
  if (!ended.complaint) return { en: '', da: '' };
  const { lodgedOn, suspendsUntil } = ended.complaint;
  if (!suspendsAward(ended))
    return say`; a complaint was lodged on ${day(lodgedOn)}``; en klage er indgivet ${day(lodgedOn)}`;
  return suspendsUntil === undefined
    ? say`; a complaint lodged on ${day(lodgedOn)} suspends the award``; en klage indgivet ${day(lodgedOn)} har opsættende virkning`
    : say`; a complaint lodged on ${day(lodgedOn)} suspends the award until ${day(suspendsUntil)}``; en klage indgivet ${day(lodgedOn)} har opsættende virkning til og med ${day(suspendsUntil)}`;
}
