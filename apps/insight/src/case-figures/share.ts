/** A share in basis points, rounded half up; none of nothing, as it is not known. */
export const shareOf = (part: number, whole: number): number | null =>
  whole > 0 ? Number((BigInt(part) * 20_000n + BigInt(whole)) / (2n * BigInt(whole))) : null;
