import { Type } from 'typebox';

/** 'YYYY-MM-DD'. */
export const businessDate = (description: string) => Type.String({ format: 'date', description });

/** Whole øre of the currency that stands beside it. */
export const oere = (description: string) =>
  Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: `${description}, in øre.` });

export const currency = () =>
  Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217 code of the currency of every amount of the message.' });

export const wholeNumber = (description: string, minimum = 0) =>
  Type.Integer({ minimum, maximum: Number.MAX_SAFE_INTEGER, description });

/** Hundredths of a per cent. */
export const basisPoints = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 10_000, description: `${description}, in hundredths of a per cent.` });

/** An exact number as text, so that no reader rounds it. */
export const decimal = (description: string) =>
  Type.String({
    pattern: '^-?[0-9]{1,12}(\\.[0-9]{1,6})?$',
    description: `${description}: an exact decimal number as text.`,
  });

export const text = (description: string) => Type.String({ description });

export const code = (description: string) => Type.String({ minLength: 1, description });

export const cvr = (description: string) =>
  Type.String({ pattern: '^[0-9]{8}$', description: `${description}: CVR number, eight digits.` });

export const kommunekode = (description: string) =>
  Type.String({
    pattern: '^[0-9]{4}$',
    description: `${description}: kommunekode, four digits with the leading zero.`,
  });

export const organisation = (description: string) =>
  Type.String({
    pattern: '^([0-9]{4}|[0-9]{8})$',
    description: `${description}: a kommunekode (four digits) or a CVR number (eight digits).`,
  });

/** One of the values there are. */
export const oneOf = <const Values extends readonly string[]>(values: Values, description: string) =>
  Type.Enum(values as unknown as [...Values], { description });

export const period = (description: string) =>
  Type.Object({ from: businessDate('First day'), to: businessDate('Last day, included') }, { description });
