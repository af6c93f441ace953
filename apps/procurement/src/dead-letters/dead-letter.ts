import { bytesOf, type Message, type Received } from '../kafka/broker.js';

/** Where a message stands, written '<partition>-<offset>': how a dead letter is called. */
export const placeOf = ({ partition, offset }: Pick<Received, 'partition' | 'offset'>): string =>
  `${partition}-${offset}`;

export const isPlace = (text: string): boolean => /^\d{1,9}-\d{1,19}$/.test(text);

/** What is added to the headers of a message that becomes a dead letter. */
const added = {
  id: 'medspil-dead-letter',
  reason: 'medspil-reason',
  details: 'medspil-details',
  topic: 'medspil-topic',
  partition: 'medspil-partition',
  offset: 'medspil-offset',
  sentAt: 'medspil-timestamp',
  at: 'medspil-at',
  leftOut: 'medspil-left-out',
} as const;

/** On a message that was put back: the dead letter it was. */
const PUT_BACK_OF = 'medspil-put-back-of';
/** On the note beside the dead letters: which of them was put back. */
const WAS_PUT_BACK = 'medspil-was-put-back';
/** On the note beside the dead letters: which of them was set aside, and why. */
const WAS_SET_ASIDE = 'medspil-was-set-aside';
const WHY = 'medspil-why';
/** On either note: by whom. */
const BY = 'medspil-by';

/** The most bytes of a dead letter: one that the broker refuses would be in the way of all that come after it, for ever. */
const LARGEST = 900_000;
/** Of a message that is larger than that, so many headers are kept, of so many bytes each. */
const KEPT = { headers: 100, bytes: 1_000 };

/** Why a message became a dead letter. */
export interface Fault {
  /** A refusal's reason, or what could not be read; stable. */
  readonly reason: string;
  /** The same in a sentence, in English. */
  readonly details: string;
}

/** A message that could not be done, as it came, and why. */
export interface DeadLetter extends Fault {
  readonly id: string;
  readonly message: Message;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** When the broker took the message. */
  readonly sentAt: string;
  /** When it became a dead letter. */
  readonly at: string;
  /** Bytes of its value, where the message was too large to be kept: the value and long headers are left out. */
  readonly leftOut?: number;
}

/** That a dead letter was put back. */
export interface PutBack {
  readonly id: string;
  readonly by: string;
  readonly at: string;
}

/** That a dead letter was set aside: somebody looked, and it needs nothing more. */
export interface SetAside extends PutBack {
  readonly why: string;
}

/**
 * The dead letter of a message: key, value and headers as they came, and headers that say why. A message that is too large
 * to be sent on is kept without its value: it stands where it came, for as long as that topic keeps it.
 */
export function asDeadLetter(received: Received, { reason, details }: Fault, at: string): Message {
  const { key, value, headers, topic, partition, offset, at: sentAt } = received;
  const why = {
    [added.id]: placeOf(received),
    [added.reason]: reason,
    [added.details]: details,
    [added.topic]: topic,
    [added.partition]: String(partition),
    [added.offset]: offset,
    [added.sentAt]: sentAt.toISOString(),
    [added.at]: at,
  };
  // Nobody else says what was left out.
  const { [added.leftOut]: _, ...others } = headers;
  const whole = { key, value, headers: { ...others, ...why } };
  if (bytesOf(whole) <= LARGEST) return whole;
  const cut = { [added.details]: details.slice(0, KEPT.bytes), [added.leftOut]: String(value?.length ?? 0) };
  return { key: isShort(key ?? '') ? key : null, value: null, headers: { ...shortOnes(others), ...why, ...cut } };
}

const isShort = (text: string) => Buffer.byteLength(text) <= KEPT.bytes;

/** What names a message before everything else. */
function shortOnes(headers: Message['headers']): Message['headers'] {
  const short = Object.entries(headers).filter((header) => header.every(isShort));
  const naming = ([name]: readonly [string, string]) => Number(name.startsWith('ce_'));
  return Object.fromEntries(short.toSorted((one, other) => naming(other) - naming(one)).slice(0, KEPT.headers));
}

/** The message as it was, to be taken up once more. */
export function asPutBack({ id, message }: Pick<DeadLetter, 'id' | 'message'>): Message {
  return { ...message, headers: { ...message.headers, [PUT_BACK_OF]: id } };
}

/** The note that a dead letter was put back. */
export function asPutBackNote({ message: { key } }: DeadLetter, { id, by, at }: PutBack): Message {
  return { key, value: null, headers: { [WAS_PUT_BACK]: id, [BY]: by, [added.at]: at } };
}

/** The note that a dead letter was set aside. */
export function asSetAsideNote({ message: { key } }: DeadLetter, { id, by, at, why }: SetAside): Message {
  return { key, value: null, headers: { [WAS_SET_ASIDE]: id, [WHY]: why, [BY]: by, [added.at]: at } };
}

/** The dead letter a message says it was put back from. */
export function putBackOf({ headers }: Message): string | undefined {
  const id = headers[PUT_BACK_OF];
  return id !== undefined && isPlace(id) ? id : undefined;
}

/** What a message of the dead-letter topic is: a dead letter, the note that one was put back or set aside, or nothing of ours. */
export function readDeadLetter(
  message: Message,
): { readonly letter: DeadLetter } | { readonly putBack: PutBack } | { readonly setAside: SetAside } | undefined {
  const { key, value, headers } = message;
  const said = (name: keyof typeof added) => headers[added[name]] ?? '';
  // First, as a dead letter has all that its sender wrote: what notes that another one was put back, too.
  if (said('id') === '') return noteIn(headers);
  const ours = new Set<string>(Object.values(added));
  const original = Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.has(name)));
  return {
    letter: {
      id: said('id'),
      reason: said('reason'),
      details: said('details'),
      message: { key, value, headers: original },
      topic: said('topic'),
      partition: Number(said('partition')),
      offset: said('offset'),
      sentAt: said('sentAt'),
      at: said('at'),
      ...(said('leftOut') !== '' && { leftOut: Number(said('leftOut')) }),
    },
  };
}

function noteIn(
  headers: Message['headers'],
): { readonly putBack: PutBack } | { readonly setAside: SetAside } | undefined {
  const { [WAS_PUT_BACK]: putBack, [WAS_SET_ASIDE]: setAside, [BY]: by = 'unknown', [added.at]: at = '' } = headers;
  if (putBack !== undefined) return { putBack: { id: putBack, by, at } };
  if (setAside !== undefined) return { setAside: { id: setAside, by, at, why: headers[WHY] ?? '' } };
  return undefined;
}
