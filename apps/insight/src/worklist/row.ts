import type { Classification, Phase, Route } from '#partnership';
import { at, type Recorded, type Table, type Touch, touch } from '#projection';
import { about, type Happening } from '../events.js';
import { movesCourse, phaseAfter, statusAfter, type WorklistStatus } from './course.js';
import { type Due, type Facts, handlersIn, type KeptDue } from './traffic-light.js';

export interface KeptFacts extends Facts {
  readonly responsible: NonNullable<Facts['responsible']>;
  readonly risks: NonNullable<Facts['risks']>;
  /** Milestones that are not open any more (a correction may open them again), and reports that were submitted. */
  readonly settled: Readonly<Record<string, KeptDue>>;
}

/** What one partner may see of the facts: its own contract's. */
export interface PartnerFacts extends Facts {
  readonly next_due: string | null;
  readonly updated_at: string;
}

export interface WorklistRow {
  readonly partnership_id: string;
  readonly case_number: string;
  readonly title: string;
  readonly summary: string | null;
  readonly lead: string;
  readonly lead_name: string;
  readonly municipalities: readonly string[];
  readonly route: Route;
  readonly theme: string;
  readonly sector: string;
  readonly classification: Classification;
  readonly phase: Phase;
  /** Business date of the event that led into the phase. */
  readonly phase_since: string;
  readonly status: WorklistStatus;
  readonly registered_on: string;
  readonly next_due: string | null;
  readonly facts: KeptFacts;
  /** Subjects who handle the case or did. */
  readonly handlers: readonly string[];
  readonly partners: Readonly<Record<string, PartnerFacts>>;
  /** CVR of the partner by contract id. */
  readonly contracts: Readonly<Record<string, string>>;
  readonly illustrative: readonly string[];
}

/** What every event moves. */
export interface LatestRow {
  readonly partnership_id: string;
  readonly revision: number;
  readonly updated_at: string;
}

export const worklist: Table<WorklistRow, 'partnership_id'> = { name: 'worklist', key: ['partnership_id'] };
export const latest: Table<LatestRow, 'partnership_id'> = { name: 'worklist_latest', key: ['partnership_id'] };

type Seen = Pick<Recorded<Happening>, 'partition' | 'recordedAt' | 'revision' | 'stream' | 'metadata'> &
  Pick<Happening, 'type' | 'data'>;

/** What an event changes of the row; the rest stays. */
export type Patch = Partial<WorklistRow>;

const moved = (event: Seen): Touch =>
  touch(at(latest, { partnership_id: event.partition }), (row) => {
    if (!row) throw new Error('The partnership is not registered');
    const revision = event.stream.startsWith('partnership-') ? event.revision : row.revision;
    return { partnership_id: event.partition, revision, updated_at: event.recordedAt };
  });

/** Every event moves the case's revision, its time and, maybe, its course; some change more of it. */
export function onCase(event: Seen, change?: (row: WorklistRow) => Patch): readonly Touch[] {
  if (!change && !movesCourse(event.type)) return [moved(event)];
  const course = touch(at(worklist, { partnership_id: event.partition }), (row) => {
    if (!row) throw new Error('The partnership is not registered');
    const phase = phaseAfter(event, row.phase);
    const status = statusAfter(event, row.status);
    const patch = change?.(row) ?? {};
    const forPartners = phase !== row.phase || status !== row.status || (patch.title ?? row.title) !== row.title;
    if (!forPartners && Object.keys(patch).length === 0) return row;
    const changed: { -readonly [Column in keyof WorklistRow]: WorklistRow[Column] } = {
      ...row,
      ...patch,
      phase,
      status,
    };
    if (phase !== row.phase) {
      const { occurredOn } = about(event);
      changed.phase_since = occurredOn;
      changed.illustrative = [
        ...changed.illustrative.filter((mark) => mark !== PHASE_SINCE),
        ...(isIllustrative(event, occurredOn) ? [PHASE_SINCE] : []),
      ];
    }
    if (changed.facts !== row.facts) changed.next_due = earliest(changed.facts.dues);
    if (changed.facts.responsible !== row.facts.responsible) changed.handlers = handlersIn(changed.facts.responsible);
    if (forPartners || changed.facts !== row.facts || changed.contracts !== row.contracts)
      changed.partners = partnersOf(changed, event.recordedAt, forPartners);
    return changed;
  });
  return [moved(event), course];
}

function partnersOf(
  { facts, contracts, partners }: WorklistRow,
  updated_at: string,
  seen: boolean,
): WorklistRow['partners'] {
  if (Object.keys(contracts).length === 0) return partners;
  return Object.fromEntries(
    [...new Set(Object.values(contracts))].map((cvr) => {
      const own = (contractId: string | undefined) => contractId !== undefined && contracts[contractId] === cvr;
      const dues = pick(facts.dues, (due) => own(due.contractId));
      const failedGates = pick(facts.failedGates, (_, key) => own(key.slice(0, key.lastIndexOf('/'))));
      const before = partners[cvr];
      const same = before && !seen && equal(before.dues, dues) && equal(before.failedGates, failedGates);
      return [cvr, same ? before : { dues, failedGates, next_due: earliest(dues), updated_at }];
    }),
  );
}

function pick<Value>(
  record: Readonly<Record<string, Value>>,
  keep: (value: Value, key: string) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([key, value]) => keep(value, key)));
}

function equal<Value>(a: Readonly<Record<string, Value>>, b: Readonly<Record<string, Value>>): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}

function earliest(dues: Facts['dues']): string | null {
  let first: string | null = null;
  for (const key in dues) if (first === null || dues[key]!.due < first) first = dues[key]!.due;
  return first;
}

/** The mark of a phase whose first day no source gives. */
export const PHASE_SINCE = 'phaseSince';

/** Whether a date that an event states, or the day it occurred, is one that no source gives. */
export function isIllustrative(event: Seen, date: string): boolean {
  const { illustrative, occurredOn } = about(event);
  return illustrative.some((mark) => {
    if (mark === 'occurredOn') return date === occurredOn;
    const stated = (event.data as Readonly<Record<string, unknown>>)[mark];
    return stated === date || (Array.isArray(stated) && stated.includes(date));
  });
}

/** Something due as an event states it. */
export const dueAs = (event: Seen, due: KeptDue): KeptDue => {
  const { illustrative: _, ...rest } = due;
  return isIllustrative(event, due.due) ? { ...rest, illustrative: true } : rest;
};

/** A record with one entry set or, undefined, removed. */
export function entry<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
  value: Value | undefined,
): Readonly<Record<string, Value>> {
  if (value !== undefined) return { ...record, [key]: value };
  const { [key]: _removed, ...rest } = record;
  return rest;
}

export const withFacts = (row: Pick<WorklistRow, 'facts'>, facts: Partial<KeptFacts>): Pick<WorklistRow, 'facts'> => ({
  facts: { ...row.facts, ...facts },
});

/** Sets, changes or (undefined) settles something due. */
export function withDue(
  row: Pick<WorklistRow, 'facts'>,
  kind: Due['kind'],
  id: string,
  due: KeptDue | undefined,
): Pick<WorklistRow, 'facts'> {
  return withFacts(row, { dues: entry(row.facts.dues, `${kind}:${id}`, due) });
}
