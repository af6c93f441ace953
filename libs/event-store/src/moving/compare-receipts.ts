import { createHash } from 'node:crypto';
import type { KeptReceipt } from '../store.js';
import type { Difference } from './compare.js';
import type { MovableEventStore } from './movable.js';

/** Keys are unique, and so the sum of their hashes tells whether two stores hold the same, in whatever order. */
export async function receiptsOf(
  store: MovableEventStore,
  upTo = Number.MAX_SAFE_INTEGER,
): Promise<{ readonly count: number; readonly sum: bigint }> {
  let count = 0;
  let sum = 0n;
  for await (const receipt of walk(store, upTo)) {
    count++;
    sum = BigInt.asUintN(256, sum + BigInt(`0x${createHash('sha256').update(textOf(receipt)).digest('hex')}`));
  }
  return { count, sum };
}

/** Up to so many receipts that differ. */
export async function differencesInReceipts(
  first: MovableEventStore,
  second: MovableEventStore,
  upTo: number,
  most: number,
): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const receipt of walk(first, upTo)) {
    if (found.length >= most) return found;
    const other = await second.receipt(receipt.key);
    if (!other) found.push({ of: receipt.key, differs: 'only in the first' });
    else if (textOf(other) !== textOf(receipt)) found.push({ of: receipt.key, differs: fieldsOf(receipt, other) });
  }
  for await (const { key } of walk(second)) {
    if (found.length >= most) return found;
    if (!(await first.receipt(key))) found.push({ of: key, differs: 'only in the second' });
  }
  return found;
}

async function* walk(store: MovableEventStore, upTo = Number.MAX_SAFE_INTEGER): AsyncGenerator<KeptReceipt> {
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
