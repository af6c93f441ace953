import { randomUUID } from 'node:crypto';
import type { Told } from '#contracts';
import type { EventStore, Json, NewEvent } from '#event-store';
import type { PartnershipEvent } from '#partnership';
import type { Message } from '../src/kafka/broker.js';
import { publicLanguage } from '../src/outward/language.js';
import { toldOf } from '../src/outward/told.js';

type Happening = PartnershipEvent | Told['event'];

const metadata = { by: 'pm-1', role: 'project-manager', organisation: '0250', occurredOn: '2026-03-01' };

export const stored = ({ type, data }: Happening): NewEvent => ({
  id: randomUUID(),
  type,
  data: data as unknown as Json,
  metadata,
});

export const registered: PartnershipEvent = {
  type: 'PartnershipRegistered',
  data: {
    caseNumber: 'S-1',
    title: 'Dehydrering hos ældre',
    leadOrganisation: '0250',
    leadOrganisationName: 'Frederikssund Kommune',
    route: 'innovation-partnership',
    classification: {
      theme: 'self-determination',
      sectorArea: 'elderly-and-health',
      mainPurpose: 'quality-for-citizens',
      innovationTypes: ['product'],
      legalForm: 'agreement',
      subjectNumber: '27.35.00',
    },
    registeredBy: 'pm-1',
  },
};

/** A line of the budget, set to another amount each time: published as a message and as a release. */
export const budgeted = (n: number): PartnershipEvent => ({
  type: 'BudgetLineSet',
  data: {
    budgetLineId: 'l1',
    year: 2026,
    amountOere: n,
    source: 'Markedsmodningsfonden',
    covers: { purchase: true, implementation: true, operation: false },
  },
});

/** Something that is not published. */
export const noted = (n: number): PartnershipEvent => ({
  type: 'NoteWritten',
  data: { noteId: `n-${n}`, text: 'Ringet til leverandøren' },
});

/** New partnerships; answers their ids. */
export async function register(store: EventStore, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await Promise.all(ids.map((id) => store.append(`partnership-${id}`, 'absent', [stored(registered)])));
  return ids;
}

/** Appends to the end of a partnership; answers the position. */
export async function happened(store: EventStore, id: string, ...events: Happening[]): Promise<number> {
  return (await store.append(`partnership-${id}`, 'any', events.map(stored))).position;
}

/** The prefix of ocids in tests, and who publishes. */
export const language = publicLanguage('/gateways/test', { prefix: 'ocds-medspl' });

/** What should be on Kafka of everything in a store: by topic and key, in order. Found event by event, with nothing remembered of it. */
export async function expectedFrom(store: EventStore): Promise<Map<string, string[]>> {
  const states = new Map<string, ReturnType<typeof language.following.evolve>>();
  const expected = new Map<string, string[]>();
  for (let after = 0, end = false; !end; ) {
    const page = await store.readAll(after, { filter: { streams: ['partnership-', 'kpi-'] } });
    ({ position: after, end } = page);
    for (const event of page.events) {
      const told = toldOf(event);
      const before = states.get(told.partnershipId) ?? language.following.initial;
      for (const { topic, messages } of language.messagesOf(told, before)) {
        for (const message of messages) note(expected, topic, message);
      }
      states.set(told.partnershipId, language.following.evolve(before, told));
    }
  }
  return expected;
}

/** Adds a message to what is known by topic and key. */
export function note(known: Map<string, string[]>, topic: string, { key, headers, value }: Message): void {
  const name = `${topic} ${key}`;
  const texts = known.get(name) ?? [];
  known.set(name, texts);
  texts.push(`${headers.ce_id ?? ''} ${value}`);
}
