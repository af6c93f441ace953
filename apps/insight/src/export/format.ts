import { Invalid } from '#platform';

/** What an answer can come as, and the media type of each. */
export const mediaTypes = {
  json: 'application/json',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
export type Format = keyof typeof mediaTypes;
export const formats = Object.keys(mediaTypes) as readonly Format[];

/**
 * What a caller wants: what the address says, else the one of the media types in Accept with the higher weight, else JSON.
 *
 * @throws Invalid when the address names a format there is none of
 */
export function formatOf(asked: unknown, accept: string | undefined): Format {
  if (asked !== undefined) {
    if (formats.includes(asked as Format)) return asked as Format;
    const says = { en: `must be one of ${formats.join(', ')}`, da: `skal være en af ${formats.join(', ')}` };
    throw new Invalid('query', [{ parameter: 'format', says }]);
  }
  let best: Format = 'json';
  let bestWeight = 0;
  for (const range of accept?.split(',') ?? []) {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1;
    const format = type === '*/*' ? 'json' : formats.find((one) => mediaTypes[one] === type);
    if (format && Number(weight) > bestWeight) {
      best = format;
      bestWeight = Number(weight);
    }
  }
  return best;
}
