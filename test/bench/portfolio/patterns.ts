import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { examples } from '../../../apps/medspil/src/examples/all.js';
import { drive } from '../../../apps/medspil/src/examples/drive.js';
import type { Example } from '../../../apps/medspil/src/examples/step.js';
import { MeasurementWish } from '../../../apps/partnerships/src/kpi/measurement-wish.js';
import { PartnershipsModule } from '../../../apps/partnerships/src/partnerships.module.js';
import { refusals } from '../../../apps/partnerships/src/refusals.js';
import type { PartnershipWish } from '../../../apps/partnerships/src/wish.js';
import { EventStore, openEventStore } from '../../../libs/event-store/src/index.js';
import { type Actor, roles } from '../../../libs/partnership/src/index.js';
import { createHttpApplication, openEmbeddedIssuer, openLog, Tokens } from '../../../libs/platform/src/index.js';
import { dayOf, isDate } from './days.js';

/** A command of an example, as it was given. */
export interface Step {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly by: Actor;
  /** The KPI whose measurements it is about. */
  readonly kpi: string | undefined;
  /** The day it was recorded on, as a number: the latest of what it and the steps before it tell. */
  readonly day: number;
  /** When it occurred, as a number. */
  readonly occurred: number;
}

/** What one of the examples did, command by command. */
export interface Pattern {
  readonly title: string;
  readonly steps: readonly Step[];
}

type Given = PartnershipWish | MeasurementWish;

/** The commands of the examples, taken down while the command side takes them. */
export async function readPatterns(): Promise<readonly Pattern[]> {
  const store = await openEventStore('memory:');
  @Global()
  @Module({ providers: [{ provide: EventStore, useValue: store }], exports: [EventStore] })
  class StoreModule {}
  @Module({ imports: [StoreModule, PartnershipsModule] })
  class CommandsModule {}

  const directory = await mkdtemp(join(tmpdir(), 'medspil-patterns-'));
  const issuer = await openEmbeddedIssuer(directory);
  const app = await createHttpApplication(CommandsModule, {
    api: { title: 'Commands', description: 'Of the examples', version: '1' },
    refusals,
    tokens: new Tokens({ ...issuer, roles }),
    log: openLog('silent'),
    bodyLimit: 1_048_576,
  });
  try {
    await app.listen(0, '127.0.0.1');
    const given: Given[] = [];
    app.get(CommandBus, { strict: false }).subscribe((wish) => given.push(wish as Given));
    const driver = {
      url: await app.getUrl(),
      token: ({ subject, role, organisation }: Example['steps'][number]) =>
        issuer.mint({ subject, role, organisation, expiresIn: '1h' }),
      progress() {},
    };
    const patterns: Pattern[] = [];
    for (const example of examples) {
      await drive(example, driver);
      patterns.push({ title: example.title, steps: stepsOf(given.splice(0)) });
    }
    return patterns;
  } finally {
    await app.close();
    await store.close();
    await rm(directory, { recursive: true });
  }
}

function stepsOf(wishes: readonly Given[]): Step[] {
  let day = 0;
  return wishes.map((wish) => {
    const { type, data, by, today, occurredOn } = wish.command;
    // A step that says no day stands for the day of what it tells, and not for the day it is run on.
    const told = occurredOn === today ? [] : [dayOf(occurredOn)];
    const happened = [...told, ...happenings(data)];
    day = Math.max(day, ...happened);
    const occurred = told[0] ?? happened.at(-1) ?? day;
    const { subject, role, organisation } = by;
    return {
      type,
      data: data as unknown as Step['data'],
      by: { subject, role, organisation },
      kpi: wish instanceof MeasurementWish ? wish.kpi : undefined,
      day,
      occurred,
    };
  });
}

const planned = new Set(['plannedOn', 'closesOn']);

/** The days of what a command says has happened: dates named 'somethingOn', and the ends of periods. */
function happenings(value: unknown): number[] {
  if (Array.isArray(value)) return value.flatMap(happenings);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    if (typeof part === 'object') return happenings(part);
    const past = name === 'to' || name === 'date' || (name.endsWith('On') && !planned.has(name));
    return past && typeof part === 'string' && isDate(part) ? [dayOf(part)] : [];
  });
}
