import type { Sentence } from './language.js';

/**
 * What a refusal is about: the state of things or what was asked for (409), who asks (403), or something addressed that
 * is not there (404). The sentence says what is missing; its `{placeholders}` are filled from the refusal's details.
 */
export interface Refusal extends Sentence {
  readonly about: 'state' | 'who' | 'missing' | 'input';
}

/** What codes in a refusal's details are called in its sentence: by the detail's name, then by code. */
export type RefusalWords = Readonly<Record<string, Readonly<Record<string, Sentence>>>>;

/** The sentences of every refusal the application's libraries can throw, by reason. */
export type Refusals<Reason extends string = string> = Readonly<Record<Reason, Refusal>>;
