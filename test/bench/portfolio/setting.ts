import { readFileSync } from 'node:fs';
import { type Classification, purposes, sectorAreas, themes } from '../../../libs/partnership/src/index.js';
import { dateOf, dayOf, isDate } from './days.js';
import type { Pattern, Step } from './patterns.js';
import type { Random } from './random.js';

export interface Organisation {
  readonly id: string;
  readonly name: string;
}

const listed = readFileSync(new URL('../../../apps/dashboard/public/municipalities.js', import.meta.url), 'utf8');
/** The 98 municipalities, by kommunekode. */
export const municipalities: readonly Organisation[] = [...listed.matchAll(/(\d{4}) ([^|'\n]+)/g)].map(
  ([, id = '', name = '']) => ({ id, name: `${name} Kommune` }),
);

const firms = ['Nordlys', 'Havblik', 'Egelund', 'Strandvej', 'Fjordby', 'Kornmark', 'Birkholm', 'Solbakke'];
const trades = ['Care Technology', 'Sensors', 'Rehab', 'Robotics', 'Software', 'Aids', 'Analytics', 'Hygiene'];
/** Companies that partnerships are made with, some of them many times. */
export const companies: readonly Organisation[] = Array.from({ length: 400 }, (_, n) => ({
  id: cvr(n),
  name: `${firms[n % 8]} ${trades[Math.floor(n / 8) % 8]} ${Math.floor(n / 64) + 1}`,
}));

/** The CVR number that is the n-th with a right check digit, out of the reach of those the examples use. */
function cvr(n: number): string {
  for (let stem = 2_600_000 + n * 1_117; ; stem += 1) {
    const digits = String(stem);
    const sum = [2, 7, 6, 5, 4, 3, 2].reduce((total, weight, place) => total + weight * Number(digits[place]), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check < 10) return `${digits}${check}`;
  }
}

const subjects = [
  'Fall sensors in care homes',
  'Digital home visits',
  'Wound care by picture',
  'Medicine that counts itself',
  'Lifts that staff can use alone',
  'Night calls without waking',
  'Bins that report when they are full',
  'Heat in schools by need',
  'Road repairs before the hole',
  'Speech training at home',
  'Job matching for the long unemployed',
  'Meals without waste',
  'Drones over the harbour',
  'Rain water in the streets',
  'Relief for relatives',
  'Reading with a robot',
] as const;

/** What sets one partnership apart from another that goes the same way. */
export interface Setting {
  readonly caseNumber: string;
  readonly title: string;
  readonly lead: Organisation;
  /** Days its dates lie after the pattern's. */
  readonly shift: number;
  /** Everything that is named otherwise than in the pattern: codes, CVR numbers and names. */
  readonly renamed: ReadonlyMap<string, string>;
  readonly names: RegExp;
  /** Amounts of money are so many hundredths of the pattern's. */
  readonly money: number;
  readonly classification: Readonly<Record<string, string>>;
}

/** The larger a municipality, the more partnerships it takes part in: those named first are in more. */
const oneOf = (random: Random, organisations: readonly Organisation[]): Organisation =>
  organisations[Math.floor(random.next() ** 1.6 * organisations.length)]!;

export function drawSetting(random: Random, pattern: Pattern, no: number, start: number): Setting {
  const found = organisationsOf(pattern);
  const renamed = new Map<string, string>();
  const taken = new Set<string>();
  for (const { id, name } of found) {
    const pool = id.length === 4 ? municipalities : companies;
    let other = oneOf(random, pool);
    while (taken.has(other.id)) other = oneOf(random, pool);
    taken.add(other.id);
    renamed.set(id, other.id).set(name, other.name);
  }
  const first = pattern.steps[0]!;
  const { otherPurposes: others = [] } = first.data.classification as Classification;
  const lead = { id: renamed.get(first.by.organisation)!, name: renamed.get(found[0]!.name)! };
  return {
    caseNumber: `${dateOf(start).slice(0, 4)}-${lead.id}-${String(no).padStart(5, '0')}`,
    title: `${random.chance(0.2) ? pattern.title : random.pick(subjects)}, ${lead.name.replace(' Kommune', '')}`,
    lead,
    shift: start - first.day,
    renamed,
    names: new RegExp([...renamed.keys()].map((name) => `(?<!\\d)${name}(?!\\d)`).join('|'), 'g'),
    money: random.whole(20, 300),
    classification: {
      theme: random.pick(themes),
      sectorArea: random.pick(sectorAreas),
      mainPurpose: random.pick(purposes.filter((purpose) => !others.includes(purpose))),
    },
  };
}

/** The lead first; where a name is not told, the code stands for it. */
function organisationsOf({ steps }: Pattern): readonly Organisation[] {
  const found = new Map<string, string>();
  for (const { type, data } of steps) {
    const { leadOrganisation, leadOrganisationName, organisation, name, partner } = data as Record<string, string>;
    if (type === 'RegisterPartnership') found.set(leadOrganisation!, leadOrganisationName!);
    if (type === 'AddParty') found.set(organisation!, name!);
    if (type === 'SignContract') {
      const { cvr, name } = partner as unknown as { cvr: string; name: string };
      found.set(cvr, name);
    }
  }
  return [...found].map(([id, name]) => ({ id, name }));
}

/** The step as it is taken in this partnership, `late` days later than the others are. */
export function inSetting(step: Step, setting: Setting, random: Random, late: number): Step {
  const days = setting.shift + late;
  const given = rewritten(step.data, setting, days) as Record<string, unknown>;
  const data = { ...given, ...varied(step, given, setting, random) };
  const by = rewritten(step.by, setting, days) as Step['by'];
  return { ...step, data, by, day: step.day + days, occurred: step.occurred + days };
}

function varied(
  { type }: Step,
  given: Readonly<Record<string, unknown>>,
  { caseNumber, title, classification }: Setting,
  random: Random,
): Readonly<Record<string, unknown>> {
  switch (type) {
    case 'RegisterPartnership':
      return { caseNumber, title, classification: { ...(given.classification as object), ...classification } };
    case 'RecordMeasurements':
      return { measurements: (given.measurements as Reading[]).map((reading) => scattered(reading, random)) };
    default:
      return {};
  }
}

type Reading = Readonly<Record<string, unknown>>;

/** A reading that lies somewhat beside the pattern's. */
export function scattered(reading: Reading, random: Random): Reading {
  const { value, numerator } = reading;
  const by = 0.7 + random.next() * 0.6;
  if (typeof value === 'string') return { ...reading, value: (Number(value) * by).toFixed(1) };
  return { ...reading, numerator: String(Math.round(Number(numerator) * by)) };
}

/** The same with dates moved, organisations renamed, and amounts of money and years moved. */
function rewritten(value: unknown, setting: Setting, days: number): unknown {
  if (typeof value === 'string') {
    if (isDate(value)) return dateOf(dayOf(value) + days);
    return value.replace(setting.names, (name) => setting.renamed.get(name)!);
  }
  if (Array.isArray(value)) return value.map((part) => rewritten(part, setting, days));
  if (typeof value !== 'object' || value === null) return value;
  const other: Record<string, unknown> = {};
  for (const [name, part] of Object.entries(value)) {
    // Whether a value is an example's own invention says nothing of this partnership.
    if (name === 'illustrative') continue;
    if (typeof part === 'number' && name.endsWith('Oere')) other[name] = (part * setting.money) / 100;
    else if (typeof part === 'number' && name === 'year') other[name] = part + Math.round(days / 365);
    else other[name] = rewritten(part, setting, days);
  }
  return other;
}
