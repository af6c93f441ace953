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
import { sentOf } from './sent.js';

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

const whole = /^\d{1,16}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What was sent of a partnership, what was received, and what both sides do not say alike. */
export class Reconciliation {
  constructor(
    private readonly store: EventStore,
    private readonly transactor: Transactor,
    private readonly heard: HeardMessages,
    private readonly gateway: AskGateway,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** @throws Refused, StoreUnavailable, Invalid for a cursor of another list */
  async show(
    principal: Principal,
    id: string,
    { limit = DEFAULT_LIMIT, cursor }: ReconciliationQuestion,
    language: Language,
  ): Promise<ReconciliationAnswer> {
    const state = await this.seen(principal, id);
    const after = decodeCursor(cursor, 'disagreements', [whole, /^/]);
    const gateway = this.gateway();
    const sent = { messages: 0, acknowledged: 0, waiting: 0 };
    for await (const { position } of sentOf(this.store, id, Object.keys(state.kpis))) {
      sent.messages += 1;
      sent[isAcknowledged(position, gateway) ? 'acknowledged' : 'waiting'] += 1;
    }
    const all = disagreements(await this.heard.all(id), state, dayInDenmark(this.now().getTime()));
    const start = after === undefined ? 0 : indexAfter(all, Number(after[0]), after[1]!);
    const page = all.slice(start, start + limit);
    const last = start + page.length - 1;
    return {
      partnershipId: id,
      gateway,
      sent,
      received: await this.heard.counts(id),
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
    const { kpis } = await this.seen(principal, id);
    const [afterPosition = '0', afterIndex = '0'] = decodeCursor(cursor, 'sent', [whole, whole]) ?? [];
    const gateway = this.gateway();
    const items: SentMessage[] = [];
    const places: (readonly [number, number])[] = [];
    let at = 0;
    let index = 0;
    for await (const { message, position } of sentOf(this.store, id, Object.keys(kpis))) {
      index = position === at ? index + 1 : 1;
      at = position;
      // An event may lead to several messages, and a page may end between them.
      if (position < Number(afterPosition) || (position === Number(afterPosition) && index <= Number(afterIndex)))
        continue;
      if (items.length === limit) return { items, next: encodeCursor('sent', places.at(-1)!), gateway };
      const { id: messageId, type, time } = message;
      items.push({ id: messageId, type, position, time, acknowledged: isAcknowledged(position, gateway) });
      places.push([position, index]);
    }
    return { items, gateway };
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
  private async seen(principal: Principal, id: string): Promise<Registered> {
    const { state } = await this.transactor.stateOf(partnership, partnershipCodec, partnershipStream(id));
    const by = principal as Actor;
    onlyParties(by, state);
    if (!reconciliationReaders.includes(by.role))
      throw new Refused('role-may-not', { roles: reconciliationReaders, role: by.role });
    return state;
  }
}

const isAcknowledged = (position: number, gateway: GatewayAnswer) => position <= (gateway.position ?? 0);

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
