import type { Decisions, Evolutions } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import { formulaRefusals } from './formula.js';
import {
  type InstalmentCommand,
  type InstalmentEvent,
  instalmentDecisions,
  instalmentEvolutions,
  instalmentRefusals,
} from './instalment.js';
import {
  type InvoiceCommand,
  type InvoiceEvent,
  invoiceDecisions,
  invoiceEvolutions,
  invoiceRefusals,
} from './invoice.js';
import {
  modelDecisions,
  modelEvolutions,
  modelRefusals,
  type PaymentModelCommand,
  type PaymentModelEvent,
} from './model.js';
import {
  type OutcomeCommand,
  type OutcomeEvent,
  outcomeDecisions,
  outcomeEvolutions,
  outcomeRefusals,
} from './outcome.js';
import {
  type ReleasingCommand,
  type ReleasingEvent,
  releasingDecisions,
  releasingEvolutions,
  releasingRefusals,
} from './releasing.js';
import { standingRefusals } from './standing.js';
import { verificationRefusals } from './verification.js';

/** What is paid as agreed, at a phase's start or gate; and what is paid for what works. */
export type PaymentEvent = InstalmentEvent | InvoiceEvent | PaymentModelEvent | OutcomeEvent | ReleasingEvent;
export type PaymentCommand =
  | InstalmentCommand
  | InvoiceCommand
  | PaymentModelCommand
  | OutcomeCommand
  | ReleasingCommand;

export const paymentRefusals = {
  ...instalmentRefusals,
  ...invoiceRefusals,
  ...standingRefusals,
  ...formulaRefusals,
  ...modelRefusals,
  ...outcomeRefusals,
  ...verificationRefusals,
  ...releasingRefusals,
} as const satisfies RefusalTexts;

export const paymentDecisions: Decisions<PaymentCommand> = {
  ...instalmentDecisions,
  ...invoiceDecisions,
  ...modelDecisions,
  ...outcomeDecisions,
  ...releasingDecisions,
};

export const paymentEvolutions: Evolutions<PaymentEvent> = {
  ...instalmentEvolutions,
  ...invoiceEvolutions,
  ...modelEvolutions,
  ...outcomeEvolutions,
  ...releasingEvolutions,
};
