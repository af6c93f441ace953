import type { CaseWorkEvent, CourseEvent, NeedEvent, RegistrationEvent } from '#partnership';
import { day, money, say, word } from '../../wording.js';
import { because, type Words } from './words.js';

export const registrationWords: Words<RegistrationEvent> = {
  PartnershipRegistered: (d) =>
    say`The partnership “${d.title}” was registered under case number ${d.caseNumber}, led by ${d.leadOrganisationName} (${word(d.route)}).``Partnerskabet »${d.title}« blev oprettet med sagsnummer ${d.caseNumber} og ${d.leadOrganisationName} i spidsen (${word(d.route)}).`,
  RegistrationAmended: (d) => say`The registration was amended: ${d.reason}``Oprettelsen blev ændret: ${d.reason}`,
  PartyJoined: (d) => say`${d.name} joined the partnership.``${d.name} indtrådte i partnerskabet.`,
  PartyLeft: (d, name) =>
    say`${name('party', d.organisation)} left the partnership: ${d.reason}``${name('party', d.organisation)} udtrådte af partnerskabet: ${d.reason}`,
};

export const courseWords: Words<CourseEvent> = {
  PartnershipSuspended: (d) =>
    say`The partnership was suspended: ${d.reason}``Partnerskabet blev sat i bero: ${d.reason}`,
  PartnershipResumed: (d) =>
    say`The partnership was resumed in the phase ${word(d.phase)}.``Partnerskabet blev genoptaget i fasen ${word(d.phase)}.`,
  PartnershipClosed: (d) =>
    say`The partnership was closed as ${word(d.result)}: ${d.explanation}``Partnerskabet blev afsluttet som ${word(d.result)}: ${d.explanation}`,
  PartnershipReopened: (d) => say`The partnership was reopened: ${d.reason}``Partnerskabet blev genåbnet: ${d.reason}`,
};

export const needWords: Words<NeedEvent> = {
  NeedDescribed: (d) => say`The need was described: ${d.problem}``Behovet blev beskrevet: ${d.problem}`,
};

export const caseWorkWords: Words<CaseWorkEvent> = {
  ResponsibleAssigned: (d) =>
    say`${d.subject} was made responsible as ${word(d.responsibility)} from ${day(d.from)}.``${d.subject} blev ansvarlig som ${word(d.responsibility)} fra ${day(d.from)}.`,
  ResponsibilityEnded: (d) =>
    say`The responsibility ${d.assignmentId} ended on ${day(d.until)}.``Ansvaret ${d.assignmentId} ophørte ${day(d.until)}.`,
  DeadlineSet: (d) =>
    say`The deadline “${d.title}” was set for ${day(d.due)}.``Fristen »${d.title}« blev sat til ${day(d.due)}.`,
  DeadlineShifted: (d, name) =>
    say`The deadline ${name('deadline', d.deadlineId)} was moved to ${day(d.due)}: ${d.reason}``Fristen ${name('deadline', d.deadlineId)} blev flyttet til ${day(d.due)}: ${d.reason}`,
  DeadlineMet: (d, name) =>
    say`The deadline ${name('deadline', d.deadlineId)} was met on ${day(d.metOn)}.``Fristen ${name('deadline', d.deadlineId)} blev overholdt ${day(d.metOn)}.`,
  RiskRaised: (d) =>
    say`The risk “${d.title}” was raised (likelihood ${d.likelihood}, consequence ${d.consequence}).``Risikoen »${d.title}« blev rejst (sandsynlighed ${d.likelihood}, konsekvens ${d.consequence}).`,
  RiskReassessed: (d, name) =>
    say`The risk ${name('risk', d.riskId)} was reassessed to likelihood ${d.likelihood} and consequence ${d.consequence}: ${d.reason}``Risikoen ${name('risk', d.riskId)} blev vurderet på ny til sandsynlighed ${d.likelihood} og konsekvens ${d.consequence}: ${d.reason}`,
  RiskClosed: (d, name) =>
    say`The risk ${name('risk', d.riskId)} was closed: ${d.outcome}``Risikoen ${name('risk', d.riskId)} blev lukket: ${d.outcome}`,
  NoteWritten: (d) => say`A note was written: ${d.text}``Et notat blev skrevet: ${d.text}`,
  NoteCorrected: (d) =>
    say`A note was corrected (${d.reason}): ${d.text}``Et notat blev rettet (${d.reason}): ${d.text}`,
  DecisionRecorded: (d) =>
    say`${d.body} decided on ${day(d.decidedOn)}: ${d.decision}``${d.body} besluttede ${day(d.decidedOn)}: ${d.decision}`,
  DocumentJournalised: (d) =>
    say`The document “${d.title}” of ${day(d.date)} was journalised (${word(d.direction)}).``Dokumentet »${d.title}« af ${day(d.date)} blev journaliseret (${word(d.direction)}).`,
  BusinessCaseSet: (d) =>
    say`The business case was set: an order volume of ${money(d.orderVolumeOere)} over ${d.horizonYears} years${because(d.assumptions)}``Business casen blev fastlagt: en ordrevolumen på ${money(d.orderVolumeOere)} over ${d.horizonYears} år${because(d.assumptions)}`,
  BudgetLineSet: (d) =>
    say`${money(d.amountOere)} was budgeted for ${d.year} (${d.source}).``${money(d.amountOere)} blev budgetteret for ${d.year} (${d.source}).`,
};
