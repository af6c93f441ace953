import { createHash } from 'node:crypto';
import type { KeptReceipt } from '../store.js';
import type { Difference } from './compare.js';
import type { ReadableStore } from './patience.js';

/**
 * Counts the receipts of both stores, and names up to so many that differ. Bounded by a position, the first store may have
 * receipts without events that the second lacks: they are of no position, and may have been left since.
 */
export async function compareReceipts(
  first: ReadableStore,
  second: ReadableStore,
  upTo: number | undefined,
  most: number,
): Promise<{ readonly counts: readonly [number, number]; readonly differences: readonly Difference[] }> {
  const [one, other] = [await sumsOf(first, upTo), await sumsOf(second)];
  const counts = [one.count, other.count] as const;
  const isOfInterest = ({ position }: KeptReceipt) =>
    position > 0 ? one.changed !== other.changed : one.unchanged !== other.unchanged;
  const differences: Difference[] = [];
  if (one.changed === other.changed && one.unchanged === other.unchanged) return { counts, differences };
  for await (const receipt of walk(first, upTo)) {
    if (differences.length >= most) break;
    if (!isOfInterest(receipt)) continue;
    const { key: of, position } = receipt;
    const there = await second.receipt(of);
    const mayBeLater = upTo !== undefined && position === 0;
    if (!there && !mayBeLater) differences.push({ of, differs: 'only in the first' });
    if (there && textOf(there) !== textOf(receipt)) differences.push({ of, differs: fieldsOf(receipt, there) });
  }
  for await (const receipt of walk(second)) {
    if (differences.length >= most) break;
    const { key: of } = receipt;
    if (isOfInterest(receipt) && !(await first.receipt(of))) differences.push({ of, differs: 'only in the second' });
  }
  return { counts, differences };
}

/** Keys are unique, and so the sum of their hashes tells whether two stores hold the same, in whatever order. */
async function sumsOf(store: ReadableStore, upTo?: number) {
  let count = 0;
  // Of commands that recorded events, and of those that did not.
  let [changed, unchanged] = [0n, 0n];
  for await (const receipt of walk(store, upTo)) {
    count++;
    const hash = BigInt(`0x${createHash('sha256').update(textOf(receipt)).digest('hex')}`);
    if (receipt.position > 0) changed = BigInt.asUintN(256, changed + hash);
    else unchanged = BigInt.asUintN(256, unchanged + hash);
  }
  return { count, changed, unchanged };
}

async function* walk(store: ReadableStore, upTo = Number.MAX_SAFE_INTEGER): AsyncGenerator<KeptReceipt> {
  for (let after: string | undefined, end = false; !end; ) {
    const page = await store.receipts(after === undefined ? {} : { after });
    for (const receipt of page.receipts) if (receipt.position <= upTo) yield receipt;
    after = page.next;
    end = page.next === undefined;
  }
}

/** Positions are each store's own; only whether there is one is the same. */
const valuesOf = ({ fingerprint, answer, stream, revision, position }: KeptReceipt) => ({
  fingerprint,
  answer,
  stream,
  revision,
  position: position > 0,
});

const textOf = (receipt: KeptReceipt) => JSON.stringify([receipt.key, valuesOf(receipt)]);

function fieldsOf(one: KeptReceipt, other: KeptReceipt): string[] {
  const [a, b] = [valuesOf(one), valuesOf(other)];
  return (Object.keys(a) as (keyof typeof a)[]).filter(
    (field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]),
  );
}
