import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '#event-store';
import { OneOf } from './fields/text.js';
import type { Health, HealthAnswer } from './health.js';

/** Longest until health is told, in milliseconds: a store that has not answered by then is away. */
const PATIENCE = 2_000;

interface Told {
  readonly store: 'connected' | 'away';
}

/** Whether the store can be reached, for a process that can do nothing without it. */
export class StoreHealth {
  private looking: Promise<Told['store']> | undefined;

  constructor(
    private readonly store: EventStore,
    health: Health,
  ) {
    health.tell<Told>({ store: OneOf(['connected', 'away']) }, () => this.now());
  }

  private async now(): Promise<HealthAnswer & Told> {
    // Those who ask at once share a look, so that none pile up on a store that does not answer.
    this.looking ??= this.look().finally(() => {
      this.looking = undefined;
    });
    const life = new AbortController();
    const late = pause(PATIENCE, 'away' as const, { signal: life.signal, ref: false }).catch(() => 'away' as const);
    const store = await Promise.race([this.looking, late]).finally(() => life.abort());
    return { status: store === 'connected' ? 'ok' : 'down', store };
  }

  private look(): Promise<Told['store']> {
    return this.store.head().then(
      () => 'connected',
      () => 'away',
    );
  }
}
