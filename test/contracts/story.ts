import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CloudEvent, type Followed, following, messagesOf, type Told } from '#contracts';
import type { KpiDefinition } from '#partnership';

const golden = join(import.meta.dirname, '../golden');

interface Stored {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly definition?: KpiDefinition };
  readonly metadata: { readonly occurredOn: string; readonly illustrative?: readonly string[] };
}

const stored: readonly Stored[] = readdirSync(golden)
  .filter((name) => name.endsWith('.json'))
  .map((name): Stored => JSON.parse(readFileSync(join(golden, name), 'utf8')))
  .sort((a, b) => a.metadata.occurredOn.localeCompare(b.metadata.occurredOn));

/** The last thing that happens: what was published of a KPI is no longer to be shown. */
const withdrawal = stored
  .filter(({ type }) => type === 'KpiRevised')
  .map(({ data, metadata, ...event }) => ({
    ...event,
    id: '8a7f2a52-1f0e-5d0a-9c5e-7f6f1f3f9b10',
    data: { ...data, version: 3, definition: { ...data.definition, publishable: false } },
    metadata: { ...metadata, occurredOn: '2026-11-20' },
  }));

/** One case with every type of stored event, as told in the order in which it occurred. */
export const story: readonly Told[] = [...stored, ...withdrawal].map(({ id, type, data, metadata }, index) => ({
  id,
  partnershipId: '5a4d3c0e-7a52-5a0b-8a6e-0d1f6a7c2b11',
  event: { type, data } as unknown as Told['event'],
  position: index + 1,
  recordedAt: `${metadata.occurredOn}T12:00:00.000Z`,
  occurredOn: metadata.occurredOn,
  illustrative: metadata.illustrative,
}));

export interface Step {
  readonly told: Told;
  readonly before: Followed;
  readonly after: Followed;
  readonly messages: readonly CloudEvent[];
}

/** A story with what leaves of each event. */
export function published(tolds: Iterable<Told>): Step[] {
  let state = following.initial;
  const steps: Step[] = [];
  for (const told of tolds) {
    const before = state;
    state = following.evolve(before, told);
    // As it is sent: fields without a value are gone.
    const messages: CloudEvent[] = JSON.parse(JSON.stringify(messagesOf(told, before)));
    steps.push({ told, before, after: state, messages });
  }
  return steps;
}

export const sent = (tolds: Iterable<Told>): CloudEvent[] => published(tolds).flatMap(({ messages }) => messages);
