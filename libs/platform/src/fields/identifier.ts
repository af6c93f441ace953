import { type Field, type FieldOptions, field, type Kind } from './kind.js';

function pattern(name: string, regex: RegExp, en: string, da: string, example: string, description: string): Kind {
  return {
    name,
    accepts: (value) => typeof value === 'string' && regex.test(value),
    says: { en: `must be ${en} like ${example}`, da: `skal være ${da} som ${example}` },
    schema: { type: 'string', pattern: regex.source, example, description },
  };
}

const code = pattern(
  'code',
  /^[A-Za-z0-9._-]{1,40}$/,
  'a code of 1 to 40 letters A-Z, digits, dots, dashes and underscores',
  'en kode på 1 til 40 bogstaver A-Z, cifre, punktummer, bindestreger og understreger',
  'M-01',
  'A short identifier',
);
const uuid = pattern(
  'uuid',
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  'a UUID in lower case',
  'et UUID med små bogstaver',
  '0192d4e8-7f7b-7c31-9d5f-3a2b1c0d9e8f',
  'A UUID in lower case',
);
// No @: an e-mail address names a person, and persons stand in events by subject id only.
const subjectId = pattern(
  'subject-id',
  /^[A-Za-z0-9._:|-]{1,120}$/,
  "a user's subject id (no e-mail address)",
  'en brugers id (ikke en e-mailadresse)',
  'pm-esbjerg-1',
  'Subject id of a user, never a name or an address',
);
const kommunekode = pattern(
  'kommunekode',
  /^0\d{3}$/,
  'a municipality code of four digits with the leading zero',
  'en kommunekode på fire cifre med det foranstillede nul',
  '0561',
  'Municipality code (kommunekode)',
);
const cvr = pattern(
  'cvr',
  /^[1-9]\d{7}$/,
  'a CVR number of eight digits',
  'et CVR-nummer på otte cifre',
  '29189803',
  'CVR number',
);
const organisation = pattern(
  'organisation',
  /^(?:0\d{3}|[1-9]\d{7})$/,
  'a municipality code (four digits) or a CVR number (eight digits)',
  'en kommunekode (fire cifre) eller et CVR-nummer (otte cifre)',
  '0561',
  'Municipality code or CVR number',
);
const kle = pattern('kle', /^\d{2}\.\d{2}\.\d{2}$/, 'a KLE number', 'et KLE-nummer', '27.36.00', 'KLE subject number');
const cpv = pattern(
  'cpv',
  /^\d{8}$/,
  'a CPV code of eight digits, without the check digit,',
  'en CPV-kode på otte cifre uden kontrolciffer',
  '33190000',
  'CPV code without the check digit',
);
const country = pattern(
  'country',
  /^[A-Z]{2}$/,
  'a country code of two capital letters (ISO 3166-1)',
  'en landekode på to store bogstaver (ISO 3166-1)',
  'DK',
  'Country code (ISO 3166-1 alpha-2)',
);
const currency = pattern(
  'currency',
  /^[A-Z]{3}$/,
  'a currency code of three capital letters (ISO 4217)',
  'en valutakode på tre store bogstaver (ISO 4217)',
  'DKK',
  'Currency code (ISO 4217)',
);
const sha256 = pattern(
  'sha256',
  /^[0-9a-f]{64}$/,
  'a SHA-256 of 64 hexadecimal digits in lower case',
  'en SHA-256 på 64 hexadecimale cifre med små bogstaver',
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'SHA-256 of the content, hexadecimal',
);
export function isOrganisation(value: unknown): value is string {
  return organisation.accepts(value);
}

export function isSubjectId(value: unknown): value is string {
  return subjectId.accepts(value);
}

/** A short identifier people use: a milestone's, a KPI's. */
export const Code = (options: FieldOptions = {}): Field => field(code, options);
export const Uuid = (options: FieldOptions = {}): Field => field(uuid, options);
/** Who, as tokens and events name them; an e-mail address is refused. */
export const SubjectId = (options: FieldOptions = {}): Field => field(subjectId, options);
/** A municipality's code of four digits with the leading zero. */
export const Kommunekode = (options: FieldOptions = {}): Field => field(kommunekode, options);
/** A company's CVR number. */
export const Cvr = (options: FieldOptions = {}): Field => field(cvr, options);
/** A municipality's code or a company's CVR number. */
export const Organisation = (options: FieldOptions = {}): Field => field(organisation, options);
/** A KLE subject number, NN.NN.NN. */
export const Kle = (options: FieldOptions = {}): Field => field(kle, options);
/** A CPV code of eight digits. */
export const Cpv = (options: FieldOptions = {}): Field => field(cpv, options);
/** A document's SHA-256, hexadecimal in lower case. */
export const Sha256 = (options: FieldOptions = {}): Field => field(sha256, options);
/** A country by its two letters. */
export const Country = (options: FieldOptions = {}): Field => field(country, options);
/** A currency by its three letters. */
export const Currency = (options: FieldOptions = {}): Field => field(currency, options);
