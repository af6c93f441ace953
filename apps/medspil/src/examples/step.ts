import type { OrganisationId, Role } from '#partnership';

/** A value that no source gives: it is recorded, and marked as illustrative wherever it is shown. */
export class Illustrative {
  constructor(readonly value: unknown) {}
}
// biome-ignore lint/suspicious/noExplicitAny: stands in for a value of any type until the step is sent
export const i = (value: unknown): any => new Illustrative(value);

export interface Step {
  readonly role: Role;
  readonly organisation: OrganisationId;
  readonly subject: string;
  /** Below /partnerships/{id}; empty for registering. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Example {
  readonly title: string;
  readonly steps: readonly Step[];
}

const step =
  (role: Role, suffix: string) =>
  (organisation: OrganisationId) =>
  (path: string, body: Record<string, unknown> = {}): Step => ({
    role,
    organisation,
    subject: `${suffix}-${organisation}`,
    path,
    body,
  });

/** The people of one organisation. */
export const people = (organisation: OrganisationId) => ({
  manager: step('project-manager', 'project-manager')(organisation),
  officer: step('procurement-officer', 'procurement-officer')(organisation),
  leadership: step('leadership', 'leadership')(organisation),
  finance: step('finance', 'finance')(organisation),
  evaluator: step('evaluator', 'evaluator')(organisation),
  partner: step('partner', 'partner')(organisation),
});

/** The body as it is sent: illustrative values bare, and the names of the fields that hold any. */
export function toBody(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const marked: string[] = [];
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === 'measurements' && Array.isArray(value)) {
      plain[name] = value.map((measurement) => {
        const [bare, illustrative] = bared(measurement);
        return illustrative ? { ...(bare as object), illustrative: true } : bare;
      });
      continue;
    }
    plain[name] = bared(value)[0];
    marked.push(...marksOf(name, value));
  }
  return marked.length > 0 ? { ...plain, illustrative: marked } : plain;
}

/** What of a field is illustrative: all of it, some of its own fields, or something further down. */
function marksOf(name: string, value: unknown): string[] {
  if (!bared(value)[1]) return [];
  if (value instanceof Illustrative || Array.isArray(value)) return [name];
  return Object.entries(value as object).flatMap(([field, part]) => (bared(part)[1] ? [`${name}.${field}`] : []));
}

function bared(value: unknown): [bare: unknown, illustrative: boolean] {
  if (value instanceof Illustrative) return [bared(value.value)[0], true];
  if (Array.isArray(value)) {
    const parts = value.map(bared);
    return [parts.map(([bare]) => bare), parts.some(([, illustrative]) => illustrative)];
  }
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(([name, part]) => [name, ...bared(part)] as const);
    return [
      Object.fromEntries(parts.map(([name, bare]) => [name, bare])),
      parts.some(([, , illustrative]) => illustrative),
    ];
  }
  return [value, false];
}
