import type { Sentence } from './language.js';

/** Where in a request something is wrong: a JSON pointer into the body (`#/phases/0/title`), or a name. */
export type Place = { readonly pointer: string } | { readonly parameter: string } | { readonly header: string };

/** One thing wrong with a request, and what is expected instead; `line` counts from 1 in a body of lines. */
export type Fault = Place & { readonly says: Sentence; readonly line?: number };

/** A request is not as its description asks. `more` counts faults beyond the listed ones. */
export class Invalid extends Error {
  override readonly name = 'Invalid';

  constructor(
    readonly part: 'body' | 'query' | 'path' | 'header',
    readonly faults: readonly Fault[],
    readonly more = 0,
  ) {
    super(`${faults.length + more} faults in the ${part}`);
  }
}
