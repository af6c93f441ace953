import type { Fault } from '../problem/invalid.js';
import type { Sentence } from '../problem/language.js';

const mostListed = 100;
const longestKey = 64;

/** Gathers what is wrong while a value is walked: the path leads to where the walk is. */
export class Faults {
  readonly path: (string | number)[] = [];
  readonly found: Fault[] = [];
  more = 0;

  /** @param part a body's faults are placed by JSON pointer, others by the parameter's name */
  constructor(private readonly part: 'body' | 'query' | 'path') {}

  add(says: Sentence): void {
    if (this.found.length === mostListed) this.more += 1;
    else this.found.push(this.part === 'body' ? { pointer: this.pointer(), says } : { parameter: this.name(), says });
  }

  addAt(key: string | number, says: Sentence): void {
    this.path.push(key);
    this.add(says);
    this.path.pop();
  }

  /** RFC 6901 as a URI fragment. A key is the caller's own text, so it is cut and encoded. */
  private pointer(): string {
    return `#${this.path.map((key) => `/${encodeURIComponent(cut(key)).replace(/~/g, '~0').replace(/%2F/g, '~1')}`).join('')}`;
  }

  private name(): string {
    return this.path.map(cut).join('.');
  }
}

function cut(key: string | number): string {
  const text = String(key);
  const short = text.length > longestKey ? `${text.slice(0, longestKey)}…` : text;
  return short.replace(/\p{Surrogate}/gu, '\ufffd');
}
