/**
 * Whether two JSON values say the same: the order of keys does not matter, and a key that is absent equals one that
 * is undefined, as they are once stored. Twice the same command changes nothing; the same id with other content is refused.
 */
export function sameContent(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameContent(left[key], right[key]));
}

export const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';
