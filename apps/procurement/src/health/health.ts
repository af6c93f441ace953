import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import { type Health, type HealthAnswer, Nested } from '#platform';
import type { Gateway } from '../gateway.js';
import type { Outcome, ReceivedMessages } from '../inward/received.js';
import type { Oversize } from '../outward/oversize.js';
import type { Publisher } from '../outward/publisher.js';
import { GatewayHealth, type InwardAnswer, type OutwardAnswer } from './answer.js';

/** Longest until health is told, in milliseconds: a store that has not answered by then is away. */
const PATIENCE = 2_000;

interface Told {
  readonly procurement: GatewayHealth;
}

/** What is told to everybody who asks, so without errors' texts and ids: those are in the log. */
export class ProcurementHealth {
  constructor(
    health: Health,
    private readonly store: EventStore,
    private readonly received: ReceivedMessages,
    /** Absent where no broker is configured. */
    private readonly gateway: Pick<Gateway, 'publisher' | 'inward'> | undefined,
  ) {
    health.tell<Told>({ procurement: Nested(() => GatewayHealth) }, () => this.now());
  }

  /** Answers soon, whatever is away. */
  async now(): Promise<HealthAnswer & Told> {
    const [outward, inward] = await Promise.all([this.outward(), this.inward()]);
    const well =
      [outward, inward].every(({ state }) => state === 'off' || state === 'connected') &&
      inward.waitingFor.length === 0 &&
      (this.gateway === undefined || inward.deadLetters?.length === 0);
    return { status: well ? 'ok' : 'degraded', procurement: { outward, inward } };
  }

  /** How many messages this process took up, by what came of them. */
  get taken(): Readonly<Record<Outcome, number>> | undefined {
    return this.gateway?.inward.status().taken;
  }

  private async inward(): Promise<InwardAnswer> {
    if (!this.gateway) return { state: 'off', waitingFor: [] };
    const { taken: _, ...told } = this.gateway.inward.status();
    const waiting = await soon(this.received.waitingDeadLetters());
    const deadLetters = waiting && [...waiting].map(([reason, count]) => ({ reason, waiting: count }));
    return { ...told, ...(deadLetters && { deadLetters }) };
  }

  private async outward(): Promise<OutwardAnswer> {
    if (!this.gateway) return { state: 'off' };
    const head = await soon(this.store.head());
    return outwardOf(this.gateway.publisher, head);
  }
}

/** @param head of the store; undefined where it cannot be read, so that nothing is published while it is so */
export function outwardOf({ state, position }: Pick<Publisher, 'state' | 'position'>, head?: number): OutwardAnswer {
  const isAway = state.state === 'connected' && head === undefined;
  return {
    ...(isAway ? { state: 'away' } : { state: state.state, since: state.since }),
    ...(position !== undefined && { position }),
    ...(state.state === 'too-large' && { tooLarge: tooLargeOf(state.oversize) }),
    ...(position !== undefined && head !== undefined && { behind: Math.max(head - position, 0) }),
  };
}

const tooLargeOf = ({ stream: _, ...told }: Oversize) => told;

/** What is read in time; undefined when it is not, or cannot be. */
async function soon<Value>(value: Promise<Value>): Promise<Value | undefined> {
  const life = new AbortController();
  const late = pause(PATIENCE, undefined, { signal: life.signal, ref: false }).catch(() => undefined);
  return Promise.race([value.catch(() => undefined), late]).finally(() => life.abort());
}
