import { Body, Param } from '@nestjs/common';
import {
  aggregations,
  type Baseline,
  benefitClasses,
  bounds,
  dimensions,
  directions,
  type KpiDefinition,
  type KpiTarget,
} from '#partnership';
import { BasisPoints, BusinessDate, Code, Decimal, Flag, Nested, OneOf, Text, WholeNumber } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated, Told } from '../told.js';
import { OfKpi, PeriodBody, ReadingBody } from './reading.js';

type Range = NonNullable<KpiDefinition['range']>;
export class RangeBody implements Range {
  @Decimal() low: string;
  @Decimal() high: string;
}

/** What a KPI is, apart from its code. */
class KpiTraits extends Dated implements Omit<KpiDefinition, 'code'> {
  @Text({ max: 200 }) name: string;
  @OneOf(dimensions, { description: 'Dimension of VTV' }) dimension: KpiDefinition['dimension'];
  @OneOf(benefitClasses) benefitClass: KpiDefinition['benefitClass'];
  @Text({ max: 60, example: 'minutes' }) unit: string;
  @OneOf(directions) direction: KpiDefinition['direction'];
  @Nested(() => RangeBody, { optional: true, description: 'Of a range KPI, both ends included' }) range?: RangeBody;
  @Flag() primary: boolean;
  @OneOf(aggregations, { description: 'How several sites or periods become one figure' })
  aggregation: KpiDefinition['aggregation'];
  @BasisPoints({
    description: 'How far from the target is within tolerance, as a share of the way from baseline to target',
  })
  tolerance: number;
  @WholeNumber({
    min: 1,
    max: 3660,
    optional: true,
    description: 'Days from which a measurement is stale; never when absent',
  })
  staleAfterDays?: number;
  @Text({ max: 500, optional: true }) population?: string;
  @Text({ max: 500, optional: true, description: 'Who gains' }) gains?: string;
  @Text({ max: 500, optional: true, description: 'Who pays' }) pays?: string;
  @Flag() cashable: boolean;
  @Flag() contractRelevant: boolean;
  @Flag() publishable: boolean;
}

export class DefineKpiBody extends KpiTraits implements Says<'DefineKpi'> {
  @Code({ example: 'ALERT-MIN' }) code: string;
}

export class ReviseKpiBody extends KpiTraits {
  @Text({ max: 2000 }) reason: string;
}

export class BaselineBody extends ReadingBody implements Baseline {
  @Nested(() => PeriodBody) period: PeriodBody;
  @Text({ max: 500 }) source: string;
}

export class SetBaselineBody extends Told implements Says<'SetBaseline', 'code'> {
  @Nested(() => BaselineBody) baseline: BaselineBody;
  @Text({ max: 2000, optional: true }) reason?: string;
  @BusinessDate({ optional: true, description: 'The day it happened; today in Denmark unless given' })
  occurredOn?: string;
}

export class LockBaselineBody extends Dated implements Says<'LockBaseline', 'code'> {}

export class TargetValueBody implements KpiTarget {
  @Decimal() value: string;
  @BusinessDate() due: string;
  @OneOf(bounds) bound: KpiTarget['bound'];
}

export class SetTargetBody extends Dated implements Says<'SetTarget', 'code'> {
  @Nested(() => TargetValueBody) target: TargetValueBody;
  @Text({ max: 2000, optional: true }) reason?: string;
}

const alertMinutes = {
  name: 'Minutes from alert to action',
  dimension: 'organisation',
  benefitClass: 'citizen-quality',
  unit: 'minutes',
  direction: 'down',
  primary: true,
  aggregation: 'mean-weighted-by-n',
  tolerance: 1000,
  staleAfterDays: 60,
  population: 'Alerts at the sites of the pilot',
  cashable: false,
  contractRelevant: true,
  publishable: true,
};

@Room('KPIs', 'kpis')
export class KpiController extends Recorder {
  @Records('DefineKpi', '', {
    summary: 'Define a KPI',
    example: { code: 'ALERT-MIN', ...alertMinutes, occurredOn: '2025-03-12' },
  })
  define(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: DefineKpiBody) {
    return this.record('DefineKpi', asked, id, body);
  }

  @Records('ReviseKpi', ':code/revisions', {
    summary: 'Revise the definition of a KPI',
    description: 'The whole definition, as it is from here on. Measurements keep the version they were taken under.',
    example: { ...alertMinutes, tolerance: 500, reason: 'A narrower tolerance was agreed', occurredOn: '2025-10-06' },
  })
  revise(
    @Asking() asked: Asked,
    @Param() { id, code }: OfKpi,
    @Body() { reason, occurredOn, illustrative, source, ...traits }: ReviseKpiBody,
  ) {
    const data = { reason, definition: { code, ...traits } };
    return this.record('ReviseKpi', asked, id, { ...data, occurredOn, illustrative, source });
  }

  @Records('SetBaseline', ':code/baseline', {
    summary: 'Set the baseline of a KPI',
    example: {
      baseline: {
        value: '95',
        n: 120,
        period: { from: '2025-05-01', to: '2025-07-31' },
        source: 'Staff records of two homes',
      },
      occurredOn: '2025-08-18',
      illustrative: ['baseline'],
    },
  })
  setBaseline(@Asking() asked: Asked, @Param() { id, code }: OfKpi, @Body() body: SetBaselineBody) {
    return this.record('SetBaseline', asked, id, { ...body, code });
  }

  @Records('LockBaseline', ':code/baseline/lock', {
    summary: 'Lock the baseline of a KPI',
    description: 'A pilot needs every primary KPI locked before it starts.',
    example: { occurredOn: '2026-02-20' },
  })
  lockBaseline(@Asking() asked: Asked, @Param() { id, code }: OfKpi, @Body() body: LockBaselineBody) {
    return this.record('LockBaseline', asked, id, { ...body, code });
  }

  @Records('SetTarget', ':code/target', {
    summary: 'Set the target of a KPI',
    example: {
      target: { value: '30', due: '2026-06-30', bound: 'at-most' },
      occurredOn: '2025-08-18',
      illustrative: ['target'],
    },
  })
  setTarget(@Asking() asked: Asked, @Param() { id, code }: OfKpi, @Body() body: SetTargetBody) {
    return this.record('SetTarget', asked, id, { ...body, code });
  }
}
