import type { Language, Principal, Sentence } from '#platform';
import type { AsOf } from '../paging.js';
import type { Column, Table } from './tables.js';

export interface Asking {
  /** The path, without the query. */
  readonly path: string;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly principal: Principal;
  readonly asOf: AsOf;
}

interface Line {
  readonly says: Sentence;
  readonly value: string;
}

const column = (title: Sentence, value: (line: Line, language: Language) => string): Column => ({
  title,
  kind: 'text',
  value: ([line], language) => value(line as Line, language),
});

const title: Sentence = { en: 'About', da: 'Om' };

/** What a file was made of, so that it can be made again: the question, its filters, by whom and as of when. */
export function aboutOf({ path, filters, principal, asOf }: Asking): Table {
  const { subject, role, organisation } = principal;
  const given = Object.entries(filters).map(
    ([name, value]): Line => ({ says: { en: name, da: name }, value: [value].flat().join(', ') }),
  );
  const lines: readonly Line[] = [
    { says: { en: 'Question', da: 'Spørgsmål' }, value: path },
    ...given,
    { says: { en: 'As of', da: 'Opgjort' }, value: asOf.time },
    { says: { en: 'Position in the store', da: 'Position i lageret' }, value: String(asOf.position) },
    { says: { en: 'Made by', da: 'Dannet af' }, value: `${subject} (${role}, ${organisation})` },
    { says: { en: 'The same again', da: 'Det samme igen' }, value: again(path, filters, asOf) },
  ];
  return {
    name: 'about',
    title,
    once: true,
    columns: [
      column({ en: 'What', da: 'Hvad' }, ({ says }, language) => says[language]),
      column({ en: 'Value', da: 'Værdi' }, ({ value }) => value),
    ],
    rows: () => lines.map((line) => [line]),
  };
}

function again(path: string, filters: Readonly<Record<string, unknown>>, { time }: AsOf): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    for (const one of [value].flat()) if (name !== 'known-at' && name !== 'at-least') query.append(name, String(one));
  }
  query.append('known-at', time);
  return `${path}?${query}`;
}
