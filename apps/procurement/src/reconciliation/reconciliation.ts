import { LRUCache } from 'lru-cache';
import { type Disagreement, disagreements } from '#contracts';
import { Refused } from '#decider';
import type { EventStore, Transactor } from '#event-store';
import { type Actor, onlyParties, partnership, partnershipStream, type Registered, type Role } from '#partnership';
import { dayInDenmark, type Language, type Principal } from '#platform';
import { placeOf } from '../dead-letters/dead-letter.js';
import { partnershipCodec } from '../inward/judge.js';
import { sayWhy } from '../inward/wording.js';
import {
  DEFAULT_LIMIT,
  type DisagreementAnswer,
  type GatewayAnswer,
  type ReceivedMessage,
  type ReceivedPage,
  type ReceivedQuestion,
  type ReconciliationAnswer,
  type ReconciliationQuestion,
  type SentMessage,
  type SentPage,
} from './answers.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import type { HeardMessages, HeardRow } from './heard.js';
import { type Sent, SentMessages } from './sent.js';

/** Who may see how both sides stand. */
export const reconciliationReaders: readonly Role[] = [
  'project-manager',
  'procurement-officer',
  'leadership',
  'finance',
  'auditor',
  'system',
];

/** How publishing is, and how far. */
export type AskGateway = () => GatewayAnswer;

/** Disagreements of so many partnerships are kept for the pages that follow. */
const AT_HAND = 200;

/** What both sides do not say alike, as long as nothing is recorded, told or done that may change it. */
interface Compared {
  readonly of: string;
  readonly all: readonly Disagreement[];
}

const whole = /^\d{1,16}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What was sent of a partnership, what was received, and what both sides do not say alike. */
export class Reconciliation {
  private readonly sentMessages: SentMessages;
  private readonly compared = new LRUCache<string, Compared>({ max: AT_HAND });

  constructor(
    private readonly store: EventStore,
    private readonly transactor: Transactor,
    private readonly heard: HeardMessages,
    private readonly gateway: AskGateway,
    private readonly now: () => Date = () => new Date(),
  ) {
    this.sentMessages = new SentMessages(store);
  }

  /** @throws Refused, StoreUnavailable, Invalid for a cursor of another list */
  async show(
    principal: Principal,
    id: string,
    { limit = DEFAULT_LIMIT, cursor }: ReconciliationQuestion,
    language: Language,
  ): Promise<ReconciliationAnswer> {
    // First: what is known of its KPIs is then of no earlier time.
    const head = await this.store.head();
    const { state, revision } = await this.seen(principal, id);
    const after = decodeCursor(cursor, 'disagreements', [whole, /^/]);
    const gateway = this.gateway();
    const sent = await this.sentMessages.of(id, Object.keys(state.kpis), head);
    const acknowledged = indexBehind(sent, gateway.position ?? 0, Number.POSITIVE_INFINITY);
    const { counts: received, mark } = await this.heard.counts(id);
    const all = await this.disagreements(id, state, `${revision} ${mark}`);
    const start = after === undefined ? 0 : indexAfter(all, Number(after[0]), after[1]!);
    const page = all.slice(start, start + limit);
    const last = start + page.length - 1;
    return {
      partnershipId: id,
      gateway,
      sent: { messages: sent.length, acknowledged, waiting: sent.length - acknowledged },
      received,
      disagreements: page.map((one) => inLanguage(one, language)),
      ...(last + 1 < all.length && { next: encodeCursor('disagreements', [last, nameOf(all[last]!)]) }),
    };
  }

  /** @throws Refused, StoreUnavailable, Invalid for a cursor of another list */
  async sent(
    principal: Principal,
    id: string,
    { limit = DEFAULT_LIMIT, cursor }: ReconciliationQuestion,
  ): Promise<SentPage> {
    const head = await this.store.head();
    const { state } = await this.seen(principal, id);
    const [position = '0', index = '0'] = decodeCursor(cursor, 'sent', [whole, whole]) ?? [];
    const gateway = this.gateway();
    const all = await this.sentMessages.of(id, Object.keys(state.kpis), head);
    // An event may lead to several messages, and a page may end between them.
    const start = indexBehind(all, Number(position), Number(index));
    const page = all.slice(start, start + limit);
    const last = page.at(-1);
    return {
      items: page.map((one) => sentMessage(one, gateway)),
      ...(last && start + limit < all.length && { next: encodeCursor('sent', [last.position, last.index]) }),
      gateway,
    };
  }

  /** @throws Refused, StoreUnavailable, Invalid for a cursor of another list */
  async received(
    principal: Principal,
    id: string,
    { limit = DEFAULT_LIMIT, cursor, outcome }: ReceivedQuestion,
    language: Language,
  ): Promise<ReceivedPage> {
    await this.seen(principal, id);
    const after = decodeCursor(cursor, 'received', [instant, whole, whole]);
    const rows = await this.heard.page(id, { outcome, after, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map((row) => receivedOf(row, language)),
      ...(rows.length > limit &&
        last && { next: encodeCursor('received', [last.sent_at, last.partition, last.offset]) }),
    };
  }

  /** The partnership, for whoever takes part in it and may see how both sides stand. */
  private async seen(principal: Principal, id: string): Promise<{ state: Registered; revision: number }> {
    const { state, revision } = await this.transactor.stateOf(partnership, partnershipCodec, partnershipStream(id));
    const by = principal as Actor;
    onlyParties(by, state);
    if (!reconciliationReaders.includes(by.role))
      throw new Refused('role-may-not', { roles: reconciliationReaders, role: by.role });
    return { state, revision };
  }

  /** @param mark of what is recorded and told: as long as it is the same, so are they for a day */
  private async disagreements(id: string, state: Registered, mark: string): Promise<readonly Disagreement[]> {
    const today = dayInDenmark(this.now().getTime());
    const of = `${today} ${mark}`;
    const known = this.compared.get(id);
    if (known?.of === of) return known.all;
    const all = disagreements(await this.heard.all(id), state, today);
    this.compared.set(id, { of, all });
    return all;
  }
}

/** How many of the messages stand no further than a position, and there no further than an index. */
function indexBehind(all: readonly Sent[], position: number, index: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const one = all[middle]!;
    if (one.position < position || (one.position === position && one.index <= index)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sentMessage({ id, type, position, time }: Sent, gateway: GatewayAnswer): SentMessage {
  return { id, type, position, time, acknowledged: position <= (gateway.position ?? 0) };
}

const nameOf = ({ kind, about }: Disagreement) => JSON.stringify([kind, about]);

/** Where the page after a disagreement begins, also when others have come or gone before it. */
function indexAfter(all: readonly Disagreement[], index: number, name: string): number {
  const found = all[index] && nameOf(all[index]) === name ? index : all.findIndex((one) => nameOf(one) === name);
  return found === -1 ? index : found + 1;
}

function inLanguage({ kind, about, there, here, todo, messages, deadLetters }: Disagreement, language: Language) {
  const said = { there: there[language], here: here[language], todo: todo[language] };
  return { kind, about, ...said, messages, deadLetters } as DisagreementAnswer;
}

function receivedOf(row: HeardRow, language: Language): ReceivedMessage {
  const {
    message_id,
    source,
    type,
    sent_at,
    at,
    outcome,
    position,
    reason,
    details,
    dead_letter,
    put_back,
    set_aside,
    put_back_of,
  } = row;
  return {
    ...(message_id !== null && { id: message_id }),
    ...(source !== null && { source }),
    ...(type !== null && { type }),
    sentAt: sent_at,
    at,
    place: placeOf(row),
    outcome,
    ...(position !== null && { position }),
    ...(reason !== null && { reason, why: sayWhy({ reason, details }, language) }),
    ...(dead_letter !== null && { deadLetter: dead_letter, putBack: put_back, setAside: set_aside }),
    ...(put_back_of !== null && { putBackOf: put_back_of }),
  };
}
