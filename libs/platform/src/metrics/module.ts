import { Controller, Get, Global, Header, Module } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Registry } from 'prom-client';
import { Public } from '../auth/principal.js';
import { AppendMetrics } from './appends.js';
import { Metrics } from './metrics.js';
import { RequestMetrics } from './requests.js';

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
@Module({
  controllers: [MetricsController],
  providers: [Metrics, AppendMetrics, RequestMetrics],
  exports: [Metrics, AppendMetrics],
})
export class MetricsModule {}
