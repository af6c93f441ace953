import { type Static, type TObject, type TObjectOptions, type TProperties, Type } from 'typebox';

// The same bounds as the HTTP API's, so that what can be told by one way can be told by the other.

/** An object with these fields and no others: a field that is mistyped must not be passed over. */
export const object = <Properties extends TProperties>(properties: Properties, options: TObjectOptions = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options });

interface About<Data> {
  readonly title: string;
  readonly description: string;
  readonly examples: readonly Data[];
}

/** The data of a message, with what is said of it and examples. */
export const message = <Properties extends TProperties>(
  properties: Properties,
  about: About<Static<TObject<Properties>>>,
): TObject<Properties> & About<Static<TObject<Properties>>> => Object.assign(object(properties), about);

/** Text for people, neither empty nor blank, without control characters. */
export const text = (most: number, description: string) =>
  Type.String({
    minLength: 1,
    maxLength: most,
    pattern: '^(?=[\\s\\S]*\\S)[^\\p{Surrogate}\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$',
    description,
  });

/** A short identifier. */
export const code = (description: string) => Type.String({ pattern: '^[A-Za-z0-9._-]{1,40}$', description });

export const date = (description: string) => Type.String({ format: 'date', description });

/** Whole øre: hundredths of a krone, or of the currency stated. */
export const oere = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: `${description}, in øre.` });

export const number = (least: number, most: number, description: string) =>
  Type.Integer({ minimum: least, maximum: most, description });

export const flag = (description: string) => Type.Boolean({ description });

export const currency = () => Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code of the currency.' });

export const cvr = (description: string) => Type.String({ pattern: '^[1-9]\\d{7}$', description });

export const oneOf = <const Value extends string>(values: readonly Value[], description: string) =>
  Type.Enum<Value[]>(values, { type: 'string', description });
