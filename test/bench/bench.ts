/** What a bench is given to work on. */
export interface Ground {
  /** Connection URL of a new, empty database: an embedded PostgreSQL, with fsync on. */
  database(): Promise<string>;
}

/** One line of the table: both figures were measured in this run, taking turns. */
export interface Ratio {
  readonly what: string;
  readonly ours: number;
  readonly floor: number;
  /** What the figures count, such as `appends/s`. */
  readonly unit: string;
  /** The least that ours / floor should be; of figures where smaller is better, floor / ours. */
  readonly target: number;
  readonly smaller?: true;
}

export interface Bench {
  readonly name: string;
  /** What the floor is, in a sentence. */
  readonly floor: string;
  /** Set when it takes so long, or needs so much beside Node, that it is run only where it is named. */
  readonly lengthy?: true;
  run(ground: Ground): Promise<Ratio[]>;
}

/** Measures both sides in turns, round by round, and compares the medians: a busy moment hits both. */
export async function inTurns(
  rounds: number,
  floor: () => Promise<number>,
  ours: () => Promise<number>,
): Promise<{ floor: number; ours: number }> {
  const measured: { floor: number[]; ours: number[] } = { floor: [], ours: [] };
  for (let round = 0; round < rounds; round++) {
    measured.floor.push(await floor());
    measured.ours.push(await ours());
  }
  return { floor: median(measured.floor), ours: median(measured.ours) };
}

/** How often `work` gets done in a second when `callers` each do it again and again for `milliseconds`. */
export async function perSecond(
  callers: number,
  milliseconds: number,
  work: (caller: number) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  const start = performance.now();
  const end = start + milliseconds;
  const call = async (caller: number) => {
    while (performance.now() < end) {
      await work(caller);
      done++;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  return (done * 1_000) / (performance.now() - start);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
