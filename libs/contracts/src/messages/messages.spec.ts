import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type Followed, following } from '../following.js';
import type { Told } from '../told.js';
import { messagesOf, publicSchemas } from './messages.js';
import { tellings } from './table.js';

const golden = join(import.meta.dirname, '../../../../test/golden');
const partnershipId = '5a4d3c0e-7a52-5a0b-8a6e-0d1f6a7c2b11';

/** The stored events of one case, in the order in which they occurred. */
const tolds = readdirSync(golden)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(golden, name), 'utf8')))
  .sort((a, b) => a.metadata.occurredOn.localeCompare(b.metadata.occurredOn))
  .map(
    ({ id, type, data, metadata }, index): Told => ({
      id,
      partnershipId,
      event: { type, data },
      position: index + 1,
      recordedAt: `${metadata.occurredOn}T12:00:00.000Z`,
      occurredOn: metadata.occurredOn,
      illustrative: metadata.illustrative,
    }),
  );

/** A schema that takes nothing it does not name: readers may meet more, we send no more. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inside = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return inside.type === 'object' ? { ...inside, additionalProperties: false } : inside;
};
const ajv = new Ajv2020({
  strict: true,
  allErrors: true,
  formats: { date: /^\d{4}-\d{2}-\d{2}$/, uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/ },
});
const validators = new Map<string, ValidateFunction>(
  Object.entries(publicSchemas).map(([type, schema]) => [type, ajv.compile(closed(schema) as object)]),
);

let state: Followed = following.initial;
const story = tolds.map((told) => {
  const messages = messagesOf(told, state);
  const before = state;
  state = following.evolve(state, told);
  return { told, before, after: state, messages };
});
const messages = story.flatMap((one) => one.messages);

describe('public messages', () => {
  it('say what their schemas say, and nothing else', () => {
    const faults = messages.flatMap(({ type, data }) => {
      const validate = validators.get(type);
      return validate?.(JSON.parse(JSON.stringify(data))) ? [] : [{ type, errors: validate?.errors }];
    });
    expect(faults).toEqual([]);
  });

  it('are decided on for every type of stored event there is', () => {
    expect(Object.keys(tellings).sort()).toEqual(tolds.map(({ event }) => event.type).sort());
  });
});
