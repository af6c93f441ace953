import { type Health, type HealthAnswer, Nested } from '#platform';
import { ProcurementAnswer } from './answer.js';

interface Told {
  readonly procurement: ProcurementAnswer;
}

/** What is told to everybody who asks, so without errors' texts and ids: those are in the log. */
export class ProcurementHealth {
  constructor(health: Health) {
    health.tell<Told>({ procurement: Nested(() => ProcurementAnswer) }, () => this.now());
  }

  /** Answers soon, whatever is away. */
  async now(): Promise<HealthAnswer & Told> {
    return { status: 'ok', procurement: { outward: { state: 'off' } } };
  }
}
