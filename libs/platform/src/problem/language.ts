/** The languages texts for people come in. */
export type Language = 'en' | 'da';

/** One sentence in every language. */
export type Sentence = Readonly<Record<Language, string>>;

/**
 * The language of an answer by an `Accept-Language` header (RFC 9110, 12.5.4): the one of the two with the higher
 * weight, the first named on a tie, English when neither is named.
 */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  let best: Language = 'en';
  let bestWeight = 0;
  for (const range of acceptLanguage?.split(',') ?? []) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const language = tag.split('-')[0];
    if (language !== 'en' && language !== 'da') continue;
    const given = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = given === undefined ? 1 : Number(given.slice(2));
    if (weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
}

/** A sentence's `{placeholders}` filled from details; lists are joined with commas, an unknown placeholder stays. */
export function fill(sentence: string, details: Readonly<Record<string, unknown>>): string {
  return sentence.replace(/\{(\w+)\}/g, (placeholder, key: string) => {
    if (!Object.hasOwn(details, key)) return placeholder;
    const value = details[key];
    if (Array.isArray(value)) return value.join(', ');
    return typeof value === 'object' ? JSON.stringify(value) : String(value);
  });
}
