import { describe, expect, it } from '@jest/globals';
import { fold, given } from '#decider';
import { auditor, drinkingScale, evaluator, manager, refusal, sensorPatch, today } from '../../test/story.js';
import { minutesToAction } from '../../test/story-from-contract.js';
import type { Actor } from '../vocabulary.js';
import {
  type KpiContext,
  kpiMeasurements,
  kpiStream,
  type Measurement,
  type MeasurementCommand,
  type MeasurementEvent,
} from './measurements.js';

const context: KpiContext = {
  partnershipId: 'dehydration',
  kpi: 'minutes',
  definition: minutesToAction,
  definitionVersion: 2,
  sites: { s1: '0250' },
  contracts: { k1: '11111111', k2: '22222222' },
};
const measurement = (changes: Partial<Measurement> = {}): Measurement => ({
  measurementId: 'm1',
  value: '41',
  n: 18,
  period: { from: '2026-03-01', to: '2026-03-31' },
  site: 's1',
  contractId: 'k1',
  source: 'Alarmlog',
  evidenceLevel: 'measured',
  ...changes,
});
const stamp = { at: `${today}T08:00:00.000Z`, today, occurredOn: today };
const record = (measurements: readonly Measurement[], by: Actor = manager, within = context): MeasurementCommand => ({
  type: 'RecordMeasurements',
  data: { context: within, measurements },
  by,
  ...stamp,
});
const correct = (corrected: Measurement, by: Actor = manager): MeasurementCommand => ({
  type: 'CorrectMeasurement',
  data: { context, reason: 'Tællefejl', measurement: corrected },
  by,
  ...stamp,
});
const withdraw = (measurementId: string, reason = 'Forkert sted'): MeasurementCommand => ({
  type: 'WithdrawMeasurement',
  data: { context, reason, measurementId },
  by: manager,
  ...stamp,
});
const recorded: MeasurementEvent = {
  type: 'MeasurementsRecorded',
  data: { partnershipId: 'dehydration', kpi: 'minutes', definitionVersion: 2, measurements: [measurement()] },
};
const refused = (past: MeasurementEvent[], command: MeasurementCommand) =>
  refusal(() => given(kpiMeasurements, ...past).when(command));
/** What is wrong with a measurement, as recorded by itself. */
const fault = (changes: Partial<Measurement>, by?: Actor, within?: KpiContext) => {
  const { reason, details } = refused([], record([measurement(changes)], by, within));
  expect(reason).toBe('measurements-refused');
  return (details.faults as { fault: string }[])[0]?.fault;
};
const many = (count: number, changes: Partial<Measurement> = {}) =>
  Array.from({ length: count }, (_, index) => measurement({ measurementId: `m${index}`, ...changes }));

describe('recording measurements', () => {
  it('keeps them with the version of the definition they were taken under', () => {
    expect(given(kpiMeasurements).when(record([measurement()]))).toEqual([recorded]);
  });
  it('takes ten thousand at a time, in events of at most five hundred', () => {
    const events = given(kpiMeasurements).when(record(many(10_000)));
    expect(events).toHaveLength(20);
    expect(events.flatMap((event) => ('measurements' in event.data ? event.data.measurements : []))).toEqual(
      many(10_000),
    );
    expect(refused([], record(many(10_001))).reason).toBe('measurements-out-of-bounds');
    expect(refused([], record([])).reason).toBe('measurements-out-of-bounds');
  });
  it('skips what is recorded already', () => {
    expect(given(kpiMeasurements, recorded).when(record([measurement()]))).toEqual([]);
    const events = given(kpiMeasurements, recorded).when(
      record([measurement(), measurement({ measurementId: 'm2' }), measurement({ measurementId: 'm2' })]),
    );
    expect(events).toMatchObject([{ data: { measurements: [{ measurementId: 'm2' }] } }]);
  });
  it('is refused when an id is known with other content, naming twenty and counting the rest', () => {
    const [kept] = given(kpiMeasurements).when(record(many(30))) as [MeasurementEvent];
    const { reason, details } = refused([kept], record(many(30, { value: '42' })));
    expect(reason).toBe('measurements-known-otherwise');
    expect(details.count).toBe(30);
    expect(details.ids).toHaveLength(20);
  });
  it('is refused when an id stands twice with different content', () => {
    expect(refused([], record([measurement(), measurement({ value: '42' })])).details.faults).toEqual([
      { measurementId: 'm1', fault: 'twice-in-request' },
    ]);
  });
  it('names every fault of a request together, and records nothing of it', () => {
    const { reason, details } = refused(
      [recorded],
      record([
        measurement({ value: '42' }),
        measurement({ measurementId: 'm2' }),
        measurement({ measurementId: 'm3', site: 's9' }),
      ]),
    );
    expect(reason).toBe('measurements-refused');
    expect(details).toEqual({
      count: 2,
      measurementId: 'm1',
      fault: 'known-otherwise',
      faults: [
        { measurementId: 'm1', fault: 'known-otherwise' },
        { measurementId: 'm3', fault: 'site-unknown' },
      ],
    });
  });
  it('needs what the aggregation of the KPI needs', () => {
    expect(fault({ n: undefined })).toBe('reading-needs-n');
    expect(fault({ value: undefined, numerator: '1', denominator: '2' })).toBe('reading-needs-value');
    const ratio = { ...context, definition: { ...minutesToAction, aggregation: 'ratio-of-sums' as const } };
    expect(fault({}, manager, ratio)).toBe('reading-needs-ratio');
    const summed = { ...context, definition: { ...minutesToAction, aggregation: 'sum' as const } };
    expect(given(kpiMeasurements).when(record([measurement({ n: undefined })], manager, summed))).toHaveLength(1);
  });
  it('needs numbers that can be kept exactly, over a period that is past', () => {
    expect(fault({ value: '4,1' })).toBe('reading-not-decimal');
    expect(fault({ period: { from: '2026-04-01', to: '2026-03-31' } })).toBe('period-reversed');
    expect(fault({ period: { from: '2026-05-01', to: '2026-06-02' } })).toBe('period-not-over');
  });
  it('is of sites and contracts there are', () => {
    expect(fault({ site: 's9' })).toBe('site-unknown');
    expect(fault({ site: 'constructor' })).toBe('site-unknown');
    expect(fault({ municipality: '0561' })).toBe('site-elsewhere');
    expect(fault({ contractId: 'k9' })).toBe('measured-contract-unknown');
  });
  it('is a partner’s for its own contract, as its own figures', () => {
    const own = { evidenceLevel: 'self-reported' as const };
    expect(given(kpiMeasurements).when(record([measurement(own)], sensorPatch))).toHaveLength(1);
    expect(fault(own, drinkingScale)).toBe('measured-contract-unknown');
    expect(fault({ ...own, contractId: undefined }, sensorPatch)).toBe('measured-contract-unknown');
    expect(fault({}, sensorPatch)).toBe('evidence-above-partner');
    expect(fault({ evidenceLevel: 'independently-evaluated' }, sensorPatch)).toBe('evidence-above-partner');
  });
  it('is the evaluator’s and the project manager’s at every level of evidence', () => {
    const independent = measurement({ evidenceLevel: 'independently-evaluated' });
    expect(given(kpiMeasurements).when(record([independent], evaluator))).toHaveLength(1);
    expect(refused([], record([independent], auditor)).reason).toBe('role-may-not');
  });
  it('is of what has happened', () => {
    expect(refused([], { ...record([measurement()]), occurredOn: '2026-06-02' }).reason).toBe('in-the-future');
  });
});

describe('correcting a measurement', () => {
  it('replaces it, with a reason', () => {
    expect(given(kpiMeasurements, recorded).when(correct(measurement({ value: '40' })))).toEqual([
      {
        type: 'MeasurementCorrected',
        data: {
          partnershipId: 'dehydration',
          kpi: 'minutes',
          reason: 'Tællefejl',
          measurement: measurement({ value: '40' }),
        },
      },
    ]);
    expect(given(kpiMeasurements, recorded).when(correct(measurement()))).toEqual([]);
  });
  it('keeps the rules of recording', () => {
    expect(refused([recorded], correct(measurement({ site: 's9' }))).details.faults).toEqual([
      { measurementId: 'm1', fault: 'site-unknown' },
    ]);
  });
  it('is of a measurement there is', () => {
    expect(refused([recorded], correct(measurement({ measurementId: 'm9' }))).reason).toBe('unknown-measurement');
  });
  it('is a partner’s only where it could have recorded it itself', () => {
    const own = measurement({ measurementId: 'm2', evidenceLevel: 'self-reported' });
    const past: MeasurementEvent[] = [
      recorded,
      { ...recorded, data: { ...recorded.data, measurements: [own] } } as MeasurementEvent,
    ];
    expect(given(kpiMeasurements, ...past).when(correct({ ...own, value: '40' }, sensorPatch))).toHaveLength(1);
    expect(refused(past, correct({ ...own, value: '40' }, drinkingScale)).reason).toBe('unknown-measurement');
    const downgraded = measurement({ evidenceLevel: 'self-reported', value: '10' });
    expect(refused(past, correct(downgraded, sensorPatch)).reason).toBe('unknown-measurement');
  });
});

describe('withdrawing a measurement', () => {
  const [withdrawn] = given(kpiMeasurements, recorded).when(withdraw('m1')) as [MeasurementEvent];

  it('takes it out, once and with its reason', () => {
    expect(withdrawn).toMatchObject({
      type: 'MeasurementWithdrawn',
      data: { measurementId: 'm1', reason: 'Forkert sted' },
    });
    expect(given(kpiMeasurements, recorded, withdrawn).when(withdraw('m1'))).toEqual([]);
    expect(refused([recorded, withdrawn], withdraw('m1', 'En anden')).reason).toBe('measurement-withdrawn');
  });
  it('leaves nothing to correct', () => {
    expect(refused([recorded, withdrawn], correct(measurement({ value: '1' }))).reason).toBe('measurement-withdrawn');
  });
  it('holds when the same request arrives again', () => {
    expect(given(kpiMeasurements, recorded, withdrawn).when(record([measurement()]))).toEqual([]);
  });
  it('is of a measurement there is', () => {
    expect(refused([recorded], withdraw('m9')).reason).toBe('unknown-measurement');
  });
});

describe('a KPI’s own stream', () => {
  it('is named by partnership and code', () => {
    expect(kpiStream('dehydration', 'minutes')).toBe('kpi-dehydration-minutes');
  });
  it('is left as it is by events of tomorrow', () => {
    const state = fold(kpiMeasurements, [recorded]);
    expect(kpiMeasurements.evolve(state, { type: 'MeasurementsSealed', data: {} } as unknown as MeasurementEvent)).toBe(
      state,
    );
  });
});
