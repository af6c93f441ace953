/** What was done with payments: all of one kind, currency and state, with the days that count in the period asked about. */
export interface PaymentState {
  readonly released: boolean;
  readonly settled: boolean;
  readonly cancelled: boolean;
  readonly released_in_period: boolean;
  readonly settled_in_period: boolean;
  readonly cancelled_in_period: boolean;
  readonly illustrative: boolean;
  readonly items: number;
  /** Of outcomes, what is known of it. */
  readonly amount_oere: number;
}

/** Payments of one currency and one kind, added up: amounts in øre. */
export interface PaymentSum {
  readonly items: number;
  /** What they are agreed to be, cancelled ones among them. */
  readonly agreedOere: number;
  readonly releasedOere: number;
  readonly settledOere: number;
  readonly cancelled: number;
  readonly cancelledOere: number;
  /** Neither released nor cancelled. */
  readonly remaining: number;
  readonly remainingOere: number;
  /** Released and not paid yet. */
  readonly unpaidOere: number;
  /** How many of them have a date or an amount that no source gives. */
  readonly illustrative: number;
}

/** The sum of payments of one currency; of none, nothing. What was moved counts in the period, what stands open as it stands. */
export function sumOf(states: readonly PaymentState[]): PaymentSum {
  const sum = (of: 'items' | 'amount_oere', is: (state: PaymentState) => boolean = () => true) =>
    states.reduce((total, state) => (is(state) ? total + state[of] : total), 0);
  const remains = (state: PaymentState) => !state.released && !state.cancelled;
  return {
    items: sum('items'),
    agreedOere: sum('amount_oere'),
    releasedOere: sum('amount_oere', (state) => state.released_in_period),
    settledOere: sum('amount_oere', (state) => state.settled_in_period),
    cancelled: sum('items', (state) => state.cancelled_in_period),
    cancelledOere: sum('amount_oere', (state) => state.cancelled_in_period),
    remaining: sum('items', remains),
    remainingOere: sum('amount_oere', remains),
    unpaidOere: sum('amount_oere', (state) => state.released && !state.settled),
    illustrative: sum('items', (state) => state.illustrative),
  };
}

/** The caps of some payment models together: no more than their sum, unless one of them has none. */
export const capOf = (caps: readonly (number | null)[]): number | null =>
  caps.length === 0 || caps.includes(null) ? null : caps.reduce<number>((sum, cap) => sum + cap!, 0);
