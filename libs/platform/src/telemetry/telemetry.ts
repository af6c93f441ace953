import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { TelemetryConfig } from '../config/telemetry.js';
import { CollectorExporter } from './exporter.js';

/** The tracing of a process. */
export interface Telemetry {
  /** Sends what is recorded so far, and records no more; a collector that does not answer is not waited for long. */
  stop(): Promise<void>;
}

let tracing = false;

/** Whether this process traces. */
export const isTracing = (): boolean => tracing;

/** How often what was recorded is sent, in milliseconds. */
const OFTEN = 1_000;
/** How long a stop waits for the collector, in milliseconds. */
const GOODBYE = 3_000;

/**
 * Begins to trace, for the whole process and until it is stopped; without a configuration nothing is traced. To be called
 * before anything that is to be traced, and at most once in a process.
 *
 * @param name what the process is called unless the configuration names it
 */
export function startTelemetry(config: TelemetryConfig | undefined, name: string, log: Logger): Telemetry {
  if (!config) return { stop: async () => {} };
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': config.serviceName ?? name,
      'service.instance.id': randomUUID(),
    }),
    sampler: samplerOf(config),
    // Its queue is bounded: what a collector does not take in time is dropped.
    spanProcessors: [
      new BatchSpanProcessor({ exporter: new CollectorExporter(config, log), scheduledDelayMillis: OFTEN }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  tracing = true;
  return {
    async stop() {
      await Promise.race([provider.shutdown().catch(() => {}), pause(GOODBYE, undefined, { ref: false })]);
    },
  };
}

function samplerOf({ sampler, ratio }: TelemetryConfig): Sampler {
  const samplers = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(ratio),
  };
  const known = sampler.replace('parentbased_', '') as keyof typeof samplers;
  const root = samplers[known]();
  return sampler === known ? root : new ParentBasedSampler({ root });
}
