import { setTimeout as pause } from 'node:timers/promises';
import { examples } from '../../apps/medspil/src/examples/all.js';
import { type Driven, drive } from '../../apps/medspil/src/examples/drive.js';
import type { Example } from '../../apps/medspil/src/examples/step.js';
import type { Product } from './product.js';

/** Something that goes wrong after a step of an example, both counted from 0. It is over when what it gives settles. */
export interface Trouble {
  readonly example: number;
  readonly step: number;
  happens(): Promise<unknown>;
}

export interface Recorded {
  readonly partnershipIds: readonly string[];
  /** Of the last event. */
  readonly position: number;
  /** When half of each example was recorded, in their order. */
  readonly moments: readonly string[];
  /** How often a step could not be taken, and the example was gone through again. */
  readonly failures: number;
}

/** Records the examples one after the other, each in two halves; `to` is asked again after what goes wrong. */
export async function recordExamples(to: () => Product, troubles: readonly Trouble[]): Promise<Recorded> {
  const partnershipIds: string[] = [];
  const moments: string[] = [];
  let [position, failures] = [0, 0];
  let over: Promise<unknown> = Promise.resolve();

  const taken = async (example: Example, no: number): Promise<Driven> => {
    const coming = troubles.filter((one) => one.example === no && one.step < example.steps.length);
    for (const deadline = Date.now() + 60_000; ; ) {
      try {
        const { url, bearer: token } = to();
        return await drive(example, {
          url,
          token,
          progress(done) {
            const [now] = coming;
            if (now?.step !== done - 1) return;
            coming.shift();
            over = now.happens();
          },
        });
      } catch (error) {
        if (!/answered 503|fetch failed/.test((error as Error).message) || Date.now() > deadline) throw error;
        failures++;
        await over;
        await pause(100);
      }
    }
  };

  for (const [no, example] of examples.entries()) {
    const half = example.steps.length >> 1;
    await taken({ ...example, steps: example.steps.slice(0, half) }, no);
    await over;
    await pause(5);
    moments.push(new Date().toISOString());
    await pause(5);
    const whole = await taken(example, no);
    await over;
    partnershipIds.push(whole.partnershipId);
    position = Math.max(position, whole.position);
  }
  return { partnershipIds, position, moments, failures };
}
