import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { byKey, murmur2 } from './partitioner.js';

const partitionMetadata = [0, 1, 2, 3, 4, 5].map((partitionId) => ({
  partitionId,
  partitionErrorCode: 0,
  leader: 1,
  replicas: [1],
  isr: [1],
}));

describe('the partition of a key', () => {
  it('is the one where kafkajs itself would put it, and so every client of Kafka', () => {
    const theirs = Partitioners.DefaultPartitioner();
    const ours = byKey();
    fc.assert(
      fc.property(fc.oneof(fc.uuid(), fc.string({ unit: 'binary' })), (key) => {
        const of = { topic: 't', partitionMetadata, message: { key, value: null } };
        expect(ours(of)).toBe(theirs(of));
      }),
      { numRuns: 500 },
    );
  });

  // Of org.apache.kafka.common.utils.UtilsTest.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %s is chosen by the hash Kafka knows', (text, hash) => {
    expect(murmur2(Buffer.from(text))).toBe(hash);
  });
});
