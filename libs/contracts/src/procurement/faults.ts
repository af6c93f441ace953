import type { ErrorObject } from 'ajv';

/** What keeps a message from being understood. */
export const messageFaultReasons = [
  'attribute-missing',
  'attribute-malformed',
  'type-unknown',
  'content-type-unknown',
  'value-missing',
  'value-too-large',
  'not-utf8',
  'not-json',
  'field-missing',
  'field-unknown',
  'field-malformed',
  'more-faults',
] as const;

export interface MessageFault {
  readonly reason: (typeof messageFaultReasons)[number];
  /** Name of the header, or JSON pointer into the value; the value itself unless given. */
  readonly at?: string;
  readonly en: string;
  readonly da: string;
}

/** The most that are named of one message. */
export const mostFaults = 50;

const longestKey = 64;
// A key is the sender's own text: it is cut, and no half of a surrogate pair is kept of it.
const step = (key: unknown) =>
  `/${String(key)
    .slice(0, longestKey)
    .replace(/\p{Surrogate}|\p{Cc}/gu, '\ufffd')
    .replace(/~/g, '~0')
    .replace(/\//g, '~1')}`;

const types: Readonly<Record<string, readonly [en: string, da: string]>> = {
  object: ['an object', 'et objekt'],
  array: ['a list', 'en liste'],
  string: ['a text', 'en tekst'],
  integer: ['a whole number', 'et helt tal'],
  boolean: ['true or false', 'true eller false'],
};

/** What is expected, in words; by the keyword of the schema. */
const expected: Readonly<Record<string, (params: Record<string, unknown>) => readonly [en: string, da: string]>> = {
  type: ({ type }) => types[String(type)] ?? [`of type ${type}`, `af typen ${type}`],
  enum: ({ allowedValues }) => [`one of ${list(allowedValues)}`, `en af ${list(allowedValues)}`],
  const: ({ allowedValue }) => [`${allowedValue}`, `${allowedValue}`],
  minimum: ({ limit }) => [`at least ${limit}`, `mindst ${limit}`],
  maximum: ({ limit }) => [`at most ${limit}`, `højst ${limit}`],
  minLength: ({ limit }) => [`of at least ${limit} characters`, `på mindst ${limit} tegn`],
  maxLength: ({ limit }) => [`of at most ${limit} characters`, `på højst ${limit} tegn`],
  minItems: ({ limit }) => [`a list of at least ${limit}`, `en liste med mindst ${limit}`],
  maxItems: ({ limit }) => [`a list of at most ${limit}`, `en liste med højst ${limit}`],
  format: () => ['a date like 2026-03-31', 'en dato som 2026-03-31'],
  pattern: ({ pattern }) => [`as the pattern ${pattern}`, `som mønstret ${pattern}`],
  anyOf: () => ['of one of the kinds there are', 'af en af de kendte slags'],
};
const list = (values: unknown) => (values as readonly string[]).join(', ');

/** The faults a schema found, each at its place below `root`. */
export function schemaFaults(errors: readonly ErrorObject[], root: string): MessageFault[] {
  return ofOneKind(errors).map(({ instancePath, keyword, params }): MessageFault => {
    const at = root + instancePath;
    if (keyword === 'required')
      return { reason: 'field-missing', at: at + step(params.missingProperty), en: 'is missing', da: 'mangler' };
    if (keyword === 'additionalProperties') {
      const words = { en: 'is no field of this message', da: 'er ikke et felt i denne meddelelse' };
      return { reason: 'field-unknown', at: at + step(params.additionalProperty), ...words };
    }
    const [en, da] = expected[keyword]?.(params) ?? [keyword, keyword];
    return { reason: 'field-malformed', at, en: `must be ${en}`, da: `skal være ${da}` };
  });
}

/** Of a thing of several kinds, what is wrong with the kind it says it is; only that it is of none, when it does not say. */
function ofOneKind(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choice = errors.find(({ keyword }) => keyword === 'anyOf');
  if (!choice) return errors;
  const branchOf = ({ schemaPath }: ErrorObject) =>
    schemaPath.startsWith(`${choice.schemaPath}/`)
      ? schemaPath.slice(choice.schemaPath.length + 1).split('/')[0]
      : undefined;
  const others = new Set(
    errors
      .filter(
        ({ keyword, params }) => keyword === 'const' || (keyword === 'required' && params.missingProperty === 'kind'),
      )
      .map(branchOf),
  );
  const meant = new Set(errors.map(branchOf).filter((branch) => branch !== undefined && !others.has(branch)));
  return errors.filter((error) => {
    const branch = branchOf(error);
    if (error === choice) return meant.size !== 1;
    return branch === undefined || (meant.size === 1 && meant.has(branch));
  });
}
