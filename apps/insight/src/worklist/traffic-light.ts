import { daysAfter } from '#partnership';

/** Something that must be done by a date and is not done yet. */
export interface Due {
  readonly kind: 'milestone' | 'deadline' | 'gate-condition' | 'follow-up-report';
  readonly id: string;
  readonly title: string;
  readonly due: string;
  /** True for a date no source gives. */
  readonly illustrative?: true;
}

/** A due as it is kept under its kind and id, `milestone:M-01`. */
export interface KeptDue extends Pick<Due, 'title' | 'due' | 'illustrative'> {
  /** The contract that decides which partner may see it. */
  readonly contractId?: string;
}

export interface Assignment {
  readonly assignmentId: string;
  readonly subject: string;
  readonly responsibility: string;
  readonly from: string;
  readonly until?: string;
}

/** What of a case its light depends on. What the reader may not see is absent, and not judged. */
export interface Facts {
  /** By kind and id. */
  readonly dues: Readonly<Record<string, KeptDue>>;
  readonly responsible?: readonly Assignment[];
  /** Open risks by id; likelihood and consequence from 1 to 5. */
  readonly risks?: Readonly<
    Record<string, { readonly title: string; readonly likelihood: number; readonly consequence: number }>
  >;
  /** Titles of contract phases whose gate was failed, by contract and phase. */
  readonly failedGates: Readonly<Record<string, string>>;
}

export type Light = 'red' | 'amber' | 'green';

export const reasonCodes = [
  'overdue',
  'gate-failed',
  'critical-risk',
  'due-soon',
  'condition-open',
  'high-risk',
  'responsible-missing',
  'dates-missing',
  'suspended',
] as const;

export interface Reason {
  readonly light: Exclude<Light, 'green'>;
  readonly code: (typeof reasonCodes)[number];
  /** What it is about: the title of the milestone, deadline, phase or risk. */
  readonly what?: string;
  /** What kind of thing it is, when it is due. */
  readonly kind?: Due['kind'];
  readonly due?: string;
  /** True when no source gives the date. */
  readonly illustrative?: true;
}

/** From this product of likelihood and consequence on, a risk is high or critical. */
export const HIGH_RISK = 9;
export const CRITICAL_RISK = 15;
export const SOON_DAYS = 14;

/**
 * The light of a case and why. Red: something is overdue, a gate was failed, or a risk is critical (15 or more of 25).
 * Amber: something is due within 14 days, a gate's condition is open, a risk is high (9 or more), nobody is responsible,
 * nothing is planned, or the case rests. Green: none of these; a closed case needs nobody's attention.
 *
 * @param today 'YYYY-MM-DD'; what is due today is not overdue
 */
export function trafficLight(
  { status, phase }: { readonly status: string; readonly phase: string },
  { dues, responsible, risks = {}, failedGates }: Facts,
  today: string,
): { readonly light: Light; readonly reasons: readonly Reason[] } {
  if (status === 'closed') return { light: 'green', reasons: [] };
  const reasons: Reason[] = [];
  const soon = daysAfter(today, SOON_DAYS);
  const open = inOrder(dues);
  for (const { kind, title: what, due, illustrative } of open) {
    const about = { what, kind, due, ...(illustrative && { illustrative }) };
    if (due < today) reasons.push({ light: 'red', code: 'overdue', ...about });
    else if (kind === 'gate-condition') reasons.push({ light: 'amber', code: 'condition-open', ...about });
    else if (due <= soon) reasons.push({ light: 'amber', code: 'due-soon', ...about });
  }
  for (const what of Object.values(failedGates)) reasons.push({ light: 'red', code: 'gate-failed', what });
  for (const { title: what, likelihood, consequence } of Object.values(risks)) {
    const weight = likelihood * consequence;
    if (weight >= CRITICAL_RISK) reasons.push({ light: 'red', code: 'critical-risk', what });
    else if (weight >= HIGH_RISK) reasons.push({ light: 'amber', code: 'high-risk', what });
  }
  if (status === 'suspended') reasons.push({ light: 'amber', code: 'suspended' });
  if (responsible && !handlerOf(responsible, today)) reasons.push({ light: 'amber', code: 'responsible-missing' });
  if (responsible && phase !== 'draft' && open.length === 0) reasons.push({ light: 'amber', code: 'dates-missing' });
  const red = reasons.filter(({ light }) => light === 'red');
  return {
    light: red.length > 0 ? 'red' : reasons.length > 0 ? 'amber' : 'green',
    reasons: [...red, ...reasons.filter(({ light }) => light === 'amber')],
  };
}

const handling = ['case-handler', 'project-manager'] as const;

/** Everybody who handles the case on some day. */
export const handlersIn = (responsible: readonly Assignment[]): readonly string[] => [
  ...new Set(
    responsible.filter((one) => handling.some((kind) => kind === one.responsibility)).map(({ subject }) => subject),
  ),
];

/** Who handles the case on a day: its case handler or, where there is none, its project manager. */
export function handlerOf(responsible: readonly Assignment[], on: string): string | undefined {
  const current = responsible.filter(({ from, until }) => from <= on && (until === undefined || until >= on));
  return handling
    .map((responsibility) => current.findLast((one) => one.responsibility === responsibility))
    .find((one) => one)?.subject;
}

/** What is due, the earliest first. */
export const inOrder = (dues: Facts['dues']): readonly Due[] =>
  Object.entries(dues)
    .map(([key, { title, due, illustrative }]): Due => {
      const colon = key.indexOf(':');
      const [kind, id] = [key.slice(0, colon) as Due['kind'], key.slice(colon + 1)];
      return { kind, id, title, due, ...(illustrative && { illustrative }) };
    })
    .sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : a.title < b.title ? -1 : 1));
