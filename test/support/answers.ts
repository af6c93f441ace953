import { expect } from '@jest/globals';
import type { Product } from './product.js';

const auditor = { subject: 'auditor-0000', role: 'auditor', organisation: '0000' } as const;

interface Read {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
}

/** Not about what is recorded, or without an end, or no text. */
const beside = /^\/(health|metrics|me|changes)|\/report$/;

/** Everything a product documents that can be asked of these partnerships, each with its answer. */
export async function allAnswers(
  product: Product,
  partnershipIds: readonly string[],
  position: number,
): Promise<Record<string, string>> {
  const { text } = await ask(product, '/openapi.json');
  const { paths } = JSON.parse(text) as { paths: Record<string, { get?: Read }> };
  const readable = Object.entries(paths).flatMap(([path, { get }]) => {
    const question = get?.parameters?.filter((one) => one.in === 'query') ?? [];
    if (!get || beside.test(path) || question.some(({ required }) => required)) return [];
    // Whole, as a cursor is the store's own.
    return [question.some(({ name }) => name === 'limit') ? `${path}?limit=200` : path];
  });
  await ask(product, `/partnerships?at-least=${position}`);
  const questions: string[] = [];
  for (const path of readable) {
    if (!/\{(id|ocid)\}/.test(path)) questions.push(path);
    else
      for (const id of partnershipIds) {
        const placed = path.replace('{id}', id).replace('{ocid}', `ocds-medspl-${id}`);
        const codes = placed.includes('{code}') ? await kpisOf(product, id) : [''];
        questions.push(...codes.map((code) => placed.replace('{code}', code)));
      }
  }
  return answersTo(product, questions);
}

/** What somebody sees first, as known at a time: of the partnerships that were there, and that there was no other yet. */
export async function answersKnownAt(
  product: Product,
  { there, notYet }: { readonly there: readonly string[]; readonly notYet: readonly string[] },
  time: string,
): Promise<Record<string, string>> {
  const many = ['/partnerships', '/milestones', '/portfolio', '/portfolio/benefits', '/figures/payments'];
  const roomsOf = (id: string) =>
    ['', '/timeline?limit=200', '/milestones', '/kpis'].map((room) => `/partnerships/${id}${room}`);
  const known = [...many, '/figures/adoption', ...there.flatMap(roomsOf)];
  const question = `known-at=${time}`;
  return {
    ...(await answersTo(product, known, { question })),
    ...(await answersTo(product, notYet.flatMap(roomsOf), { question, status: 404 })),
  };
}

async function answersTo(
  product: Product,
  paths: readonly string[],
  { question = '', status = 200 }: { readonly question?: string; readonly status?: number } = {},
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const path of paths) {
    const answer = await ask(product, question ? `${path}${path.includes('?') ? '&' : '?'}${question}` : path);
    expect([path, answer.status]).toEqual([path, status]);
    answers[path] = `{"status":${status},"body":${answer.text}}`;
  }
  return answers;
}

async function kpisOf(product: Product, id: string): Promise<string[]> {
  const { text } = await ask(product, `/partnerships/${id}/kpis`);
  return (JSON.parse(text) as { items: { definition: { code: string } }[] }).items.map((one) => one.definition.code);
}

async function ask(product: Product, path: string): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Bearer ${await product.bearer(auditor)}` };
  const answer = await fetch(product.url + path, { headers });
  return { status: answer.status, text: await answer.text() };
}

/**
 * A JSON text as any store would tell it, every letter of it but what is a store's own: for positions the place of the event,
 * counted, and nothing of when it was recorded, by which request, or where it was asked. Ids are made from the commands, and stay.
 */
export function comparable(text: string, places: ReadonlyMap<number, number>): string {
  const placeOf = (position: number) => {
    if (position !== 0 && !places.has(position)) throw new Error(`No event stands at ${position}: ${text}`);
    return `place ${places.get(position)}`;
  };
  // A stay in a phase has no other id than the event that ended it.
  const namedByPlace = (input: { name: string; id: string }) =>
    /^(finished|open|stopped)-/.test(input.name) ? { ...input, id: placeOf(Number(input.id)) } : input;
  return JSON.stringify(
    JSON.parse(text, (key, value: unknown) => {
      if (key === 'position' && typeof value === 'number') return placeOf(value);
      if (['positions', 'from'].includes(key) && Array.isArray(value)) return value.map(placeOf);
      if (key === 'inputs' && Array.isArray(value)) return value.map(namedByPlace);
      if (key === 'correlationId' || key === 'traceId') return 'of a request';
      if (typeof value !== 'string') return value;
      return value.replace(HERE, '').replace(INSTANT, (instant) => (recent(instant) ? 'now' : instant));
    }),
  );
}

const HERE = /http:\/\/(127\.0\.0\.1|localhost):\d+/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
/** The examples tell of days long past: what is of today was stamped while they were recorded. */
const recent = (instant: string) => Date.parse(instant) > Date.now() - 3_600_000;
