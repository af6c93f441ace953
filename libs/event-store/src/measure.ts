import { type Appended, DuplicateEvent, KeyReused, StoreUnavailable, WrongRevision } from './store.js';

/** `refused`: its key, or the id of an event, is another's. `unavailable`: it is not known what came of it. */
export const appendOutcomes = ['appended', 'repeated', 'conflict', 'refused', 'unavailable', 'failed'] as const;
export type AppendOutcome = (typeof appendOutcomes)[number];

/** Told of what commands cost a store, as it happens. It must not throw. */
export interface Measure {
  /** An append is over, after so many seconds. */
  append(outcome: AppendOutcome, seconds: number): void;
  /** Another append to the stream came first; the command is decided anew, or given up as it has lost too often. */
  lostRace(outcome: 'decided-anew' | 'given-up'): void;
}

/** Tells of an append what came of it and how long it took. */
export async function measured(measure: Measure | undefined, append: () => Promise<Appended>): Promise<Appended> {
  if (!measure) return append();
  const began = performance.now();
  const over = (outcome: AppendOutcome) => measure.append(outcome, (performance.now() - began) / 1_000);
  try {
    const appended = await append();
    over(appended.repeated ? 'repeated' : 'appended');
    return appended;
  } catch (error) {
    over(outcomeOf(error));
    throw error;
  }
}

function outcomeOf(error: unknown): AppendOutcome {
  if (error instanceof WrongRevision) return 'conflict';
  if (error instanceof StoreUnavailable) return 'unavailable';
  return error instanceof KeyReused || error instanceof DuplicateEvent ? 'refused' : 'failed';
}
