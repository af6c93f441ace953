/**
 * A rule of the business says no. `reason` is a stable literal that callers and texts key on;
 * `details` name what is missing (ids, dates, amounts: JSON values only).
 */
export class Refused<Reason extends string = string> extends Error {
  override readonly name = 'Refused';

  constructor(
    readonly reason: Reason,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(reason);
  }
}
