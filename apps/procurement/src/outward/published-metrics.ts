import { Counter, Gauge, Histogram } from 'prom-client';
import type { Metrics } from '#platform';
import { outwardStates } from '../health/answer.js';
import type { ProcurementHealth } from '../health/health.js';
import type { Load } from './gathering.js';

const named = (rest: string) => `medspil_outward_${rest}`;

/** What this process has published. */
export class PublishedMetrics {
  private readonly messages: Counter<'topic'>;
  private readonly delay: Histogram;

  constructor({ registry }: Metrics) {
    const registers = [registry];
    this.messages = new Counter({
      name: named('messages_total'),
      help: 'Messages published by this process',
      labelNames: ['topic'],
      registers,
    });
    this.delay = new Histogram({
      name: named('delay_seconds'),
      help: 'From recording an event to its being published; of the oldest event of each transaction',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3_600],
      registers,
    });
  }

  count({ outgoing, oldest }: Load): void {
    for (const { topic, messages } of outgoing) this.messages.inc({ topic }, messages.length);
    if (oldest !== undefined) this.delay.observe(Math.max(Date.now() - Date.parse(oldest), 0) / 1_000);
  }
}

/** Measures what `/health` tells of publishing. */
export function measureState(health: ProcurementHealth, metrics: Metrics): void {
  const registers = [metrics.registry];
  const state = new Gauge({ name: named('state'), help: '1 for the state it is in', labelNames: ['state'], registers });
  const position = new Gauge({ name: named('position'), help: 'Everything up to here is published', registers });
  const behind = new Gauge({
    name: named('behind_events'),
    help: 'About how many events are still to come',
    registers,
  });
  metrics.beforeEach(async () => {
    const { outward } = (await health.now()).procurement;
    for (const one of outwardStates) state.set({ state: one }, outward.state === one ? 1 : 0);
    position.remove();
    behind.remove();
    if (outward.position !== undefined) position.set(outward.position);
    if (outward.behind !== undefined) behind.set(outward.behind);
  });
}
