/** A sum of rows that have the same values in what they are added up by. */
export interface Sum {
  /** One for each column it is by, in the order they were asked for. */
  readonly values: readonly string[];
  /** Rows in it, at least one. */
  readonly count: number;
  /** One for each amount, in the order they are in. Exact. */
  readonly amounts: readonly bigint[];
}

/** A column to add up by, and what of its values counts: the value itself unless given. */
export interface By<Column extends string> {
  readonly column: Column;
  readonly as?: (value: string) => string;
}

/** Values of which a row has one, by column; without any named, all. */
export type Chosen<Column extends string> = Partial<Record<Column, readonly string[] | undefined>>;

/** What a row adds from a position on, or takes away there. */
export interface Addition {
  readonly at: number;
  readonly sign: 1 | -1;
  readonly values: readonly string[];
  /** Whole numbers within 64 bits, as texts; null is in no sum. */
  readonly amounts: readonly (string | null)[];
}

/**
 * The rows of a table as what each of them adds to a sum where it begins to stand, and takes from it where it ends. All
 * that came up to a position makes what stood there: any moment is added up in one pass over short numbers.
 */
export class Additions<Column extends string = string> {
  private length = 0;
  private readonly at = new Grown(Float64Array);
  private readonly signs = new Grown(Int8Array);
  private readonly amounts: readonly Halves<Grown<Float64Array>>[];
  /** Which kind each is of: those of one kind have the same values in all columns. */
  private readonly kinds = new Grown(Uint32Array);
  private readonly kindsByCodes = new Values();
  private readonly columns: ReadonlyMap<Column, { readonly values: Values; readonly ofKind: Grown<Uint32Array> }>;

  private latest: OfKinds = { end: 0, counts: new Int32Array(), amounts: [] };

  /** @param amounts how many there are in each row */
  constructor(columns: readonly Column[], amounts: number) {
    this.columns = new Map(columns.map((column) => [column, { values: new Values(), ofKind: new Grown(Uint32Array) }]));
    this.amounts = Array.from({ length: amounts }, () => ({
      low: new Grown(Float64Array),
      high: new Grown(Float64Array),
    }));
  }

  /** @throws when it lies before the one that came last */
  add({ at, sign, values, amounts }: Addition): void {
    const last = this.length === 0 ? 0 : this.at.items[this.length - 1]!;
    if (at < last) throw new Error(`What adds at ${at} comes after what adds at ${last}`);
    this.at.set(this.length, at);
    this.signs.set(this.length, sign);
    this.kinds.set(this.length, this.kindOf(values));
    for (const [n, { low, high }] of this.amounts.entries()) {
      const amount = BigInt(amounts[n] ?? 0);
      low.set(this.length, sign * Number(BigInt.asUintN(32, amount)));
      high.set(this.length, sign * Number(amount >> 32n));
    }
    this.length += 1;
  }

  private kindOf(values: readonly string[]): number {
    const columns = [...this.columns.values()];
    const codes = columns.map((column, n) => column.values.codeOf(values[n]!));
    const before = this.kindsByCodes.all.length;
    const kind = this.kindsByCodes.codeOf(codes.join());
    if (kind === before) for (const [n, { ofKind }] of columns.entries()) ofKind.set(kind, codes[n]!);
    return kind;
  }

  /** Adds up what stood at a position. */
  sums(position: number, by: readonly By<Column>[], chosen: Chosen<Column> = {}): readonly Sum[] {
    const ofKinds = this.addedUp(position);
    const kinds = this.chosenOf(ofKinds.counts, chosen);
    const keys = by.map(({ column, as = (value) => value }) => {
      const { ofKind, values } = this.columns.get(column)!;
      const counted = new Values();
      return {
        ofKind: ofKind.items,
        counted,
        codes: Uint32Array.from(values.all, (value) => counted.codeOf(as(value))),
      };
    });
    const slots = slotsOf(kinds, keys);
    const counts = new Int32Array(slots.count);
    const one = new Uint32Array(slots.count);
    for (let n = 0; n < kinds.length; n += 1) {
      const slot = slots.of[n]!;
      counts[slot]! += ofKinds.counts[kinds[n]!]!;
      one[slot] = kinds[n]!;
    }
    const amounts = ofKinds.amounts.map((halves) => {
      const sums = new ExactSums(slots.count);
      sums.addAll(slots.of, halves, kinds.length, kinds);
      return sums;
    });
    const sums: Sum[] = [];
    for (let slot = 0; slot < slots.count; slot += 1) {
      const count = counts[slot]!;
      if (count === 0) continue;
      const values = keys.map(({ ofKind, counted, codes }) => counted.all[codes[ofKind[one[slot]!]!]!]!);
      sums.push({ values, count, amounts: amounts.map((sum) => sum.at(slot)) });
    }
    return sums;
  }

  /** What stood at a position, by kind. */
  private addedUp(position: number): OfKinds {
    const end = this.endOf(position);
    // One question asks for several sums, and most ask for what stands now.
    if (this.latest.end === end) return this.latest;
    const [kinds, signs] = [this.kinds.items, this.signs.items];
    const { counts, amounts } = this.emptied();
    for (let n = 0; n < end; n += 1) counts[kinds[n]!]! += signs[n]!;
    for (const [of, sums] of amounts.entries()) {
      const { low, high } = this.amounts[of]!;
      sums.addAll(kinds, { low: low.items, high: high.items }, end);
    }
    this.latest = { end, counts, amounts };
    return this.latest;
  }

  /** Room for every kind: that of before where it is enough, as there are megabytes of it. */
  private emptied(): Omit<OfKinds, 'end'> {
    const { counts, amounts } = this.latest;
    const kinds = this.kindsByCodes.all.length;
    if (counts.length < kinds) {
      return { counts: new Int32Array(kinds * 2), amounts: this.amounts.map(() => new ExactSums(kinds * 2)) };
    }
    counts.fill(0);
    for (const { low, high } of amounts) {
      low.fill(0);
      high.fill(0);
    }
    return { counts, amounts };
  }

  /** The kinds of which any stood, and that have the values chosen. */
  private chosenOf(counts: Int32Array, chosen: Chosen<Column>): Uint32Array {
    const choices = Object.entries<readonly string[] | undefined>(chosen).flatMap(([column, wanted]) => {
      if (!wanted) return [];
      const { ofKind, values } = this.columns.get(column as Column)!;
      return [{ ofKind: ofKind.items, isWanted: values.all.map((value) => wanted.includes(value)) }];
    });
    const kinds = new Uint32Array(counts.length);
    let found = 0;
    // A function in here would be made anew for each of tens of thousands.
    all: for (let kind = 0; kind < counts.length; kind += 1) {
      if (counts[kind] === 0) continue;
      for (const { ofKind, isWanted } of choices) if (!isWanted[ofKind[kind]!]) continue all;
      kinds[found++] = kind;
    }
    return kinds.subarray(0, found);
  }

  /** How many there are up to a position. */
  private endOf(position: number): number {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.at.items[middle]! <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What the first so many come to, by kind. */
interface OfKinds {
  readonly end: number;
  readonly counts: Int32Array;
  readonly amounts: readonly ExactSums[];
}

/** The values of a column, each with a number. */
class Values {
  readonly all: string[] = [];
  private readonly codes = new Map<string, number>();

  codeOf(value: string): number {
    const known = this.codes.get(value);
    if (known !== undefined) return known;
    this.codes.set(value, this.all.length);
    return this.all.push(value) - 1;
  }
}

/** As many numbers as are set. */
class Grown<Items extends Float64Array | Uint32Array | Int8Array> {
  items: Items;

  constructor(private readonly kind: new (length: number) => Items) {
    this.items = new kind(1_024);
  }

  set(index: number, value: number): void {
    if (index === this.items.length) {
      const more = new this.kind(this.items.length * 2);
      more.set(this.items);
      this.items = more;
    }
    this.items[index] = value;
  }
}

/** Which sum each kind is in. */
interface Slots {
  readonly of: Uint32Array;
  readonly count: number;
}

/** Beyond this many that may be there, those that are there are numbered. */
const MOST_SLOTS = 2 ** 12;
/** Up to this many, by a table of all that may be there. */
const LARGEST_TABLE = 2 ** 20;

interface Key {
  readonly ofKind: Uint32Array;
  readonly codes: Uint32Array;
  readonly counted: Values;
}

function slotsOf(kinds: Uint32Array, keys: readonly Key[]): Slots {
  let slots: Slots = { of: new Uint32Array(kinds.length), count: 1 };
  for (const { ofKind, codes, counted } of keys) {
    const values = counted.all.length;
    if (slots.count * values > 2 ** 32) throw new Error('There are more sums than can be told apart');
    for (let n = 0; n < kinds.length; n += 1) slots.of[n] = slots.of[n]! * values + codes[ofKind[kinds[n]!]!]!;
    slots = { of: slots.of, count: slots.count * values };
    if (slots.count > MOST_SLOTS) slots = numbered(slots);
  }
  return slots;
}

function numbered({ of, count: most }: Slots): Slots {
  const table = new Int32Array(most <= LARGEST_TABLE ? most : 0);
  const known = new Map<number, number>();
  let count = 0;
  for (let n = 0; n < of.length; n += 1) {
    const slot = of[n]!;
    let number = slot < table.length ? table[slot]! : (known.get(slot) ?? 0);
    if (number === 0) {
      number = count += 1;
      if (slot < table.length) table[slot] = number;
      else known.set(slot, number);
    }
    of[n] = number - 1;
  }
  return { of, count };
}

/** 64 bits in two halves: numbers are added up many times faster than bigints. */
interface Halves<Of> {
  readonly low: Of;
  readonly high: Of;
}

const HALF = 2 ** 32;
/** Beyond this the lower half of a sum is carried, so that it stays exact. */
const CARRIED = 2 ** 52;

class ExactSums implements Halves<Float64Array> {
  readonly low: Float64Array;
  readonly high: Float64Array;

  constructor(count: number) {
    this.low = new Float64Array(count);
    this.high = new Float64Array(count);
  }

  /** Adds each to the sum of its slot: those up to `count`, or those that are named. */
  addAll(slots: Uint32Array, { low, high }: Halves<Float64Array>, count: number, named?: Uint32Array): void {
    for (let n = 0; n < count; n += 1) {
      const slot = slots[n]!;
      const one = named ? named[n]! : n;
      const sum = this.low[slot]! + low[one]!;
      const carry = Math.abs(sum) < CARRIED ? 0 : Math.trunc(sum / HALF);
      this.low[slot] = sum - carry * HALF;
      this.high[slot]! += high[one]! + carry;
    }
  }

  at(slot: number): bigint {
    const [low, high] = [this.low[slot]!, this.high[slot]!];
    const sum = high * HALF + low;
    return Number.isSafeInteger(sum) ? BigInt(sum) : BigInt(high) * BigInt(HALF) + BigInt(low);
  }
}
