import { type KeptReceipt, type MovableEventStore, pagesOf, type StoredEvent } from '#event-store';

/** One thing that a backup holds. Written for ever: add kinds, never change one. */
export type Item =
  | readonly ['backup', { readonly version: 1; readonly at: string }]
  /** The signing key, as its file has it. */
  | readonly ['key', string]
  /** Which migrations made the gateway's tables. */
  | readonly ['tables', readonly string[]]
  | readonly ['row', table: string, row: object]
  | readonly [
      'event',
      position: number,
      stream: string,
      revision: number,
      id: string,
      type: string,
      recordedAt: string,
      data: StoredEvent['data'],
      metadata: StoredEvent['metadata'],
    ]
  | readonly [
      'receipt',
      key: string,
      fingerprint: string,
      answer: KeptReceipt['answer'],
      stream: string,
      revision: number,
      position: number,
    ];

type Of<Kind extends string> = Extract<Item, readonly [Kind, ...unknown[]]>;
export type RowItem = Of<'row'>;
export type EventItem = Of<'event'>;
export type ReceiptItem = Of<'receipt'>;

export const lineOf = (item: Item): string => JSON.stringify(item);
export const itemOf = (line: string): Item => JSON.parse(line) as Item;

const eventItem = ({ position, stream, revision, id, type, recordedAt, data, metadata }: StoredEvent): Item => [
  'event',
  position,
  stream,
  revision,
  id,
  type,
  recordedAt,
  data,
  metadata,
];

export const eventOf = ([
  ,
  position,
  stream,
  revision,
  id,
  type,
  recordedAt,
  data,
  metadata,
]: EventItem): StoredEvent => ({ position, stream, revision, id, type, recordedAt, data, metadata });

const receiptItem = ({ key, fingerprint, answer, stream, revision, position }: KeptReceipt): Item => [
  'receipt',
  key,
  fingerprint,
  answer,
  stream,
  revision,
  position,
];

export const receiptOf = ([, key, fingerprint, answer, stream, revision, position]: ReceiptItem): KeptReceipt => ({
  key,
  fingerprint,
  answer,
  stream,
  revision,
  position,
});

/** Everything a store holds, up to a position where one is given, as lines: the same of two stores that are the same. */
export async function* linesOf(store: MovableEventStore, upTo?: number): AsyncGenerator<readonly string[]> {
  for await (const page of pagesOf(store, upTo)) yield page.map((event) => lineOf(eventItem(event)));
  for (let after: string | undefined, end = false; !end; ) {
    const page = await store.receipts(after === undefined ? {} : { after });
    const lines: string[] = [];
    for (const receipt of page.receipts)
      if (upTo === undefined || (await isOf(upTo, receipt, store))) lines.push(lineOf(receiptItem(receipt)));
    yield lines;
    after = page.next;
    end = page.next === undefined;
  }
}

/** Whether a receipt speaks of nothing that came after a position; one without events speaks of the stream as it stood then. */
async function isOf(upTo: number, { stream, revision, position }: KeptReceipt, store: MovableEventStore) {
  if (position > 0 || revision < 0) return position <= upTo;
  const [last] = await store.read(stream, { from: revision, max: 1 });
  return last !== undefined && last.position <= upTo;
}
