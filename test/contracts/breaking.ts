type Schema = Readonly<Record<string, unknown>>;

/** Keywords that say something to people only. */
const said = new Set(['$schema', '$id', '$comment', 'title', 'description', 'examples', 'default']);
/** Limits: which of two values lets more through. */
const least = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const most = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
/** A schema without one of these lets more through than one with it. */
const narrowing = ['pattern', 'format', 'multipleOf', 'uniqueItems'];
const judged = new Set([
  ...said,
  ...least,
  ...most,
  ...narrowing,
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'enum',
  'const',
  'anyOf',
]);

/**
 * Every change of a published JSON Schema that somebody could trip over, each in words, with its place as a JSON pointer.
 *
 * @param direction `outgoing`: what we send by `after` must be something readers of `before` know; `incoming`: what
 * writers of `before` send must be something `after` takes
 */
export function breaking(before: Schema, after: Schema, direction: 'outgoing' | 'incoming'): readonly string[] {
  const [wide, narrow] = direction === 'outgoing' ? [before, after] : [after, before];
  return [...beyond(wide, narrow, '#', direction), ...gone(before, after, '#', direction)];
}

const words = {
  outgoing: {
    missing: 'may be missing, which readers count on',
    more: 'may be what readers do not know',
    gone: 'is no longer sent',
  },
  incoming: {
    missing: 'is now required, which writers do not send',
    more: 'is refused where writers were told it is taken',
    gone: 'is no longer understood',
  },
} as const;
type Direction = keyof typeof words;

/** Where the narrow schema lets through what the wide one does not. */
function beyond(wide: Schema, narrow: Schema, at: string, direction: Direction): string[] {
  if (same(wide, narrow)) return [];
  if (wide.anyOf || narrow.anyOf) {
    const fits = branches(narrow).every((one) =>
      branches(wide).some((other) => beyond(other, one, at, direction).length === 0),
    );
    return fits ? [] : [`${at} ${words[direction].more}: one of its alternatives`];
  }
  const more = (keyword: string) =>
    `${at} ${words[direction].more}: ${keyword} ${show(wide[keyword])} and ${show(narrow[keyword])}`;
  return [
    ...[...new Set([...Object.keys(wide), ...Object.keys(narrow)])]
      .filter((keyword) => !judged.has(keyword) && !same(wide[keyword], narrow[keyword]))
      .map(more),
    ...narrowing.filter((keyword) => wide[keyword] !== undefined && wide[keyword] !== narrow[keyword]).map(more),
    ...least
      .filter((keyword) => wide[keyword] !== undefined && !(Number(narrow[keyword]) >= Number(wide[keyword])))
      .map(more),
    ...most
      .filter((keyword) => wide[keyword] !== undefined && !(Number(narrow[keyword]) <= Number(wide[keyword])))
      .map(more),
    ...(typeFits(wide.type, narrow.type) ? [] : [more('type')]),
    ...(valuesFit(wide, narrow) ? [] : [more(wide.enum || narrow.enum ? 'enum' : 'const')]),
    ...objects(wide, narrow, at, direction),
    ...(wide.items ? beyond(wide.items as Schema, (narrow.items ?? {}) as Schema, `${at}/items`, direction) : []),
  ];
}

function objects(wide: Schema, narrow: Schema, at: string, direction: Direction): string[] {
  const known = propertiesOf(wide);
  const sent = propertiesOf(narrow);
  const required = (narrow.required ?? []) as readonly string[];
  const missing = ((wide.required ?? []) as readonly string[]).filter((name) => !required.includes(name));
  const open = wide.additionalProperties !== false;
  return [
    ...missing.map((name) => `${at}/${name} ${words[direction].missing}`),
    ...(open || narrow.type !== 'object' || narrow.additionalProperties === false
      ? []
      : [`${at} ${words[direction].more}: further fields`]),
    ...Object.entries(sent).flatMap(([name, schema]) => {
      const place = `${at}/${name}`;
      if (Object.hasOwn(known, name)) return beyond(known[name] as Schema, schema, place, direction);
      return open ? [] : [`${place} ${words[direction].more}: it is a field of its own`];
    }),
  ];
}

/** Fields there were and are no more: nobody trips over them at once, and nobody learns what became of them. */
function gone(before: Schema, after: Schema, at: string, direction: Direction): string[] {
  const now = propertiesOf(after);
  const fields = Object.entries(propertiesOf(before)).flatMap(([name, schema]) => {
    const place = `${at}/${name}`;
    return Object.hasOwn(now, name)
      ? gone(schema, now[name] as Schema, place, direction)
      : [`${place} ${words[direction].gone}`];
  });
  const inLists =
    before.items && after.items ? gone(before.items as Schema, after.items as Schema, `${at}/items`, direction) : [];
  return [...fields, ...inLists];
}

function typeFits(wide: unknown, narrow: unknown): boolean {
  if (wide === undefined) return true;
  const taken = [wide].flat();
  return (
    narrow !== undefined &&
    [narrow].flat().every((type) => taken.includes(type) || (type === 'integer' && taken.includes('number')))
  );
}

function valuesFit(wide: Schema, narrow: Schema): boolean {
  const taken = valuesOf(wide);
  if (!taken) return true;
  return valuesOf(narrow)?.every((value) => taken.some((one) => same(one, value))) ?? false;
}
const valuesOf = (schema: Schema) =>
  (schema.enum as readonly unknown[] | undefined) ?? (schema.const === undefined ? undefined : [schema.const]);

const branches = (schema: Schema) => (schema.anyOf as readonly Schema[] | undefined) ?? [schema];
const propertiesOf = (schema: Schema) => (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
const show = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value));
const same = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** In one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inside]) => [key, sorted(inside)]),
  );
}
