import { describe, expect, it } from '@jest/globals';
import { Type } from 'typebox';
import { procurementSchemas, publicSchemas } from '#contracts';
import { breaking } from './breaking.js';
import { asWritten, filesOf, json, writing } from './written.js';

type Schema = Readonly<Record<string, unknown>>;
const plain = (schema: object): Schema => JSON.parse(JSON.stringify(schema));

const schemas = { outgoing: publicSchemas, incoming: procurementSchemas } as const;
const directions = ['outgoing', 'incoming'] as const;

/** Where schemas stand as others have built on them. */
const directoryOf = (direction: keyof typeof schemas) => `test/contracts/published/${direction}`;

const whatToDo = `Others have built on this schema. Leave it as it is, and add the new one beside it under the next version
(\`message(fact, comes, properties, 2)\`); send both until every reader has moved, and say so in docs/reference/messages.md.`;

describe.each(directions)('%s messages', (direction) => {
  const current = new Map(Object.entries<object>(schemas[direction]).map(([type, schema]) => [type, plain(schema)]));

  it('break nothing that others have built on', () => {
    const broken = [...filesOf(directoryOf(direction))].flatMap(([type, before]) => {
      const after = current.get(type);
      return after ? breaking(before, after, direction).map((fault) => `${type} ${fault}`) : [`${type} is gone`];
    });
    if (broken.length > 0) throw new Error(`${broken.join('\n')}\n\n${whatToDo}`);
    if (writing)
      for (const [type, schema] of current) asWritten(`${directoryOf(direction)}/${type}.json`, json(schema));
  });

  it('are kept as they are: npm run contracts', () => {
    expect(Object.fromEntries(filesOf(directoryOf(direction)))).toEqual(Object.fromEntries(current));
  });
});

describe('a change of a schema', () => {
  const winner = Type.Object({ name: Type.String(), cvr: Type.Optional(Type.String({ pattern: '^[0-9]{8}$' })) });
  const before = plain(
    Type.Object({
      kind: Type.Enum(['quality', 'price']),
      amount: Type.Integer({ minimum: 0, maximum: 100 }),
      on: Type.String({ format: 'date' }),
      note: Type.Optional(Type.String({ minLength: 1 })),
      winners: Type.Array(winner, { minItems: 1, maxItems: 5 }),
      paidBy: Type.Union([Type.Object({ card: Type.String() }), Type.Object({ bill: Type.String() })]),
    }),
  );
  /** The schema with one thing of it changed. */
  const but = (path: string, value: unknown): Schema => {
    const changed = structuredClone(before) as Record<string, unknown>;
    const names = path.split('/');
    const last = names.pop() as string;
    let inside = changed;
    for (const name of names) inside = inside[name] as Record<string, unknown>;
    if (value === undefined) delete inside[last];
    else inside[last] = value;
    return changed;
  };
  const all = before.required as string[];
  const without = (name: string) => all.filter((one) => one !== name);
  const optional = (schema: object) => ({ ...(before.properties as object), further: schema });

  it.each<[change: string, after: Schema]>([
    ['nothing', before],
    ['what it says to people', but('description', 'What it is about')],
    ['a field one may do without', but('properties', optional({ type: 'string' }))],
  ])('breaks nothing when it is %s', (_, after) => {
    for (const direction of directions) expect(breaking(before, after, direction)).toEqual([]);
  });

  it.each<[change: string, after: Schema, breaks: readonly (typeof directions)[number][]]>([
    ['a value more', but('properties/kind/enum', ['quality', 'price', 'cost']), ['outgoing']],
    ['a value less', but('properties/kind/enum', ['quality']), ['incoming']],
    ['values instead of any', but('properties/note/enum', ['a']), ['incoming']],
    ['another type', but('properties/amount/type', 'string'), ['outgoing', 'incoming']],
    ['a wider type', but('properties/amount/type', 'number'), ['outgoing']],
    ['no type', but('properties/amount/type', undefined), ['outgoing']],
    ['a lower limit', but('properties/amount/minimum', -1), ['outgoing']],
    ['a higher limit below', but('properties/amount/minimum', 1), ['incoming']],
    ['no limit', but('properties/amount/maximum', undefined), ['outgoing']],
    ['a limit of length', but('properties/note/maxLength', 10), ['incoming']],
    ['another format', but('properties/on/format', 'date-time'), ['outgoing', 'incoming']],
    ['a pattern less, far down', but('properties/winners/items/properties/cvr/pattern', undefined), ['outgoing']],
    ['empty lists', but('properties/winners/minItems', 0), ['outgoing']],
    ['shorter lists', but('properties/winners/maxItems', 2), ['incoming']],
    ['a field no longer certain', but('required', without('amount')), ['outgoing']],
    ['a field now required', but('required', [...all, 'note']), ['incoming']],
    ['a field gone', but('properties/note', undefined), ['outgoing', 'incoming']],
    ['a field gone, far down', but('properties/winners/items/properties/cvr', undefined), ['outgoing', 'incoming']],
    ['no further fields', but('additionalProperties', false), ['incoming']],
    ['an alternative more', but('properties/paidBy/anyOf/2', { type: 'string' }), ['outgoing']],
    ['an alternative less', but('properties/paidBy/anyOf', [winner]), ['outgoing', 'incoming']],
    ['a keyword it cannot judge', but('not', { required: ['note'] }), ['outgoing', 'incoming']],
  ])('is seen to break when it is %s', (_, after, breaks) => {
    expect(directions.filter((direction) => breaking(before, after, direction).length > 0)).toEqual(breaks);
  });

  it('is named with its place', () => {
    const after = but('properties/winners/items/properties/name/type', 'number');
    expect(breaking(before, after, 'outgoing')).toEqual([
      '#/winners/items/name may be what readers do not know: type "string" and "number"',
    ]);
  });

  it('breaks readers of a closed schema with a field more', () => {
    const after = { ...before, properties: optional({ type: 'string' }), additionalProperties: false };
    expect(breaking({ ...before, additionalProperties: false }, after, 'outgoing')).toEqual([
      '#/further may be what readers do not know: it is a field of its own',
    ]);
    expect(breaking({ ...before, additionalProperties: false }, after, 'incoming')).toEqual([]);
  });
});
