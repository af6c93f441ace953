import type { TokenFault } from '../auth/unauthenticated.js';
import type { Sentence } from './language.js';
import type { Refusal } from './refusals.js';

/** One kind of problem: its status, what kind it is (title), and what to do about it (detail). */
export interface Wording {
  readonly status: number;
  readonly title: Sentence;
  readonly detail: Sentence;
}

export const refused: Record<Refusal['about'], Omit<Wording, 'detail'>> = {
  state: { status: 409, title: { en: 'A rule does not allow this now', da: 'En regel tillader det ikke nu' } },
  who: { status: 403, title: { en: 'This is not yours to do', da: 'Det har du ikke lov til' } },
  missing: { status: 404, title: { en: 'Not found', da: 'Findes ikke' } },
  input: {
    status: 409,
    title: { en: 'A rule does not allow this content', da: 'En regel tillader ikke dette indhold' },
  },
};

/** The status a refusal is answered with. */
export const statusOf = (about: Refusal['about']): number => refused[about].status;

const requestTitle: Sentence = { en: 'The request is not as described', da: 'Forespørgslen er ikke som beskrevet' };
const tokenTitle: Sentence = { en: 'Sign in first', da: 'Log ind først' };
const unavailableTitle: Sentence = { en: 'Try again in a moment', da: 'Prøv igen om lidt' };

const token = (en: string, da: string): Wording => ({ status: 401, title: tokenTitle, detail: { en, da } });

export const tokenFaults: Record<TokenFault, Wording> = {
  'token-missing': token(
    'Send a token in the header "Authorization: Bearer …".',
    'Send et token i headeren "Authorization: Bearer …".',
  ),
  'token-malformed': token(
    'The Authorization header does not hold a signed JSON Web Token.',
    'Authorization-headeren indeholder ikke et signeret JSON Web Token.',
  ),
  'token-not-genuine': token(
    "The token's signature is not by a key of the configured issuer.",
    'Tokenets signatur er ikke lavet med en nøgle fra den konfigurerede udsteder.',
  ),
  'token-expired': token('The token has expired; get a new one.', 'Tokenet er udløbet; hent et nyt.'),
  'token-not-yet-valid': token('The token is not valid yet.', 'Tokenet gælder ikke endnu.'),
  'token-of-another-issuer': token(
    'The token is by another issuer than the configured one.',
    'Tokenet er fra en anden udsteder end den konfigurerede.',
  ),
  'token-for-another-audience': token(
    'The token is meant for another service.',
    'Tokenet er beregnet til en anden tjeneste.',
  ),
  'token-incomplete': token(
    'The token lacks a subject or an expiry.',
    'Tokenet mangler en bruger (sub) eller en udløbstid (exp).',
  ),
  'unusable-subject': token(
    "The token's subject is no subject id: 1 to 120 letters A-Z, digits and ._:|-, never a name or an e-mail address.",
    'Tokenets bruger (sub) er ikke et bruger-id: 1 til 120 bogstaver A-Z, cifre og ._:|-, aldrig et navn eller en e-mailadresse.',
  ),
  'unknown-role': token('The token names no role known here.', 'Tokenet angiver ingen rolle, der kendes her.'),
  'unknown-organisation': token(
    'The token names no organisation by municipality code (four digits) or CVR number (eight digits).',
    'Tokenet angiver ingen organisation ved kommunekode (fire cifre) eller CVR-nummer (otte cifre).',
  ),
};

export const general = {
  'invalid-body': {
    status: 422,
    title: { en: 'Some fields are not as expected', da: 'Nogle felter er ikke som forventet' },
    detail: { en: 'Correct the fields listed in errors.', da: 'Ret de felter, der står i errors.' },
  },
  'invalid-request': {
    status: 400,
    title: requestTitle,
    detail: {
      en: 'Correct the parameters or headers listed in errors.',
      da: 'Ret de parametre eller headere, der står i errors.',
    },
  },
  'bad-request': {
    status: 400,
    title: requestTitle,
    detail: { en: 'The request could not be understood.', da: 'Forespørgslen kunne ikke forstås.' },
  },
  'malformed-json': {
    status: 400,
    title: requestTitle,
    detail: { en: 'The body is not valid JSON in UTF-8.', da: 'Indholdet er ikke gyldig JSON i UTF-8.' },
  },
  'empty-body': {
    status: 400,
    title: requestTitle,
    detail: {
      en: 'Content-Type says JSON, and the body is empty.',
      da: 'Content-Type siger JSON, og indholdet er tomt.',
    },
  },
  'no-such-address': {
    status: 404,
    title: { en: 'Not found', da: 'Findes ikke' },
    detail: { en: 'Nothing answers at this address.', da: 'Der er intet på denne adresse.' },
  },
  'method-not-allowed': {
    status: 405,
    title: { en: 'Method not allowed', da: 'Metoden er ikke tilladt' },
    detail: { en: 'This address answers {allow} only.', da: 'Denne adresse svarer kun på {allow}.' },
  },
  'request-timeout': {
    status: 408,
    title: { en: 'The request took too long', da: 'Forespørgslen tog for lang tid' },
    detail: { en: 'The request did not arrive in time.', da: 'Forespørgslen nåede ikke frem i tide.' },
  },
  'precondition-failed': {
    status: 412,
    title: { en: 'Changed by someone else', da: 'Ændret af en anden' },
    detail: {
      en: 'It is no longer at the revision of If-Match: read it again, and repeat if it still applies.',
      da: 'Den er ikke længere ved revisionen i If-Match: læs den igen, og gentag, hvis det stadig er rigtigt.',
    },
  },
  'body-too-large': {
    status: 413,
    title: { en: 'The body is too large', da: 'Indholdet er for stort' },
    detail: { en: 'Send less at a time.', da: 'Send mindre ad gangen.' },
  },
  'address-too-long': {
    status: 414,
    title: { en: 'The address is too long', da: 'Adressen er for lang' },
    detail: { en: 'Part of the address is longer than allowed.', da: 'En del af adressen er længere end tilladt.' },
  },
  'unsupported-media-type': {
    status: 415,
    title: { en: 'This content type is not read here', da: 'Denne indholdstype læses ikke her' },
    detail: { en: 'Send the body as application/json.', da: 'Send indholdet som application/json.' },
  },
  'headers-too-large': {
    status: 431,
    title: { en: 'The headers are too large', da: 'Headerne er for store' },
    detail: { en: 'Send fewer or smaller headers.', da: 'Send færre eller mindre headere.' },
  },
  'idempotency-key-reused': {
    status: 422,
    title: { en: 'The Idempotency-Key is taken', da: 'Idempotency-Key er brugt' },
    detail: {
      en: 'This Idempotency-Key was used before, for another request: use a new key for a new request.',
      da: 'Denne Idempotency-Key er brugt før til en anden forespørgsel: brug en ny nøgle til en ny forespørgsel.',
    },
  },
  'store-unavailable': {
    status: 503,
    title: unavailableTitle,
    detail: {
      en: 'The event store does not answer. Repeating with the same Idempotency-Key is safe.',
      da: 'Hændelseslageret svarer ikke. Det er sikkert at gentage med samme Idempotency-Key.',
    },
  },
  contended: {
    status: 503,
    title: unavailableTitle,
    detail: {
      en: 'Many are writing to the same case at once, and nothing was written. Repeat the request.',
      da: 'Mange skriver i samme sag på én gang, og intet blev skrevet. Gentag forespørgslen.',
    },
  },
  'not-there-yet': {
    status: 503,
    title: unavailableTitle,
    detail: {
      en: 'What you wrote is kept, but the read models have not got to it yet.',
      da: 'Det, du skrev, er gemt, men læsemodellerne er ikke nået til det endnu.',
    },
  },
  'keys-unavailable': {
    status: 503,
    title: unavailableTitle,
    detail: {
      en: 'The keys that tokens are checked with cannot be fetched.',
      da: 'Nøglerne, som tokens kontrolleres med, kan ikke hentes.',
    },
  },
  unexpected: {
    status: 500,
    title: { en: 'Something went wrong here', da: 'Noget gik galt her' },
    detail: {
      en: 'It has been logged under the trace id.',
      da: 'Det er logget under trace id.',
    },
  },
} satisfies Record<string, Wording>;

export type GeneralReason = keyof typeof general;
