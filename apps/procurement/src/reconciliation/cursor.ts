import { Invalid } from '#platform';

/** Where a page of a list ended, as a text that callers only hand back. */
export const encodeCursor = (list: string, values: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([list, ...values])).toString('base64url');

/**
 * @param patterns what each value is
 * @throws Invalid when the text is not a cursor of this list
 */
export function decodeCursor(
  text: string | undefined,
  list: string,
  patterns: readonly RegExp[],
): string[] | undefined {
  if (text === undefined) return undefined;
  const [found, ...values] = parsed(text).map(String);
  if (found === list && values.length === patterns.length && values.every((one, n) => patterns[n]!.test(one)))
    return values;
  throw new Invalid('query', [
    {
      parameter: 'cursor',
      says: { en: 'must be the next of an answer to the same list', da: 'skal være next fra et svar på samme liste' },
    },
  ]);
}

function parsed(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
