import type { ICustomPartitioner } from 'kafkajs';

const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * The hash by which Kafka's own clients choose the partition of a key: kafkajs's comes to the same, but counts in 64 bits
 * by objects, which is a tenth of what sending costs.
 */
export function murmur2(bytes: Uint8Array): number {
  const whole = bytes.length & ~3;
  let hash = SEED ^ bytes.length;
  for (let n = 0; n < whole; n += 4) {
    let k = bytes[n]! | (bytes[n + 1]! << 8) | (bytes[n + 2]! << 16) | (bytes[n + 3]! << 24);
    k = Math.imul(k, M);
    k = Math.imul(k ^ (k >>> 24), M);
    hash = Math.imul(hash, M) ^ k;
  }
  const rest = bytes.length - whole;
  if (rest === 3) hash ^= bytes[whole + 2]! << 16;
  if (rest >= 2) hash ^= bytes[whole + 1]! << 8;
  if (rest >= 1) hash = Math.imul(hash ^ bytes[whole]!, M);
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}

/** Keeps a key in the partition where every other client of Kafka looks for it. Messages without one take turns. */
export const byKey: ICustomPartitioner = () => {
  let turn = 0;
  return ({ partitionMetadata, message: { key } }) => {
    const count = partitionMetadata.length;
    if (key === null || key === undefined) return turn++ % count;
    return (murmur2(Buffer.from(key)) & 0x7fffffff) % count;
  };
};
