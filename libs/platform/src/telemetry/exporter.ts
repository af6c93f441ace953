import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import type { TelemetryConfig } from '../config/telemetry.js';

/** Sends spans to a collector by OTLP over HTTP. That it is away is told once, until it is there again. */
export class CollectorExporter implements SpanExporter {
  private readonly otlp: OTLPTraceExporter;
  private away = false;

  constructor(
    { endpoint, headers }: Pick<TelemetryConfig, 'endpoint' | 'headers'>,
    private readonly log: Pick<Logger, 'info' | 'warn'>,
  ) {
    this.otlp = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces`, headers: { ...headers } });
  }

  export(spans: ReadableSpan[], told: (result: ExportResult) => void): void {
    this.otlp.export(spans, (result) => {
      const away = result.code !== ExportResultCode.SUCCESS;
      if (away && !this.away)
        this.log.warn({ reason: reasonOf(result.error) }, 'Traces cannot be sent, and are dropped');
      if (!away && this.away) this.log.info({}, 'Traces are sent again');
      this.away = away;
      told(result);
    });
  }

  shutdown(): Promise<void> {
    return this.otlp.shutdown();
  }
}

/** Without what a collector answered, which is another's text. */
function reasonOf(error: Error | undefined): string {
  const { code, name = 'unknown' } = (error ?? {}) as { code?: string | number; name?: string };
  return code === undefined ? name : String(code);
}
