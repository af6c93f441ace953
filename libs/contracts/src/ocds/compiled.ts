import type { Release } from './release.js';

type Json = unknown;
type JsonObject = { readonly [member: string]: Json };

/** Arrays that replace the one before as a whole, as the schema says: of what has ids all the same, or of texts. */
const replacedWhole: ReadonlySet<string> = new Set(['additionalClassifications', 'additionalIdentifiers', 'roles']);

/**
 * What the releases of one ocid come to, by the merging rules of OCDS 1.1
 * (https://standard.open-contracting.org/1.1/en/schema/merging/): in order of date, the later one holds; objects are
 * merged member by member, items of an array by their ids; null takes away. Releases of one date are taken in the order
 * given.
 *
 * @throws RangeError when there are none, or they are not of one ocid
 */
export function compiled(releases: readonly Release[]): Release {
  const [first] = releases;
  if (!first) throw new RangeError('There is no release to compile');
  if (releases.some(({ ocid }) => ocid !== first.ocid)) throw new RangeError('Releases of several ocids');
  const inOrder = releases.toSorted((one, other) => Date.parse(one.date) - Date.parse(other.date));
  let merged: JsonObject = {};
  for (const { id: _id, date: _date, tag: _tag, ...content } of inOrder) merged = mergeObject(merged, content);
  const { date } = inOrder.at(-1) ?? first;
  return { tag: ['compiled'], id: `${first.ocid}-${date}`, date, ...merged } as unknown as Release;
}

function mergeObject(before: JsonObject, after: JsonObject): JsonObject {
  const merged = new Map(Object.entries(before));
  for (const [member, value] of Object.entries(after)) {
    if (value === undefined) continue;
    if (value === null) merged.delete(member);
    else merged.set(member, mergeMember(member, merged.get(member), value));
  }
  return Object.fromEntries(merged);
}

function mergeMember(member: string, before: Json, after: Json): Json {
  if (Array.isArray(after)) {
    const byId = !replacedWhole.has(member) && after.every(isObject);
    return byId ? mergeById(Array.isArray(before) ? before : [], after) : after;
  }
  return isObject(after) ? mergeObject(isObject(before) ? before : {}, after) : after;
}

/** An item without an id is like no other. */
function mergeById(before: readonly JsonObject[], after: readonly JsonObject[]): JsonObject[] {
  const merged = new Map(before.map((item) => [keyOf(item), item]));
  for (const item of after) merged.set(keyOf(item), mergeObject(merged.get(keyOf(item)) ?? {}, item));
  return [...merged.values()];
}

const keyOf = ({ id }: JsonObject): unknown => id ?? Symbol('no id');
const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
