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
  // Merged in place: a record has as many releases as there were events, and each would copy all before it.
  const merged: Members = new Map();
  for (const { id: _id, date: _date, tag: _tag, ...content } of inOrder) mergeInto(merged, content);
  const { date } = inOrder.at(-1) ?? first;
  return { tag: ['compiled'], id: `${first.ocid}-${date}`, date, ...plainObject(merged) } as unknown as Release;
}

/** An object while it is merged. */
type Members = Map<string, Json | Members | Items>;

/** A list of what has ids, while it is merged. */
class Items {
  readonly byId = new Map<unknown, Members>();
}

function mergeInto(before: Members, after: JsonObject): void {
  for (const [member, value] of Object.entries(after)) {
    if (value === undefined) continue;
    if (value === null) before.delete(member);
    else before.set(member, mergedMember(member, before.get(member), value));
  }
}

function mergedMember(member: string, before: Json | Members | Items, after: Json): Json | Members | Items {
  if (Array.isArray(after)) {
    if (replacedWhole.has(member) || !after.every(isObject)) return after;
    const items = before instanceof Items ? before : new Items();
    for (const item of after) mergeItem(items, item);
    return items;
  }
  if (!isObject(after)) return after;
  const members: Members = before instanceof Map ? before : new Map();
  mergeInto(members, after);
  return members;
}

function mergeItem({ byId }: Items, item: JsonObject): void {
  // An item without an id is like no other.
  const key = item.id ?? Symbol('no id');
  const members: Members = byId.get(key) ?? new Map();
  mergeInto(members, item);
  byId.set(key, members);
}

const plainObject = (members: Members): JsonObject =>
  Object.fromEntries([...members].map(([member, value]) => [member, plain(value)]));

function plain(value: Json | Members | Items): Json {
  if (value instanceof Items) return [...value.byId.values()].map(plainObject);
  return value instanceof Map ? plainObject(value) : value;
}

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
