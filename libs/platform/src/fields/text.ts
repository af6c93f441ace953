import { type Field, type FieldOptions, field, type Kind } from './kind.js';

// PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair, and no other control character belongs in a text.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unprintable = /[\p{Surrogate}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;

export interface TextOptions extends FieldOptions {
  /** Fewest characters; 1 unless given. A text that must not be empty must not be blank either. */
  readonly min?: number;
  /** Most characters. */
  readonly max: number;
}

/** Text for people, of one line or many. */
export function Text({ min = 1, max, ...options }: TextOptions): Field {
  const length = `${min} to ${max}`;
  const længde = `${min} til ${max}`;
  const kind: Kind = {
    name: 'text',
    accepts: (value) => {
      if (typeof value !== 'string' || unprintable.test(value)) return false;
      if (min > 0 && value.trim() === '') return false;
      if (value.length <= max && value.length >= min * 2) return true;
      const characters = lengthOf(value);
      return characters >= min && characters <= max;
    },
    says: { en: `must be a text of ${length} characters`, da: `skal være en tekst på ${længde} tegn` },
    schema: { type: 'string', minLength: min, maxLength: max, ...(min > 0 && { pattern: '\\S' }) },
  };
  return field(kind, options);
}

/** Characters as JSON schema counts them: code points, not UTF-16 units. */
function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** One of a fixed set of words. */
export function OneOf(values: readonly string[], options: FieldOptions = {}): Field {
  const set = new Set<unknown>(values);
  const kind: Kind = {
    name: 'one-of',
    accepts: (value) => set.has(value),
    says: { en: `must be one of ${values.join(', ')}`, da: `skal være en af ${values.join(', ')}` },
    schema: { type: 'string', enum: [...values], example: values[0] },
  };
  return field(kind, options);
}

/** A web address, http or https, without credentials. */
export function WebLink(options: FieldOptions = {}): Field {
  return field(webLink, options);
}

const webLink: Kind = {
  name: 'web-link',
  accepts: (value) => {
    if (typeof value !== 'string' || value.length > 2000 || !/^https?:\/\/[\x21-\x7e]+$/.test(value)) return false;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    return url !== undefined && url.username === '' && url.password === '';
  },
  says: {
    en: 'must be a web address like https://esdh.esbjerg.dk/sager/12',
    da: 'skal være en webadresse som https://esdh.esbjerg.dk/sager/12',
  },
  schema: {
    type: 'string',
    format: 'uri',
    pattern: '^https?://[\\x21-\\x7e]+$',
    maxLength: 2000,
    example: 'https://esdh.esbjerg.dk/sager/12',
  },
};
