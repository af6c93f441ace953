import { language, t } from './language.js';
import { asAsked, moment } from './moment/moment.js';
import { token } from './session.js';

/**
 * Problem details (RFC 9457) as the API sends them.
 *
 * @typedef {object} ProblemDetails
 * @property {string} type
 * @property {string} title
 * @property {number} status
 * @property {string} detail
 * @property {{ pointer?: string, parameter?: string, header?: string, detail: string }[]} [errors]
 * @property {string} [traceId]
 */

/** An answer that is not the one asked for. */
export class Problem extends Error {
  /** @param {ProblemDetails} details */
  constructor(details) {
    super(details.detail);
    this.name = 'Problem';
    this.details = details;
  }

  /** The last part of the problem's stable type. */
  get reason() {
    return this.details.type.split('/').at(-1) ?? '';
  }
}

/** No answer came: whether the request was carried out is not known. */
export class NoAnswer extends Error {
  constructor() {
    super(t.problem.noAnswer);
    this.name = 'NoAnswer';
  }
}

/**
 * Reads what is true at the moment the page that is shown speaks of.
 *
 * @template Answer
 * @param {string} path
 * @param {Readonly<Record<string, string | number | undefined>>} [query]
 * @returns {Promise<Answer>}
 */
export async function read(path, query = {}) {
  return answerOf(await asked(addressOf(path, { ...query, ...asAsked(moment()) }), {}));
}

/** @param {string} path @param {Readonly<Record<string, string | number | undefined>>} query */
function addressOf(path, query) {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${path}?${search}` : path;
}

/**
 * Gives a command; a retry with the same key is safe.
 *
 * @param {string} path
 * @param {unknown} body
 * @param {string} key
 * @returns {Promise<{ position: number, revision: number }>}
 */
export async function write(path, body, key) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  return answerOf(await asked(path, { method: 'POST', headers, body: JSON.stringify(body) }));
}

/** @param {string} path @param {RequestInit & { headers?: Record<string, string> }} request */
async function asked(path, request) {
  const headers = { ...request.headers, accept: 'application/json', 'accept-language': language };
  try {
    return await fetch(path, { ...request, headers: { ...headers, authorization: `Bearer ${token() ?? ''}` } });
  } catch {
    throw new NoAnswer();
  }
}

/** @param {Response} response */
async function answerOf(response) {
  const body = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body;
  throw new Problem(
    body?.type && body.status
      ? body
      : { type: 'unexpected', title: t.problem.title, status: response.status, detail: t.problem.unexpected },
  );
}
