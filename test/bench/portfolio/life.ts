import { v5 as uuidV5 } from 'uuid';
import { Refused } from '../../../libs/decider/src/index.js';
import {
  type Actor,
  kpiContext,
  kpiMeasurements,
  kpiStream,
  type MeasurementCommand,
  type Measurements,
  type Partnership,
  type PartnershipCommand,
  partnership,
  partnershipStream,
  type Registered,
  type Role,
} from '../../../libs/partnership/src/index.js';
import { dateOf, dayAt, startOf } from './days.js';
import type { Random } from './random.js';
import type { Setting } from './setting.js';

/** An event as the store keeps it; `at` is when it was recorded, in milliseconds. */
export interface Row {
  readonly at: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

type Command = PartnershipCommand | MeasurementCommand;
type Commanded<Type extends Command['type']> = Extract<Command, { type: Type }>['data'];
type DataOf<Type extends Command['type']> = Omit<Commanded<Type>, 'context'>;

const MINUTE = 60_000;

/** One partnership while it is lived: each command goes through the deciders, and what they decide is kept. */
export class Life {
  readonly id: string;
  readonly rows: Row[] = [];
  /** How often the rules said no, by command and reason. */
  readonly refused = new Map<string, number>();
  private state: Partnership = partnership.initial;
  private readonly measured = new Map<string, Measurements>();
  private readonly revisions = new Map<string, number>();
  private now = 0;
  private numbers = 0;

  constructor(
    readonly setting: Setting,
    readonly random: Random,
  ) {
    this.id = uuidV5(setting.caseNumber, 'c1d0c0de-5a1e-4b1e-8c0f-0f1e2d3c4b5a');
  }

  /** Goes on to a working hour of a day, or a little later where it is later already. */
  goTo(day: number): void {
    const hour = startOf(day) + this.random.whole(6 * 60, 15 * 60) * MINUTE;
    this.now = Math.max(this.now + this.random.whole(1, 12) * MINUTE, hour);
  }

  /** Today, as a number. */
  get today(): number {
    return dayAt(this.now);
  }

  get open(): Registered | undefined {
    return this.state.status === 'absent' ? undefined : this.state;
  }

  /** A number that no other thing of this partnership has. */
  number(): number {
    this.numbers += 1;
    return this.numbers;
  }

  someone(role: Role, organisation = this.setting.lead.id): Actor {
    return { subject: `${role}-${organisation}`, role, organisation };
  }

  /** Whether the rules let it be done; what it leads to is recorded then. `occurred` is a day, today unless given. */
  does<Type extends PartnershipCommand['type']>(
    type: Type,
    data: DataOf<Type>,
    by: Actor = this.someone('project-manager'),
    occurred = this.today,
  ): boolean {
    const command = this.command(type, data, by, occurred) as PartnershipCommand;
    const events = this.decided(type, () => partnership.decide(command, this.state));
    for (const event of events) this.state = partnership.evolve(this.state, event);
    this.record(partnershipStream(this.id), events, command);
    return events.length > 0;
  }

  /** The same for what is about the measurements of a KPI. */
  measures<Type extends MeasurementCommand['type']>(
    kpi: string,
    type: Type,
    data: DataOf<Type>,
    by: Actor = this.someone('project-manager'),
    occurred = this.today,
  ): boolean {
    let known = this.measured.get(kpi) ?? kpiMeasurements.initial;
    const wish = this.command(type, data, by, occurred);
    const events = this.decided(type, () => {
      const context = kpiContext(type, by, this.id, this.state, kpi);
      return kpiMeasurements.decide({ ...wish, data: { ...data, context } } as unknown as MeasurementCommand, known);
    });
    for (const event of events) known = kpiMeasurements.evolve(known, event);
    this.measured.set(kpi, known);
    this.record(kpiStream(this.id, kpi), events, wish);
    return events.length > 0;
  }

  private command(type: string, data: object, by: Actor, occurred: number) {
    const at = new Date(this.now).toISOString();
    return { type, data, by, at, today: dateOf(this.today), occurredOn: dateOf(Math.min(occurred, this.today)) };
  }

  private decided<Event>(type: string, decide: () => Event[]): Event[] {
    try {
      return decide();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const no = `${type}: ${error.reason}`;
      this.refused.set(no, (this.refused.get(no) ?? 0) + 1);
      return [];
    }
  }

  private record(
    stream: string,
    events: readonly { readonly type: string; readonly data: unknown }[],
    { by, occurredOn }: { readonly by: Actor; readonly occurredOn: string },
  ): void {
    if (events.length === 0) return;
    const commandId = this.random.uuid();
    const metadata = {
      by: by.subject,
      role: by.role,
      organisation: by.organisation,
      occurredOn,
      correlationId: commandId,
      causationId: commandId,
      commandId,
      schemaVersion: 1,
    };
    for (const [n, { type, data }] of events.entries()) {
      const revision = (this.revisions.get(stream) ?? -1) + 1;
      this.revisions.set(stream, revision);
      const id = n === 0 ? commandId : this.random.uuid();
      this.rows.push({ at: this.now, stream, revision, id, type, data, metadata });
    }
  }
}
