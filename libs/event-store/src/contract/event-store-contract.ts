import { afterAll, beforeAll, describe } from '@jest/globals';
import type { MovableEventStore } from '../moving/movable.js';
import { describeAppending } from './appending.js';
import type { Harness, Lacking } from './harness.js';
import { describeKnowing } from './knowing.js';
import { describeMoving } from './moving.js';
import { describeReading } from './reading.js';
import { describeReceipts } from './receipts.js';
import { describeSubscribing } from './subscribing.js';

/** What every adapter keeps to: the promises of the port, and the known failures of its kind. */
export function describeEventStore(
  name: string,
  prepare: () => Promise<Harness>,
  lacking: readonly Lacking[] = [],
): void {
  describe(`the ${name} event store`, () => {
    let harness: Harness;
    let store: MovableEventStore;
    beforeAll(async () => {
      harness = await prepare();
      store = await harness.open();
    }, 60_000);
    afterAll(async () => {
      await store?.close();
      await harness?.close();
    });

    describe('appending', () =>
      describeAppending(
        () => harness,
        () => store,
      ));
    describe('receipts', () =>
      describeReceipts(
        () => harness,
        () => store,
      ));
    describe('reading', () => describeReading(() => store));
    describe('knowing a store again', () =>
      describeKnowing(
        () => harness,
        () => store,
      ));
    describe('moving', () => describeMoving(() => store));
    describe('subscribing', () =>
      describeSubscribing(
        () => harness,
        () => store,
        lacking,
      ));
  });
}
