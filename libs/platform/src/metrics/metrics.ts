import { collectDefaultMetrics, Registry } from 'prom-client';

/** Upper bounds in seconds for what takes milliseconds when all is well, and may take seconds when it is not. */
export const latencyBuckets = [
  0.001, 0.002, 0.003, 0.004, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 1, 5, 10,
];

/** What this process measures. Metrics are made with `registers: [metrics.registry]`. */
export class Metrics {
  readonly registry = new Registry();
  private readonly readings: (() => Promise<void>)[] = [];

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Calls `read` before each answer, to set metrics that are looked up and not counted here. It must not throw. */
  beforeEach(read: () => Promise<void>): void {
    this.readings.push(read);
  }

  /** All metrics in Prometheus' text format. */
  async text(): Promise<string> {
    await Promise.all(this.readings.map((read) => read()));
    return this.registry.metrics();
  }
}
