import { Ajv2020 } from 'ajv/dist/2020.js';
import { type CloudEvent, publicSchemas } from '#contracts';

/** A schema that takes nothing it does not name: readers may meet more one day, we send no more today. */
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
const validators = new Map(
  Object.entries(publicSchemas).map(([type, schema]) => [type, ajv.compile(closed(schema) as object)]),
);

/** What of the messages is not as their schemas say, or more than they say. */
export const faultsOf = (messages: readonly CloudEvent[]) =>
  messages.flatMap(({ type, data }) => {
    const validate = validators.get(type);
    return validate?.(data) ? [] : [{ type, data, errors: validate?.errors }];
  });
