import { dayOf } from './days.js';
import { Effects } from './effects.js';
import { answerRecommendation, close } from './ending.js';
import { type Act, emptyMind, everyday, type Mind, writeNote } from './everyday.js';
import { Life } from './life.js';
import type { Pattern, Step } from './patterns.js';
import { type Random, seeded } from './random.js';
import { drawSetting, inSetting } from './setting.js';

export interface HistoryOptions {
  readonly seed: string;
  readonly partnerships: number;
}

const FIRST_DAY = dayOf('2019-01-07');
const LAST_START = dayOf('2026-09-01');
/** Nothing is recorded after this day. */
const LAST_DAY = dayOf('2026-10-30');
/** Acts besides a pattern's own steps, on average, of a partnership that is lived for two years or longer. */
const ACTS = 176;

/**
 * One partnership after the other, each with all its events in the order they were recorded in. Only one is held at a
 * time, so that a history may be as long as one likes. The same seed gives the same history, whatever day it is.
 */
export function* historyOf(patterns: readonly Pattern[], { seed, partnerships }: HistoryOptions): Generator<Life> {
  for (let no = 1; no <= partnerships; no += 1) yield livedLife(patterns, seeded(`${seed} ${no}`), no);
}

function livedLife(patterns: readonly Pattern[], random: Random, no: number): Life {
  const pattern = random.pick(patterns);
  const life = new Life(drawSetting(random, pattern, no, random.whole(FIRST_DAY, LAST_START)), random);
  new Course(life, pattern).run();
  return life;
}

/** The days of a partnership: its pattern's steps, and what is done in between. */
class Course {
  private readonly mind: Mind = emptyMind();
  private readonly effects: Effects;
  private readonly random: Random;
  /** Days that everything still to come is late. */
  private late = 0;

  constructor(
    private readonly life: Life,
    private readonly pattern: Pattern,
  ) {
    this.random = life.random;
    this.effects = new Effects(life, this.random.chance(0.5));
  }

  run(): void {
    const { life, random, pattern } = this;
    const first = pattern.steps[0]!.day + life.setting.shift;
    const planned = pattern.steps.at(-1)!.day + life.setting.shift;
    const last = Math.min(LAST_DAY, planned + random.whole(60, 1_000));
    const wanted = Math.round(ACTS * draw(random) * Math.min(1, (last - first) / 730));
    const days = Array.from({ length: wanted }, () => random.whole(first + 1, last)).sort((a, b) => a - b);
    const stops = random.chance(0.12) ? random.whole(first + 60, last) : Number.POSITIVE_INFINITY;
    const rests = random.chance(0.08) ? random.whole(first + 30, last) : Number.POSITIVE_INFINITY;
    let rested = false;
    let next = 0;
    for (const [index, step] of [...pattern.steps, undefined].entries()) {
      const until = step ? step.day + life.setting.shift + this.late : last;
      for (; next < days.length && days[next]! <= Math.min(until, LAST_DAY); next += 1) {
        const day = days[next]!;
        life.goTo(day);
        if (day >= stops) {
          this.stop();
          return;
        }
        if (day >= rests && !rested && life.open?.phase !== 'procurement') {
          rested = true;
          if (!this.rest(day)) return;
        }
        if (index > 0) this.act(day);
      }
      if (until > LAST_DAY) return;
      if (step) this.follow(step);
    }
    answerRecommendation(life);
    if (random.chance(0.5) && life.open?.phase === 'follow-up') close(life);
    else if (life.open?.evaluation?.decided?.decision === 'stop') close(life);
  }

  private follow(step: Step): void {
    const { life, random } = this;
    const { type, data, by, kpi, day, occurred } = inSetting(step, life.setting, random, this.late);
    life.goTo(day);
    if (kpi === undefined) life.does(type as never, data as never, by, occurred);
    else life.measures(kpi, type as never, data as never, by, occurred);
  }

  private act(day: number): void {
    const { life, random } = this;
    if (random.chance(0.4) && this.effects.goOn()) return;
    // Some is told long after it happened, though not of a time before the case was there.
    const registered = this.pattern.steps[0]!.day + life.setting.shift;
    const on = random.chance(0.15) ? Math.max(registered, day - random.whole(3, 150)) : day;
    chosen(random)(life, this.mind, on) || writeNote(life, this.mind, on);
  }

  /** Rests for a while; whether it is taken up again. */
  private rest(day: number): boolean {
    const { life, random } = this;
    const leadership = life.someone('leadership');
    life.does('SuspendPartnership', { reason: 'Waits for the budget of the next year.' }, leadership);
    const pause = random.whole(20, 200);
    if (random.chance(0.2) || day + pause > LAST_DAY) return false;
    life.goTo(day + pause);
    life.does('ResumePartnership', { note: 'The budget is there.' }, leadership);
    this.late += pause;
    return true;
  }

  private stop(): void {
    close(this.life);
    this.life.goTo(Math.min(this.life.today + 1, LAST_DAY));
    writeNote(this.life, this.mind, this.life.today);
  }
}

/** A factor of 1 on average: most partnerships are small, and a few are very large. */
const draw = (random: Random) => 0.25 + 2.25 * random.next() ** 2;

const total = everyday.reduce((sum, [weight]) => sum + weight, 0);

function chosen(random: Random): Act {
  let at = random.next() * total;
  for (const [weight, act] of everyday) {
    at -= weight;
    if (at < 0) return act;
  }
  return writeNote;
}
