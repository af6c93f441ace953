import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { appendOutcomes, type EventStore, type Measure } from '#event-store';
import { latencyBuckets, Metrics } from './metrics.js';

/** What commands cost the store: how long appends take, what comes of them, and how often another one comes first. */
@Injectable()
export class AppendMetrics {
  private readonly seconds: Histogram<'store' | 'outcome'>;
  private readonly races: Counter<'outcome'>;

  constructor({ registry }: Metrics) {
    const registers = [registry];
    this.seconds = new Histogram({
      name: 'medspil_append_seconds',
      help: 'From handing an append to the store to its answer',
      labelNames: ['store', 'outcome'],
      buckets: latencyBuckets,
      registers,
    });
    this.races = new Counter({
      name: 'medspil_lost_races_total',
      help: 'Commands that found another one had come first, by what came of them',
      labelNames: ['outcome'],
      registers,
    });
    for (const outcome of ['decided-anew', 'given-up'] as const) this.races.inc({ outcome }, 0);
  }

  /** Takes the measure of one store; of all who append to it. */
  of({ adapter: store }: EventStore): Measure {
    // A rate is only seen from a figure that was there before.
    for (const outcome of appendOutcomes) this.seconds.zero({ store, outcome });
    return {
      append: (outcome, seconds) => this.seconds.observe({ store, outcome }, seconds),
      lostRace: (outcome) => this.races.inc({ outcome }),
    };
  }
}
