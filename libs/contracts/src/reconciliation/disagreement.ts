import type { Registered } from '#partnership';
import type { ProcurementData, ProcurementMessageType } from '../procurement/messages.js';

/** A sentence in both languages. */
export interface Words {
  readonly en: string;
  readonly da: string;
}

/** A message of a procurement system, and what came of it here. */
export interface Heard {
  readonly messageId: string;
  readonly outcome: 'applied' | 'repeated' | 'refused' | 'unreadable';
  /** Why it was refused or could not be read. */
  readonly why?: Words;
  /** Its dead letter, while that waits: neither put back nor set aside. */
  readonly deadLetter?: string;
  /** What it says, unless it could not be read. */
  readonly type?: string;
  readonly said?: unknown;
}

export const disagreementKinds = [
  'refused',
  'unreadable',
  'notice-unknown',
  'notice-differs',
  'standstill-unknown',
  'standstill-differs',
  'contract-unknown',
  'contract-differs',
  'invoice-differs',
  'payment-differs',
  'settled-not-released',
  'released-not-settled',
] as const;

/** What the procurement system and Medspil do not say alike of a partnership. */
export interface Disagreement {
  readonly kind: (typeof disagreementKinds)[number];
  /** What it is about, such as the contract and the instalment. */
  readonly about: Readonly<Record<string, string | number>>;
  /** What the procurement system holds. */
  readonly there: Words;
  /** What Medspil holds. */
  readonly here: Words;
  /** What to do about it. */
  readonly todo: Words;
  /** Messages it is known from. */
  readonly messages: readonly string[];
  /** Those of them that wait among the dead letters. */
  readonly deadLetters: readonly string[];
}

/** The last that was told of something. */
export interface Said<Type extends ProcurementMessageType> {
  readonly data: ProcurementData<Type>;
  readonly heard: Heard;
}

/** What was told of a type, the last of each subject, in order. */
export function lastSaid<Type extends ProcurementMessageType>(
  heard: readonly Heard[],
  type: Type,
  subject: (data: ProcurementData<Type>) => string,
): Said<Type>[] {
  const last = new Map<string, Said<Type>>();
  for (const one of heard) {
    // What is repeated was said before; taken as new, it would outdo what was said since.
    if (one.type !== type || one.said === undefined || one.outcome === 'repeated' || one.outcome === 'unreadable')
      continue;
    const data = one.said as ProcurementData<Type>;
    last.delete(subject(data));
    last.set(subject(data), { data, heard: one });
  }
  return [...last.values()];
}

/** One rule: what it finds in what was told and what is held. */
export type Comparison = (heard: readonly Heard[], partnership: Registered, today: string) => Disagreement[];

export const knownFrom = ({ messageId, deadLetter }: Heard) => ({
  messages: [messageId],
  deadLetters: deadLetter === undefined ? [] : [deadLetter],
});

const english = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2 });
const danish = new Intl.NumberFormat('da-DK', { minimumFractionDigits: 2 });

/** An amount for people. */
export const money = (oere: number, currency: string): Words => ({
  en: `${english.format(oere / 100)} ${currency}`,
  da: `${danish.format(oere / 100)} ${currency}`,
});
