import type { Sentence } from '#platform';

/** What the ids of a partnership stand for: `name('milestone', 'M-01')` is `M-01 “First prototype”`, or just the id. */
export type Name = (kind: NamedKind, id: string) => string;

export const namedKinds = [
  'party',
  'participant',
  'candidate',
  'contract',
  'milestone',
  'deadline',
  'risk',
  'document',
  'pilot',
  'site',
  'kpi',
] as const;
export type NamedKind = (typeof namedKinds)[number];

/** A sentence in both languages for each event: an event type without words does not compile. */
export type Words<Event extends { readonly type: string; readonly data: unknown }> = {
  readonly [Type in Event['type']]: (data: Extract<Event, { type: Type }>['data'], name: Name) => Sentence;
};

/** A sentence's end that is only said when there is something to say. */
export const because = (reason: string | undefined): string => (reason ? `: ${reason}` : '');
