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

/** Everything a store holds up to a position, as lines: the same of two stores that are the same. */
export async function* linesOf(store: MovableEventStore, upTo: number): AsyncGenerator<readonly string[]> {
  for await (const page of pagesOf(store, upTo)) yield page.map((event) => lineOf(eventItem(event)));
  for (let after: string | undefined, end = false; !end; ) {
    const page = await store.receipts(after === undefined ? {} : { after });
    // Those of what came since belong to the next backup.
    yield page.receipts.filter(({ position }) => position <= upTo).map((receipt) => lineOf(receiptItem(receipt)));
    after = page.next;
    end = page.next === undefined;
  }
}
