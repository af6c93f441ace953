import { daysAfter, type InvoicedItem, type Registered } from '#partnership';
import { type Comparison, type Disagreement, knownFrom, lastSaid, money, type Words } from './disagreement.js';

/** Days after its release that a payment is expected to be settled: 30 to pay in, and some to be told. */
export const SETTLED_WITHIN = 45;

/** What is to be paid, as it stands here. */
interface Payable {
  readonly contractId: string;
  readonly item: InvoicedItem;
  readonly currency: string;
  /** Agreed for an instalment; for an outcome what was released, absent until then. */
  readonly amountOere?: number;
  readonly releasedOn?: string;
  readonly paidOn?: string;
  readonly paymentReference?: string;
}

/** Invoices: the last one for an item asks for another amount than agreed. */
export const invoices: Comparison = (heard, partnership) =>
  lastSaid(heard, 'procurement.invoice-received.v1', (data) => nameOf(data)).flatMap(({ data, heard: message }) => {
    const ours = payableOf(partnership, data);
    if (ours?.amountOere === undefined) return [];
    if (ours.amountOere === data.amountOere && ours.currency === data.currency) return [];
    const asked = money(data.amountOere, data.currency);
    const agreed = money(ours.amountOere, ours.currency);
    const item = itemOf(data);
    return {
      kind: 'invoice-differs',
      about: { ...aboutOf(data), invoiceNumber: data.invoiceNumber },
      there: {
        en: `Invoice ${data.invoiceNumber} of ${data.receivedOn} asks for ${asked.en} for ${item.en}.`,
        da: `Faktura ${data.invoiceNumber} af ${data.receivedOn} lyder på ${asked.da} for ${item.da}.`,
      },
      here: { en: `Agreed is ${agreed.en}.`, da: `Aftalt er ${agreed.da}.` },
      todo: {
        en: 'Look at the contract. Have the partner send a credit note and a new invoice, or record an amendment of the contract; release nothing else than what is agreed.',
        da: 'Slå kontrakten op. Bed leverandøren om en kreditnota og en ny faktura, eller notér et tillæg til kontrakten; frigiv ikke andet end det aftalte.',
      },
      ...knownFrom(message),
    };
  });

/** Payments: told as settled for what was never released here, or of another amount. */
export const payments: Comparison = (heard, partnership) =>
  lastSaid(heard, 'procurement.payment-settled.v1', (data) => nameOf(data)).flatMap(({ data, heard: message }) => {
    const ours = payableOf(partnership, data);
    const item = itemOf(data);
    const paid = money(data.amountOere, ours?.currency ?? 'DKK');
    const there = {
      en: `${paid.en} was paid on ${data.paidOn} with reference ${data.paymentReference} for ${item.en}.`,
      da: `${paid.da} blev betalt ${data.paidOn} med reference ${data.paymentReference} for ${item.da}.`,
    };
    const about = { ...aboutOf(data), paymentReference: data.paymentReference };
    if (ours?.releasedOn === undefined) {
      return {
        kind: 'settled-not-released',
        about,
        there,
        here: ours
          ? { en: 'It was never released.', da: 'Den er aldrig frigivet.' }
          : { en: 'There is no such contract or item.', da: 'Der findes ingen sådan kontrakt eller post.' },
        todo: {
          en: 'Find out who let it be paid. Was it owed, release it and put the message back; was it not, have the money paid back.',
          da: 'Find ud af, hvem der lod den betale. Var den skyldig, så frigiv den og læg meddelelsen tilbage; var den ikke, så få pengene tilbage.',
        },
        ...knownFrom(message),
      };
    }
    const { amountOere = 0, currency, paymentReference, paidOn } = ours;
    if (amountOere === data.amountOere && (paidOn === undefined || paymentReference === data.paymentReference))
      return [];
    const released = money(amountOere, currency);
    const settled =
      paidOn === undefined
        ? { en: 'not settled yet', da: 'endnu ikke betalt' }
        : {
            en: `settled on ${paidOn} with reference ${paymentReference}`,
            da: `betalt ${paidOn} med reference ${paymentReference}`,
          };
    return {
      kind: 'payment-differs',
      about,
      there,
      here: {
        en: `${released.en} was released on ${ours.releasedOn}, ${settled.en}.`,
        da: `${released.da} blev frigivet ${ours.releasedOn}, ${settled.da}.`,
      },
      todo: {
        en: 'Look at the bank statement. Was it paid twice or with another amount, settle that with the partner; was it told wrongly, have it corrected there.',
        da: 'Slå kontoudtoget op. Er der betalt to gange eller et andet beløb, så afklar det med leverandøren; er det oplyst forkert, så få det rettet dér.',
      },
      ...knownFrom(message),
    };
  });

/** What was released here long ago and is not settled. */
export const unsettled: Comparison = (_heard, partnership, today) =>
  payablesOf(partnership).flatMap((ours): Disagreement[] => {
    const { releasedOn, paidOn, amountOere = 0, currency } = ours;
    if (releasedOn === undefined || paidOn !== undefined || daysAfter(releasedOn, SETTLED_WITHIN) >= today) return [];
    const released = money(amountOere, currency);
    const item = itemOf(ours);
    return [
      {
        kind: 'released-not-settled',
        about: aboutOf(ours),
        there: { en: 'No payment that holds here was told.', da: 'Der er ikke oplyst nogen betaling, som gælder her.' },
        here: {
          en: `${released.en} was released on ${releasedOn} for ${item.en}, and is not settled ${SETTLED_WITHIN} days later.`,
          da: `${released.da} blev frigivet ${releasedOn} for ${item.da} og er ikke betalt ${SETTLED_WITHIN} dage senere.`,
        },
        todo: {
          en: 'Ask finance whether it is paid. Is it, have the payment told or record it; is it not, pay it: interest runs.',
          da: 'Spørg økonomi, om den er betalt. Er den, så få betalingen oplyst, eller notér den; er den ikke, så betal den: der løber renter på.',
        },
        messages: [],
        deadLetters: [],
      },
    ];
  });

type OfItem = Pick<Payable, 'contractId' | 'item'>;

const nameOf = (of: OfItem) => JSON.stringify(aboutOf(of));

function aboutOf({ contractId, item }: OfItem): Record<string, string | number> {
  const { kind: _, ...place } = item;
  return { contractId, ...place };
}

function itemOf({ contractId, item }: OfItem): Words {
  if (item.kind === 'instalment') {
    return {
      en: `instalment ${item.instalment} of phase ${item.phaseNo} of contract ${contractId}`,
      da: `rate ${item.instalment} i fase ${item.phaseNo} af kontrakt ${contractId}`,
    };
  }
  return {
    en: `outcome ${item.outcomeId} of payment model ${item.modelId} of contract ${contractId}`,
    da: `resultat ${item.outcomeId} i betalingsmodel ${item.modelId} af kontrakt ${contractId}`,
  };
}

const payableOf = (partnership: Registered, of: OfItem): Payable | undefined =>
  payablesOf(partnership).find((one) => nameOf(one) === nameOf(of));

function payablesOf({ contracts }: Registered): Payable[] {
  return Object.entries(contracts).flatMap(
    ([
      contractId,
      {
        terms: { currency },
        phases,
        paymentModels,
      },
    ]) => {
      const instalments = phases.flatMap(({ instalments: ofPhase }, index) =>
        Object.entries(ofPhase).map(
          ([instalment, { amountOere, release, settlement }]): Payable => ({
            contractId,
            item: { kind: 'instalment', phaseNo: index + 1, instalment },
            currency,
            amountOere,
            releasedOn: release?.releasedOn,
            ...settlement,
          }),
        ),
      );
      const outcomes = Object.entries(paymentModels).flatMap(([modelId, model]) =>
        Object.entries(model.outcomes).map(
          ([outcomeId, { release, settlement }]): Payable => ({
            contractId,
            item: { kind: 'outcome', modelId, outcomeId },
            currency,
            amountOere: release?.amountOere,
            releasedOn: release?.releasedOn,
            ...settlement,
          }),
        ),
      );
      return [...instalments, ...outcomes];
    },
  );
}
