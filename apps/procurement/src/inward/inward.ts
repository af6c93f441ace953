import type { Transactor } from '#event-store';
import type { Log } from '#projection';
import { type Broker, BrokerUnavailable, type Consumption, Fenced, type ReceivedBatch } from '../kafka/broker.js';
import { Judge } from './judge.js';
import { Partition } from './partition.js';
import { Left, type Patiently, patience, pausedUnless, type Waited, withSigns } from './patience.js';
import { type Outcome, outcomes, type ReceivedMessages } from './received.js';
import type { Desk } from './slice.js';
import { INBOUND_TOPIC, inwardGroup, inwardTopics } from './topics.js';

export interface InwardParts {
  readonly broker: Broker;
  readonly transactor: Transactor;
  readonly received: ReceivedMessages;
  readonly log: Log;
  /** Id of the gateway: processes of one id share the work. */
  readonly gateway: string;
  /** The time; the server's unless given. */
  readonly now?: () => Date;
}

/** How the gateway's inward half is. */
export interface InwardState {
  /** Whether messages can be fetched and worked off: `starting` until store and broker were found once. */
  readonly state: 'starting' | 'connected' | 'away' | 'other-store' | 'stopped';
  /** What messages wait for, and since when. */
  readonly waitingFor: readonly { readonly what: Waited; readonly since: string }[];
  /** How many messages this process took up, by what came of them. */
  readonly taken: Readonly<Record<Outcome, number>>;
  /** When it last took one up. */
  readonly at?: string;
}

const LONGEST_PAUSE = 10_000;

/** A partition that was ours when its last batch came. */
interface Held {
  readonly opened: Promise<Partition>;
  lost: () => boolean;
}

/** Takes up what procurement systems tell: each message once, those of a partnership in their order. */
export class Inward {
  private readonly desk: Desk;
  private readonly group: string;
  private readonly partitions = new Map<number, Held>();
  /** Partitions whose last batch is to come again, and whether they are another consumer's by now. */
  private readonly failing = new Map<number, () => boolean>();
  private readonly waits = new Map<Waited, string>();
  private readonly taken = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  private state: InwardState['state'] = 'starting';
  private at: string | undefined;
  private stopping = false;
  private starting: Promise<Consumption | undefined> | undefined;

  constructor(private readonly parts: InwardParts) {
    const { transactor, received, gateway, now = () => new Date() } = parts;
    this.desk = { judge: new Judge(transactor, now), received, now };
    this.group = inwardGroup(gateway);
  }

  /** Begins, and goes on trying for as long as there is no broker. */
  start(): void {
    this.starting ??= this.begin();
  }

  /** Leaves what is under way: it is taken up again where nothing says that it was done. */
  async stop(): Promise<void> {
    await this.leave();
    this.state = 'stopped';
  }

  /** The store is another one: all messages are left to processes on the right one, for good. */
  standBack(): void {
    if (this.stopping) return;
    this.state = 'other-store';
    this.leave().catch((error) => this.parts.log.warn({ err: error }, 'Leaving the group has failed'));
  }

  status(): InwardState {
    const isStuck = this.state === 'connected' && [...this.failing.values()].some((lost) => !lost());
    return {
      state: isStuck ? 'away' : this.state,
      waitingFor: [...this.waits].map(([what, since]) => ({ what, since })),
      taken: { ...this.taken },
      ...(this.at !== undefined && { at: this.at }),
    };
  }

  private async leave(): Promise<void> {
    this.stopping = true;
    await (await this.starting)?.stop();
    await Promise.all([...this.partitions.keys()].map((partition) => this.giveUp(partition)));
  }

  private async begin(): Promise<Consumption | undefined> {
    const { broker } = this.parts;
    for (let longest = 250; !this.stopping; longest = Math.min(longest * 2, LONGEST_PAUSE)) {
      try {
        await broker.ensureTopics(inwardTopics);
        return await broker.consume({
          group: this.group,
          topics: [INBOUND_TOPIC],
          each: (batch) => this.workOff(batch),
          onState: (state, error) => this.turned(state, error),
        });
      } catch (error) {
        this.turned('away', error as Error);
        await pausedUnless(() => this.stopping, longest * (0.5 + Math.random() / 2));
      }
    }
    return undefined;
  }

  private async workOff(batch: ReceivedBatch): Promise<void> {
    const { partition } = batch;
    const left = () => this.stopping || batch.lost();
    const patiently = patience(left, (what, error) => this.waiting(what, error));
    try {
      await withSigns(batch.stillHere, async () => {
        const ours = await this.opened(batch, patiently);
        await ours.workOff(batch, patiently, (taken) => this.count(taken.map(({ verdict }) => verdict.outcome)));
      });
      this.failing.delete(partition);
    } catch (error) {
      await this.giveUp(partition);
      if (error instanceof Left) return;
      this.failing.set(partition, batch.lost);
      const { log } = this.parts;
      const known = error instanceof BrokerUnavailable || error instanceof Fenced;
      log[known ? 'warn' : 'error']({ err: error, partition }, 'Messages could not be taken up, and are tried again');
      throw error;
    }
  }

  private async opened(batch: ReceivedBatch, patiently: Patiently): Promise<Partition> {
    const { partition, lost } = batch;
    const held = this.partitions.get(partition);
    if (held && !held.lost()) {
      held.lost = lost;
      return held.opened;
    }
    // It may have been another consumer's in between.
    await this.giveUp(partition);
    const opened = Partition.open(batch, { broker: this.parts.broker, group: this.group, desk: this.desk }, patiently);
    this.partitions.set(partition, { opened, lost });
    return opened;
  }

  private async giveUp(partition: number): Promise<void> {
    const held = this.partitions.get(partition);
    this.partitions.delete(partition);
    await held?.opened.then((opened) => opened.close()).catch(() => {});
  }

  private waiting(what: Waited, error?: Error): void {
    if (!error) {
      if (this.waits.delete(what)) this.parts.log.info({ what }, 'Messages are taken up again');
    } else if (!this.waits.has(what)) {
      this.waits.set(what, this.desk.now().toISOString());
      this.parts.log.warn({ err: error, what }, 'Messages wait for what is away');
    }
  }

  private turned(state: 'connected' | 'away', error?: Error): void {
    if (this.state === state || this.stopping) return;
    this.state = state;
    if (state === 'away') this.parts.log.warn({ err: error }, 'Kafka is away: messages are not fetched');
    else this.parts.log.info({}, 'Messages of procurement systems are fetched');
  }

  private count(came: readonly Outcome[]): void {
    for (const outcome of came) this.taken[outcome] += 1;
    this.at = this.desk.now().toISOString();
  }
}
