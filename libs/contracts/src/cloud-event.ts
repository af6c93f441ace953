import type { Instant } from '#partnership';

/** A CloudEvent 1.0 of ours: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md */
export interface CloudEvent<Type extends string = string, Data = unknown> {
  /** The same whenever the same fact is published again. */
  readonly id: string;
  /** 'dk.medspil.<fact>.v<n>' */
  readonly type: Type;
  /** The partnership's id: the key of its messages too. */
  readonly subject: string;
  /** When the store took what it tells of. */
  readonly time: Instant;
  /** Address of the JSON schema of `data`. */
  readonly dataschema: string;
  /** Position in the store, of the same width always, so that texts sort as numbers do (the `sequence` extension). */
  readonly sequence: string;
  readonly data: Data;
}
