import { at, type Place, type Recorded, type Table, type Touch, touch } from '#projection';
import { type Audience, about, type Happening, marks } from '../events.js';

/** A piece of the overview: one contract, one risk, the market dialogue. */
export interface PartRow {
  readonly partnership_id: string;
  readonly kind: PartKind;
  readonly id: string;
  readonly audience: Audience;
  readonly doc: Doc;
  /** The event that brought it: parts of a kind stand in this order. */
  readonly since: number;
}

export const partKinds = [
  'need',
  'party',
  'responsible',
  'dialogue',
  'procurement',
  'contract',
  'changed-measurement',
  'gate-criteria',
  'pilot',
  'evaluation',
  'adoption',
  'benefit',
  'follow-up',
  'risk',
  'deadline',
  'decision',
  'document',
  'note',
  'business-case',
  'budget-line',
] as const;
export type PartKind = (typeof partKinds)[number];

/** What an answer shows of a part; `illustrative` marks the fields no source gives. */
export type Doc = Readonly<Record<string, unknown>> & { readonly illustrative: readonly string[] };

export const part: Table<PartRow, 'partnership_id' | 'kind' | 'id'> = {
  name: 'part',
  key: ['partnership_id', 'kind', 'id'],
};

type Seen = Pick<Recorded<Happening>, 'partition' | 'position' | 'recordedAt' | 'metadata'> & { readonly data: object };
type Content = object;

export const partOf = (event: Seen, kind: PartKind, id: string): Place<PartRow> =>
  at(part, { partnership_id: event.partition, kind, id });

/** Sets a part: `content` gets what it said before (nothing when it is new) and says what it says after. */
export function put<Known extends object>(
  event: Seen,
  kind: PartKind,
  id: string,
  content: (doc: Known | undefined) => Content,
  audience: Audience = 'municipal',
): Touch {
  return touch(partOf(event, kind, id), (row) => ({
    ...(row ?? fresh(event, kind, id, audience)),
    doc: says(event, row, content),
  }));
}

/** Changes a part that is there. */
export function change<Known extends object>(
  event: Seen,
  kind: PartKind,
  id: string,
  content: (doc: Known) => Content,
): Touch {
  return touch(partOf(event, kind, id), (row) => {
    if (!row) throw new Error(`There is no ${kind} ${id}`);
    return { ...row, doc: says(event, row, (doc) => content(doc as Known)) };
  });
}

/** Sets a part that the contract's partner may see, when it belongs to a contract. */
export function putOfContract(
  event: Seen,
  kind: PartKind,
  id: string,
  contractId: string | undefined,
  content: Content,
): Touch {
  return touch<PartRow, PartRow>(
    partOf(event, kind, id),
    (row, contract) => ({
      ...(row ?? fresh(event, kind, id, contract?.audience ?? 'municipal')),
      doc: says(event, row, () => content),
    }),
    contractId === undefined ? undefined : partOf(event, 'contract', contractId),
  );
}

const fresh = ({ partition, position }: Seen, kind: PartKind, id: string, audience: Audience) => ({
  partnership_id: partition,
  kind,
  id,
  audience,
  since: position,
});

function says<Known extends object>(
  event: Seen,
  row: PartRow | undefined,
  content: (doc: Known | undefined) => Content,
): Doc {
  const illustrative = marks(row?.doc.illustrative ?? [], event.data, about(event));
  return { ...content(row?.doc as Known | undefined), illustrative };
}
