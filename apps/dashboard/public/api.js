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

/**
 * A file of what is true at the moment the page that is shown speaks of.
 *
 * @param {string} path
 * @param {Readonly<Record<string, string | number | undefined>>} query
 * @returns {Promise<{ name: string, content: Blob }>}
 */
export async function fetchFile(path, query) {
  const response = await asked(addressOf(path, { ...query, ...asAsked(moment()) }), { headers: { accept: '*/*' } });
  if (!response.ok) return answerOf(response);
  const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'medspil';
  return { name, content: await response.blob() };
}

/** @param {string} path @param {Readonly<Record<string, string | number | undefined>>} query */
function addressOf(path, query) {
  const filled = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString();
  return search ? `${path}${path.includes('?') ? '&' : '?'}${search}` : path;
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
  const written = await answerOf(await asked(path, { method: 'POST', headers, body: JSON.stringify(body) }));
  lastWritten = Math.max(lastWritten, written.position);
  return written;
}

/** Position of the last that was recorded from here: whoever recorded it knows. */
export let lastWritten = 0;

/** A request with who asks and in which language they read. @param {string} path @param {RequestInit & { headers?: Record<string, string> }} request */
export function addressed(path, request) {
  const headers = { accept: 'application/json', 'accept-language': language, ...request.headers };
  return fetch(path, { ...request, headers: { ...headers, authorization: `Bearer ${token() ?? ''}` } });
}

/** @param {string} path @param {RequestInit & { headers?: Record<string, string> }} request */
async function asked(path, request) {
  try {
    return await addressed(path, request);
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
