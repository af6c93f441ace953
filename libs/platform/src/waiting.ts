import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '#event-store';
import { reasonOf } from './http/logged-error.js';

export interface Waiting {
  /** How often it is tried, in milliseconds. */
  readonly patience?: number;
  /** How often what is waited for is told again while that stays the same, in milliseconds. */
  readonly reminder?: number;
}

/**
 * What is opened, once what it needs is there: nobody has to start a service again because a database came later than it.
 * Meanwhile `say` is told what it waits for, and why.
 *
 * @throws whatever waiting does not mend
 */
export async function whenThere<Opened>(
  opening: () => Promise<Opened>,
  say: (line: string) => void,
  { patience = 2_000, reminder = 60_000 }: Waiting = {},
): Promise<Opened> {
  for (let told = '', at = 0; ; ) {
    try {
      return await opening();
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      const why = reasonOf(error);
      const line = `${error.message}${why ? `: ${why}` : ''}; waiting for it …`;
      if (line !== told || performance.now() - at >= reminder) {
        say(line);
        [told, at] = [line, performance.now()];
      }
      await pause(patience);
    }
  }
}
