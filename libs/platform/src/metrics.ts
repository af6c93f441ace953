import { Controller, Get, Global, Header, Module } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { Public } from './auth/principal.js';

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

@ApiTags('Operation')
@Controller('metrics')
class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Public()
  @Get()
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  @ApiOperation({
    summary: 'What is measured, for Prometheus',
    description: 'Counts, positions and durations only: nothing of any partnership or person.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' }, description: "Prometheus' text format, version 0.0.4" })
  show(): Promise<string> {
    return this.metrics.text();
  }
}

/** Answers `GET /metrics`; one for the process, whichever apps it is composed of. */
@Global()
@Module({ controllers: [MetricsController], providers: [Metrics], exports: [Metrics] })
export class MetricsModule {}
