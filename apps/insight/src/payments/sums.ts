/** Payments of one currency and one kind, added up: amounts in øre. */
export interface PaymentSum {
  readonly items: number;
  /** What they are agreed to be, cancelled ones among them; of outcomes, what is known of it. */
  readonly agreed_oere: number;
  readonly released: number;
  readonly released_oere: number;
  readonly settled: number;
  readonly settled_oere: number;
  readonly cancelled: number;
  readonly cancelled_oere: number;
  /** Neither released nor cancelled. */
  readonly remaining: number;
  readonly remaining_oere: number;
  /** Released and not paid yet. */
  readonly unpaid: number;
  readonly unpaid_oere: number;
  /** How many of them have a date or an amount that no source gives. */
  readonly illustrative: number;
}

export const nothing: PaymentSum = {
  items: 0,
  agreed_oere: 0,
  released: 0,
  released_oere: 0,
  settled: 0,
  settled_oere: 0,
  cancelled: 0,
  cancelled_oere: 0,
  remaining: 0,
  remaining_oere: 0,
  unpaid: 0,
  unpaid_oere: 0,
  illustrative: 0,
};
const columns = Object.keys(nothing) as readonly (keyof PaymentSum)[];

/** The sum of sums of one currency; of none, nothing. */
export const sumOf = (sums: readonly PaymentSum[]): PaymentSum =>
  sums.reduce(
    (total, sum) => Object.fromEntries(columns.map((column) => [column, total[column] + sum[column]])) as never,
    nothing,
  );

/** The caps of some payment models together: no more than their sum, unless one of them has none. */
export const capOf = (caps: readonly (number | null)[]): number | null =>
  caps.length === 0 || caps.includes(null) ? null : caps.reduce<number>((sum, cap) => sum + cap!, 0);
