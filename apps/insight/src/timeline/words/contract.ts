import type { ContractEvent, GateEvent, InvoicedItem, MilestoneEvent, PaymentEvent } from '#partnership';
import type { Sentence } from '#platform';
import { day, money, say, word } from '../../wording.js';
import { because, type Words } from './words.js';

export const contractWords: Words<ContractEvent> = {
  PartnershipContractSigned: (d) =>
    say`The contract “${d.title}” was signed with ${d.partner.name} on ${day(d.signedOn)}, at most ${money(d.maximumCostOere, d.currency)}.``Kontrakten »${d.title}« blev indgået med ${d.partner.name} ${day(d.signedOn)}, højst ${money(d.maximumCostOere, d.currency)}.`,
  DevelopmentStarted: (d) =>
    say`Development was started on ${day(d.startedOn)}: ${d.legalRationale}``Udviklingen blev sat i gang ${day(d.startedOn)}: ${d.legalRationale}`,
  ContractAmended: (d, name) =>
    say`The contract ${name('contract', d.contractId)} was amended: ${d.description}``Kontrakten ${name('contract', d.contractId)} blev ændret: ${d.description}`,
  PhaseStarted: (d, name) =>
    say`Phase ${d.phaseNo} of ${name('contract', d.contractId)} started on ${day(d.startedOn)}.``Fase ${d.phaseNo} af ${name('contract', d.contractId)} begyndte ${day(d.startedOn)}.`,
  ContractTerminated: (d, name) =>
    say`The contract ${name('contract', d.contractId)} was terminated on ${day(d.terminatedOn)} for ${word(d.ground)}: ${d.reason}``Kontrakten ${name('contract', d.contractId)} blev ophævet ${day(d.terminatedOn)} på grund af ${word(d.ground)}: ${d.reason}`,
  ContractCompleted: (d, name) =>
    say`The contract ${name('contract', d.contractId)} was completed on ${day(d.completedOn)}.``Kontrakten ${name('contract', d.contractId)} blev afsluttet ${day(d.completedOn)}.`,
};

export const gateWords: Words<GateEvent> = {
  GateCriteriaSet: (d) =>
    say`The criteria of the gate after phase ${d.phaseNo} were set (version ${d.version}).``Kriterierne for gaten efter fase ${d.phaseNo} blev fastlagt (version ${d.version}).`,
  PhaseEvidenceSubmitted: (d, name) =>
    say`Evidence for phase ${d.phaseNo} of ${name('contract', d.contractId)} was submitted: ${d.summary}``Dokumentation for fase ${d.phaseNo} af ${name('contract', d.contractId)} blev indsendt: ${d.summary}`,
  TargetAssessed: (d, name) =>
    say`The target ${d.target} in phase ${d.phaseNo} of ${name('contract', d.contractId)} was assessed as ${word(d.assessment)}.``Delmålet ${d.target} i fase ${d.phaseNo} af ${name('contract', d.contractId)} blev vurderet som ${word(d.assessment)}.`,
  PhaseGateDecided: (d, name) =>
    say`The gate after phase ${d.phaseNo} of ${name('contract', d.contractId)} was decided as ${word(d.decision)}: ${d.reason}``Gaten efter fase ${d.phaseNo} af ${name('contract', d.contractId)} blev afgjort som ${word(d.decision)}: ${d.reason}`,
  GateConditionFulfilled: (d, name) =>
    say`The condition of the gate after phase ${d.phaseNo} of ${name('contract', d.contractId)} was fulfilled: ${d.note}``Betingelsen for gaten efter fase ${d.phaseNo} af ${name('contract', d.contractId)} blev opfyldt: ${d.note}`,
  PartnerNarrowed: (d, name) =>
    say`The partner of ${name('contract', d.contractId)} did not go on after phase ${d.phaseNo}: ${d.reason}``Partneren i ${name('contract', d.contractId)} gik ikke videre efter fase ${d.phaseNo}: ${d.reason}`,
};

export const milestoneWords: Words<MilestoneEvent> = {
  MilestonePlanned: (d) =>
    say`The milestone ${d.code} “${d.title}” was planned for ${day(d.plannedOn)}.``Milepælen ${d.code} »${d.title}« blev planlagt til ${day(d.plannedOn)}.`,
  MilestoneReached: (d, name) =>
    say`The milestone ${name('milestone', d.code)} was reached on ${day(d.reachedOn)}${because(d.note)}``Milepælen ${name('milestone', d.code)} blev nået ${day(d.reachedOn)}${because(d.note)}`,
  MilestonePartlyReached: (d, name) =>
    say`The milestone ${name('milestone', d.code)} was partly reached on ${day(d.reachedOn)}; remaining: ${d.remaining}``Milepælen ${name('milestone', d.code)} blev delvist nået ${day(d.reachedOn)}; udestår: ${d.remaining}`,
  MilestoneMissed: (d, name) =>
    say`The milestone ${name('milestone', d.code)} was missed on ${day(d.missedOn)}: ${d.note}``Milepælen ${name('milestone', d.code)} blev misset ${day(d.missedOn)}: ${d.note}`,
  MilestoneRescheduled: (d, name) =>
    say`The milestone ${name('milestone', d.code)} was moved to ${day(d.plannedOn)}: ${d.reason}``Milepælen ${name('milestone', d.code)} blev flyttet til ${day(d.plannedOn)}: ${d.reason}`,
  MilestoneDropped: (d, name) =>
    say`The milestone ${name('milestone', d.code)} was dropped: ${d.reason}``Milepælen ${name('milestone', d.code)} bortfaldt: ${d.reason}`,
  MilestoneCorrected: (d, name) =>
    say`The milestone ${name('milestone', d.code)} was corrected: ${d.reason}``Milepælen ${name('milestone', d.code)} blev rettet: ${d.reason}`,
};

export const paymentWords: Words<PaymentEvent> = {
  InstalmentReleased: (d, name) =>
    say`The instalment ${d.instalment} of ${money(d.amountOere, d.currency)} in phase ${d.phaseNo} of ${name('contract', d.contractId)} was released.``Raten ${d.instalment} på ${money(d.amountOere, d.currency)} i fase ${d.phaseNo} af ${name('contract', d.contractId)} blev frigivet.`,
  PaymentSettled: (d, name) =>
    say`The instalment ${d.instalment} of ${money(d.amountOere)} in phase ${d.phaseNo} of ${name('contract', d.contractId)} was paid on ${day(d.paidOn)}.``Raten ${d.instalment} på ${money(d.amountOere)} i fase ${d.phaseNo} af ${name('contract', d.contractId)} blev betalt ${day(d.paidOn)}.`,
  InvoiceReceived: (d, name) =>
    say`The invoice ${d.invoiceNumber} of ${money(d.amountOere, d.currency)} for ${item(d.item)} of ${name('contract', d.contractId)} was received on ${day(d.receivedOn)}${due(d.dueOn)}.``Faktura ${d.invoiceNumber} på ${money(d.amountOere, d.currency)} for ${item(d.item)} i ${name('contract', d.contractId)} blev modtaget ${day(d.receivedOn)}${due(d.dueOn)}.`,
  PaymentModelAgreed: (d, name) =>
    say`The payment model ${d.modelId} “${d.title}” of ${name('contract', d.contractId)} was agreed: paid by ${name('kpi', d.kpi)}${upTo(d.capOere)}.``Betalingsmodellen ${d.modelId} »${d.title}« i ${name('contract', d.contractId)} blev aftalt: betales efter ${name('kpi', d.kpi)}${upTo(d.capOere)}.`,
  PaymentModelAmended: (d, name) =>
    say`The payment model ${d.modelId} of ${name('contract', d.contractId)} was amended (version ${d.version}): ${d.reason}``Betalingsmodellen ${d.modelId} i ${name('contract', d.contractId)} blev ændret (version ${d.version}): ${d.reason}`,
  OutcomeVerified: (d, name) =>
    say`The outcome ${d.outcomeId} of the payment model ${d.modelId} of ${name('contract', d.contractId)} was verified for ${day(d.period.from)} to ${day(d.period.to)}: ${d.evidence}``Resultatet ${d.outcomeId} under betalingsmodellen ${d.modelId} i ${name('contract', d.contractId)} blev verificeret for ${day(d.period.from)} til ${day(d.period.to)}: ${d.evidence}`,
  OutcomeCorrected: (d, name) =>
    say`The outcome ${d.outcomeId} of the payment model ${d.modelId} of ${name('contract', d.contractId)} was corrected: ${d.reason}``Resultatet ${d.outcomeId} under betalingsmodellen ${d.modelId} i ${name('contract', d.contractId)} blev rettet: ${d.reason}`,
  OutcomeWithdrawn: (d, name) =>
    say`The outcome ${d.outcomeId} of the payment model ${d.modelId} of ${name('contract', d.contractId)} was withdrawn: ${d.reason}``Resultatet ${d.outcomeId} under betalingsmodellen ${d.modelId} i ${name('contract', d.contractId)} blev trukket tilbage: ${d.reason}`,
  OutcomePaymentReleased: (d, name) =>
    say`${money(d.amountOere, d.currency)} for the outcome ${d.outcomeId} of the payment model ${d.modelId} of ${name('contract', d.contractId)} was released.``${money(d.amountOere, d.currency)} for resultatet ${d.outcomeId} under betalingsmodellen ${d.modelId} i ${name('contract', d.contractId)} blev frigivet.`,
  OutcomePaymentSettled: (d, name) =>
    say`${money(d.amountOere)} for the outcome ${d.outcomeId} of the payment model ${d.modelId} of ${name('contract', d.contractId)} was paid on ${day(d.paidOn)}.``${money(d.amountOere)} for resultatet ${d.outcomeId} under betalingsmodellen ${d.modelId} i ${name('contract', d.contractId)} blev betalt ${day(d.paidOn)}.`,
  InstalmentCancelled: (d, name) =>
    say`The instalment ${d.instalment} in phase ${d.phaseNo} of ${name('contract', d.contractId)} was cancelled: ${d.reason}``Raten ${d.instalment} i fase ${d.phaseNo} af ${name('contract', d.contractId)} bortfaldt: ${d.reason}`,
};

/** The cap, when there is one. */
const upTo = (capOere: number | undefined): Sentence =>
  capOere === undefined ? { en: '', da: '' } : say`, at most ${money(capOere)} in all``, højst ${money(capOere)} i alt`;

/** What an invoice is for. */
const item = (of: InvoicedItem): Sentence =>
  of.kind === 'instalment'
    ? say`the instalment ${of.instalment} in phase ${of.phaseNo}``raten ${of.instalment} i fase ${of.phaseNo}`
    : say`the outcome ${of.outcomeId} of the payment model ${of.modelId}``resultatet ${of.outcomeId} under betalingsmodellen ${of.modelId}`;

/** When it is to be paid, if it says so. */
const due = (on: string | undefined): Sentence =>
  on === undefined ? { en: '', da: '' } : say`, due on ${day(on)}``, med betalingsfrist ${day(on)}`;
