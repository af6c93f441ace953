import { HttpException } from '@nestjs/common';
import { Refused } from '#decider';
import { Contended, KeyReused, PreconditionFailed, StoreUnavailable, WrongRevision } from '#event-store';
import { NotThereYet } from '#projection';
import { KeysUnavailable, Unauthenticated } from '../auth/unauthenticated.js';
import { Invalid } from './invalid.js';
import { fill, type Language } from './language.js';
import type { Refusals, RefusalWords } from './refusals.js';
import { type GeneralReason, general, refused, tokenFaults, type Wording } from './wording.js';

/** An RFC 9457 problem details object; `type` is stable and what callers key on. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance?: string;
  readonly [extension: string]: unknown;
}

export interface Translated {
  readonly problem: ProblemDetails;
  readonly headers: Readonly<Record<string, string>>;
}

const typeOf = (reason: string) => `https://medspil.dk/problems/${reason}`;

/** Seconds after which repeating is likely to help. */
const retryAfter = '1';

/**
 * What an error is called over HTTP: the one place where errors and status codes meet. Whatever it does not know
 * is a bare 500 that tells nothing of what went wrong.
 */
export function translate(error: unknown, refusals: Refusals, words: RefusalWords, language: Language): Translated {
  if (error instanceof Refused) return refusal(error, refusals, words, language);
  if (error instanceof Invalid) {
    const errors = error.faults.map(({ says, ...place }) => ({ ...place, detail: says[language] }));
    const more = error.more > 0 ? { moreErrors: error.more } : {};
    const reason = error.part === 'body' ? 'invalid-body' : 'invalid-request';
    return worded(reason, general[reason], language, { errors, ...more });
  }
  if (error instanceof Unauthenticated) {
    const challenge =
      error.reason === 'token-missing' ? '' : `, error="invalid_token", error_description="${error.reason}"`;
    return worded(
      error.reason,
      tokenFaults[error.reason],
      language,
      {},
      { 'www-authenticate': `Bearer realm="medspil"${challenge}` },
    );
  }
  return ofReason(reasonOf(error), language);
}

/** The problem of a reason of the platform's own. */
export function ofReason(reason: GeneralReason, language: Language): Translated {
  const wording: Wording = general[reason];
  return worded(reason, wording, language, {}, wording.status === 503 ? { 'retry-after': retryAfter } : {});
}

/** The problem of an address that answers other methods than the one asked for. */
export function methodNotAllowed(methods: readonly string[], language: Language): Translated {
  const { status, title, detail } = general['method-not-allowed'];
  const allow = methods.join(', ');
  const filled = { en: fill(detail.en, { allow }), da: fill(detail.da, { allow }) };
  return worded('method-not-allowed', { status, title, detail: filled }, language, {}, { allow });
}

function refusal(error: Refused, refusals: Refusals, words: RefusalWords, language: Language): Translated {
  const { reason, details } = error;
  const known = Object.hasOwn(refusals, reason) ? refusals[reason] : undefined;
  const { status, title } = refused[known?.about ?? 'state'];
  const detail = refusalSentence(error, refusals, words, language);
  const extension = Object.keys(details).length > 0 ? { details } : {};
  return worded(reason, { status, title, detail: { en: detail, da: detail } }, language, extension);
}

/** What a refusal says to people: its sentence filled from its details. A reason nobody worded tells its stable name. */
export function refusalSentence(
  { reason, details }: Pick<Refused, 'reason' | 'details'>,
  refusals: Refusals,
  words: RefusalWords,
  language: Language,
): string {
  const known = Object.hasOwn(refusals, reason) ? refusals[reason] : undefined;
  return fill(known?.[language] ?? reason, inWords(details, words, language));
}

/** The details as a sentence says them; what has no word is said as it is. */
function inWords(
  details: Readonly<Record<string, unknown>>,
  words: RefusalWords,
  language: Language,
): Record<string, unknown> {
  const said = Object.entries(details).map(([name, value]) => {
    const known = Object.hasOwn(words, name) ? words[name] : undefined;
    const call = (code: unknown) =>
      known && typeof code === 'string' && Object.hasOwn(known, code) ? known[code]?.[language] : code;
    return [name, Array.isArray(value) ? value.map(call) : call(value)];
  });
  return Object.fromEntries(said);
}

function worded(
  reason: string,
  { status, title, detail }: Wording,
  language: Language,
  extensions: Readonly<Record<string, unknown>> = {},
  headers: Readonly<Record<string, string>> = {},
): Translated {
  const problem = { type: typeOf(reason), title: title[language], status, detail: detail[language], ...extensions };
  return { problem, headers };
}

function reasonOf(error: unknown): GeneralReason {
  if (error instanceof KeyReused) return 'idempotency-key-reused';
  if (error instanceof StoreUnavailable) return 'store-unavailable';
  if (error instanceof NotThereYet) return 'not-there-yet';
  if (error instanceof PreconditionFailed) return 'precondition-failed';
  if (error instanceof Contended || error instanceof WrongRevision) return 'contended';
  if (error instanceof KeysUnavailable) return 'keys-unavailable';
  if (error instanceof HttpException) return reasonOfHttp(error.getStatus(), codeOf(error.cause));
  return reasonOfHttp(statusOf(error), codeOf(error));
}

/** What the framework answers with before any code of ours runs. */
function reasonOfHttp(status: number, code: string | undefined): GeneralReason {
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY') return 'malformed-json';
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return 'empty-body';
  switch (status) {
    case 404:
      return 'no-such-address';
    case 413:
      return 'body-too-large';
    case 414:
      return 'address-too-long';
    case 415:
      return 'unsupported-media-type';
    default:
      return status >= 400 && status < 500 ? 'bad-request' : 'unexpected';
  }
}

/** Fastify and the parsers beneath it hang a status on what the caller did wrong. */
function statusOf(error: unknown): number {
  return error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
