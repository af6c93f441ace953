import { Readable } from 'node:stream';
import { Body, Param } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { evidenceLevels, type Measurement } from '#partnership';
import { Code, FieldsPipe, Flag, Kommunekode, ListOf, Nested, OneOf, Text } from '#platform';
import { Asked, Asking } from '../asked.js';
import type { Recorded } from '../recorded.js';
import { answer, Recorder } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated } from '../told.js';
import { itemsOf, lineFormat } from './lines.js';
import { MeasurementWish, type Measuring } from './measurement-wish.js';
import { OfKpi, PeriodBody, ReadingBody } from './reading.js';

const mostInRequest = 10_000;
const bodyLimit = 8 * 1024 * 1024;
const bounds = { body: bodyLimit, line: 16 * 1024, lines: mostInRequest };

class MeasuredBody extends ReadingBody implements Omit<Measurement, 'measurementId'> {
  @Nested(() => PeriodBody) period: PeriodBody;
  @Code({ optional: true, description: 'A site approved for a pilot', example: 'SITE-1' }) site?: string;
  @Code({ optional: true, description: 'The contract whose solution was measured', example: 'K-1' })
  contractId?: string;
  @Kommunekode({ optional: true }) municipality?: string;
  @Text({ max: 500 }) source: string;
  @OneOf(evidenceLevels, { description: 'Weakest first' }) evidenceLevel: Measurement['evidenceLevel'];
  @Flag({ optional: true, description: 'True for a value no source gives' }) illustrative?: boolean;
}

export class MeasurementBody extends MeasuredBody implements Measurement {
  @Code({ description: 'Unique within the KPI; the same id again is the same measurement', example: 'SITE-1-2026-03' })
  measurementId: string;
}

export class RecordMeasurementsBody extends Dated {
  @ListOf(() => MeasurementBody, { min: 1, max: mostInRequest }) measurements: MeasurementBody[];
}

export class CorrectMeasurementBody extends Dated {
  @Text({ max: 2000 }) reason: string;
  @Nested(() => MeasuredBody, { description: 'The whole measurement, as it should have been' })
  measurement: MeasuredBody;
}

export class WithdrawMeasurementBody extends Dated {
  @Text({ max: 2000 }) reason: string;
}

class OfMeasurement extends OfKpi {
  @Code({ description: 'The measurement', example: 'SITE-1-2026-03' }) measurementId: string;
}

const march = {
  value: '41',
  n: 18,
  period: { from: '2026-03-01', to: '2026-03-31' },
  site: 'SITE-1',
  contractId: 'K-1',
  source: 'Alarm log of the home',
  evidenceLevel: 'measured',
  illustrative: true,
};
const example = { measurements: [{ measurementId: 'SITE-1-2026-03', ...march }] };
const line = JSON.stringify(example.measurements[0]);

@Room('KPIs', 'kpis')
@ApiExtraModels(RecordMeasurementsBody)
export class MeasurementsController extends Recorder {
  private readonly fields = new FieldsPipe();

  @Records('RecordMeasurements', ':code/measurements', {
    summary: 'Record measurements',
    description: `Up to ${mostInRequest}, as one JSON object or one measurement a line; all of them are recorded, or none.`,
    example,
    content: {
      'application/json': { schema: { $ref: getSchemaPath(RecordMeasurementsBody) }, example },
      [lineFormat]: {
        schema: { type: 'string', description: `One measurement a line, of at most ${bounds.line} bytes` },
        example: `${line}\n`,
      },
    },
  })
  @RouteConfig({ bodyLimit, lines: true })
  async recordAll(@Asking() asked: Asked, @Param() { id, code }: OfKpi): Promise<Recorded> {
    const { measurements, ...told } = await this.saidOf(asked);
    return this.measure(asked, id, code, { type: 'RecordMeasurements', data: { measurements } }, told);
  }

  @Records('CorrectMeasurement', ':code/measurements/:measurementId/correction', {
    summary: 'Correct a measurement',
    description: 'The figure as known before stays reproducible.',
    example: { reason: 'An alarm was counted twice', measurement: { ...march, value: '40', n: 17 } },
  })
  correct(
    @Asking() asked: Asked,
    @Param() { id, code, measurementId }: OfMeasurement,
    @Body() { reason, measurement, ...told }: CorrectMeasurementBody,
  ): Promise<Recorded> {
    const data = { reason, measurement: { ...measurement, measurementId } };
    return this.measure(asked, id, code, { type: 'CorrectMeasurement', data }, told);
  }

  @Records('WithdrawMeasurement', ':code/measurements/:measurementId/withdrawal', {
    summary: 'Withdraw a measurement',
    example: { reason: 'It belongs to another home' },
  })
  withdraw(
    @Asking() asked: Asked,
    @Param() { id, code, measurementId }: OfMeasurement,
    @Body() { reason, ...told }: WithdrawMeasurementBody,
  ): Promise<Recorded> {
    return this.measure(asked, id, code, { type: 'WithdrawMeasurement', data: { reason, measurementId } }, told);
  }

  /** The body, which this route reads by itself because it comes in two forms. */
  private async saidOf(asked: Asked): Promise<RecordMeasurementsBody> {
    if (!(asked.said instanceof Readable)) {
      return this.fields.transform(asked.said, {
        type: 'body',
        metatype: RecordMeasurementsBody,
      }) as RecordMeasurementsBody;
    }
    const { items, digest } = await itemsOf(asked.said, MeasurementBody, bounds);
    asked.said = digest;
    return { measurements: items };
  }

  private async measure(
    asked: Asked,
    partnershipId: string,
    kpi: string,
    measuring: Measuring,
    { occurredOn = asked.today, ...about }: Dated,
  ): Promise<Recorded> {
    const { by, at, today } = asked;
    const command = { ...measuring, by, at, today, occurredOn };
    return answer(asked, await this.commands.execute(new MeasurementWish(partnershipId, kpi, command, about, asked)));
  }
}
