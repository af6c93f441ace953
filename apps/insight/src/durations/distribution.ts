/** How many stays lasted so many days. */
export interface Bar {
  /** Negative when the dates contradict each other. */
  readonly days: number;
  readonly stays: number;
}

/** A distribution of days. Median and quartiles are exact decimals, as they may fall between two days. */
export interface Distribution {
  readonly stays: number;
  readonly lowerQuartileDays: string;
  readonly medianDays: string;
  readonly upperQuartileDays: string;
  readonly shortestDays: number;
  readonly longestDays: number;
}

/**
 * The distribution of a histogram; none of nothing. Quartile k of n values in order is at place 1 + (n − 1) × k / 4,
 * between two values on the straight line between them (Hyndman and Fan's seventh definition, percentile_cont of SQL).
 */
export function distributionOf(histogram: readonly Bar[]): Distribution | undefined {
  const bars = histogram.toSorted((a, b) => a.days - b.days);
  const stays = bars.reduce((sum, bar) => sum + bar.stays, 0);
  if (stays === 0) return undefined;
  const nth = (index: number) => {
    let before = 0;
    for (const bar of bars) {
      before += bar.stays;
      if (before > index) return bar.days;
    }
    throw new RangeError(`There are only ${stays} stays`);
  };
  const quartile = (k: 1 | 2 | 3) => {
    const quarters = (stays - 1) * k;
    const index = Math.floor(quarters / 4);
    const low = nth(index);
    const rest = quarters % 4;
    return String(low + (rest === 0 ? 0 : ((nth(index + 1) - low) * rest) / 4));
  };
  return {
    stays,
    lowerQuartileDays: quartile(1),
    medianDays: quartile(2),
    upperQuartileDays: quartile(3),
    shortestDays: bars[0]!.days,
    longestDays: bars.at(-1)!.days,
  };
}
