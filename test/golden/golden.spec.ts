import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fold } from '#decider';
import { codec, type Json, type StoredEvent } from '#event-store';
import {
  caseWorkEvolutions,
  contractEvolutions,
  courseEvolutions,
  evaluationEvolutions,
  gateEvolutions,
  kpiEvolutions,
  kpiMeasurements,
  type MeasurementEvent,
  marketDialogueEvolutions,
  milestoneEvolutions,
  needEvolutions,
  partnership,
  paymentEvolutions,
  pilotEvolutions,
  procurementEvolutions,
  registrationEvolutions,
  scaleUpEvolutions,
} from '#partnership';
import { partnershipCodec } from '../../apps/partnerships/src/wish.js';

const partnershipTypes = [
  'PartnershipRegistered',
  ...[
    registrationEvolutions,
    courseEvolutions,
    caseWorkEvolutions,
    needEvolutions,
    marketDialogueEvolutions,
    procurementEvolutions,
    contractEvolutions,
    gateEvolutions,
    milestoneEvolutions,
    paymentEvolutions,
    pilotEvolutions,
    kpiEvolutions,
    evaluationEvolutions,
    scaleUpEvolutions,
  ].flatMap((evolutions) => Object.keys(evolutions)),
];
const measurementTypes: Record<MeasurementEvent['type'], true> = {
  MeasurementsRecorded: true,
  MeasurementCorrected: true,
  MeasurementWithdrawn: true,
};
const isMeasurement = (type: string) => Object.hasOwn(measurementTypes, type);
const measurementCodec = codec<MeasurementEvent>();

interface Golden {
  readonly name: string;
  readonly text: string;
  readonly stored: Pick<StoredEvent, 'id' | 'type' | 'data'> & {
    readonly metadata: { readonly schemaVersion: number; readonly occurredOn: string } & Readonly<Record<string, Json>>;
  };
}

/** As they were stored: one case's events, told in the order in which they occurred. */
const goldens = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.json'))
  .map((name): Golden => {
    const text = readFileSync(join(import.meta.dirname, name), 'utf8');
    return { name, text, stored: JSON.parse(text) };
  })
  .sort((a, b) => a.stored.metadata.occurredOn.localeCompare(b.stored.metadata.occurredOn));

function encodedAgain({ stored }: Golden) {
  const { id, type, metadata } = stored;
  return isMeasurement(type)
    ? measurementCodec.encode(measurementCodec.decode(stored), { id, metadata })
    : partnershipCodec.encode(partnershipCodec.decode(stored), { id, metadata });
}

describe('stored events', () => {
  it('are kept of every type there is', () => {
    const kept = new Set(goldens.map(({ stored }) => stored.type));
    expect([...kept].sort()).toEqual([...partnershipTypes, ...Object.keys(measurementTypes)].sort());
  });

  it.each(goldens)('$name is named after its type and version', ({ name, stored }) => {
    expect(name).toBe(`${stored.type}.v${stored.metadata.schemaVersion}.json`);
  });

  it.each(goldens)('$name comes through the codec as it was written', (golden) => {
    expect(`${JSON.stringify(encodedAgain(golden), null, 2)}\n`).toBe(golden.text);
  });

  it('are understood today, each on what came before it', () => {
    let state = partnership.initial;
    for (const { name, stored } of goldens.filter(({ stored }) => !isMeasurement(stored.type))) {
      const after = fold(partnership, [partnershipCodec.decode(stored)], state);
      if (after === state) throw new Error(`${name} changed nothing`);
      state = after;
    }
    expect(state).toMatchObject({ status: 'open', phase: 'follow-up' });

    const measurements = goldens.filter(({ stored }) => isMeasurement(stored.type));
    const { known, withdrawn } = fold(
      kpiMeasurements,
      measurements.map(({ stored }) => measurementCodec.decode(stored)),
    );
    expect([known.size, withdrawn.size]).toEqual([2, 1]);
  });

  it.each(goldens)('$name leaves a case that is not there as it is', ({ stored }) => {
    if (stored.type === 'PartnershipRegistered') return;
    expect(fold(partnership, [partnershipCodec.decode(stored)])).toBe(partnership.initial);
  });
});
