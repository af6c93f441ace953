import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import { type Health, type HealthAnswer, Nested } from '#platform';
import type { Publisher } from '../outward/publisher.js';
import { type OutwardAnswer, ProcurementAnswer } from './answer.js';

/** Longest until health is told, in milliseconds: a store that has not answered by then is away. */
const PATIENCE = 2_000;

interface Told {
  readonly procurement: ProcurementAnswer;
}

/** What is told to everybody who asks, so without errors' texts and ids: those are in the log. */
export class ProcurementHealth {
  constructor(
    health: Health,
    private readonly store: EventStore,
    /** Absent where no broker is configured. */
    private readonly publisher: Pick<Publisher, 'state' | 'position'> | undefined,
  ) {
    health.tell<Told>({ procurement: Nested(() => ProcurementAnswer) }, () => this.now());
  }

  /** Answers soon, whatever is away. */
  async now(): Promise<HealthAnswer & Told> {
    const outward = await this.outward();
    const well = outward.state === 'off' || outward.state === 'connected';
    return { status: well ? 'ok' : 'degraded', procurement: { outward } };
  }

  private async outward(): Promise<OutwardAnswer> {
    const { publisher } = this;
    if (!publisher) return { state: 'off' };
    const head = await this.head();
    const { state, since } = publisher.state;
    const { position } = publisher;
    return {
      state,
      since,
      ...(position !== undefined && { position }),
      ...(position !== undefined && head !== undefined && { behind: Math.max(head - position, 0) }),
    };
  }

  private async head(): Promise<number | undefined> {
    const life = new AbortController();
    const late = pause(PATIENCE, undefined, { signal: life.signal, ref: false }).catch(() => undefined);
    return Promise.race([this.store.head().catch(() => undefined), late]).finally(() => life.abort());
  }
}
