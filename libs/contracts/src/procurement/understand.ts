import { Ajv2020 } from 'ajv/dist/2020.js';
import { type MessageFault, mostFaults, schemaFaults } from './faults.js';
import {
  type ProcurementMessageType,
  procurementMessageTypes,
  procurementSchemas,
  type Understood,
} from './messages.js';

/** The most bytes the value of a message may have. */
export const largestMessage = 262_144;

/** A message that cannot be read, with all that keeps it from being read; as far as they are readable, whose it is. */
export interface NotUnderstood {
  readonly faults: readonly [MessageFault, ...MessageFault[]];
  readonly id?: string;
  readonly source?: string;
  readonly type?: string;
  readonly partnershipId?: string;
}

const ajv = new Ajv2020({ allErrors: true, formats: { date: inCalendar } });
const validators = new Map(
  procurementMessageTypes.map((type) => [type as string, ajv.compile(procurementSchemas[type])] as const),
);

/** Whether a text is a day of the calendar, from 1900. */
function inCalendar(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1900') return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

interface Attribute {
  readonly name: 'specversion' | 'id' | 'source' | 'type' | 'subject' | 'time';
  readonly pattern: RegExp;
  readonly en: string;
  readonly da: string;
  readonly optional?: true;
}
const printable = (most: number) => new RegExp(`^[^\\p{Cc}\\p{Surrogate}]{1,${most}}$`, 'u');
const upTo = (most: number) => ({
  en: `must be a text of at most ${most} characters`,
  da: `skal være en tekst på højst ${most} tegn`,
});

/** What a CloudEvent says about itself. */
const attributes: readonly Attribute[] = [
  { name: 'specversion', pattern: /^1\.0$/, en: 'must be 1.0', da: 'skal være 1.0' },
  { name: 'id', pattern: printable(200), ...upTo(200) },
  { name: 'source', pattern: printable(400), ...upTo(400) },
  { name: 'type', pattern: printable(200), ...upTo(200) },
  {
    name: 'subject',
    pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
    en: "must be the partnership's id, a UUID in lower case",
    da: 'skal være partnerskabets id, et UUID med små bogstaver',
  },
  {
    name: 'time',
    pattern: /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/,
    en: 'must be a time like 2026-03-31T08:15:00Z',
    da: 'skal være et tidspunkt som 2026-03-31T08:15:00Z',
    optional: true,
  },
];

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * Reads a message of a procurement system: a CloudEvent 1.0 in Kafka's binary mode, its attributes in the headers
 * `ce_…`, or in structured mode, as `application/cloudevents+json`. Every fault is named.
 */
export function understand(headers: Headers, value: Uint8Array | null): Understood | NotUnderstood {
  const contentType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const structured = contentType === 'application/cloudevents+json';
  const faults: MessageFault[] = [];
  if (!structured && contentType !== undefined && !/^[\w.-]+\/(?:[\w.-]+\+)?json$/.test(contentType))
    faults.push({
      reason: 'content-type-unknown',
      at: 'content-type',
      en: 'must be application/json or application/cloudevents+json',
      da: 'skal være application/json eller application/cloudevents+json',
    });
  const read = parsed(value);
  if ('reason' in read) faults.push(read);
  // What is to be in the envelope cannot be missed while there is none.
  if (structured && 'reason' in read) return notUnderstood(faults, {});
  const json = 'json' in read ? read.json : undefined;
  const envelope = structured && typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
  const said = attributesIn((name) => (structured ? envelope[name] : headers[`ce_${name}`]), structured, faults);
  const data = structured ? envelope.data : json;
  const validate = said.type === undefined ? undefined : validators.get(said.type);
  if (said.type !== undefined && !validate)
    faults.push({
      reason: 'type-unknown',
      at: structured ? '/type' : 'ce_type',
      en: `must be one of ${procurementMessageTypes.join(', ')}`,
      da: `skal være en af ${procurementMessageTypes.join(', ')}`,
    });
  if (validate && 'json' in read && !validate(data))
    // One by one: there may be more than a call takes.
    for (const fault of schemaFaults(validate.errors ?? [], structured ? '/data' : '')) faults.push(fault);
  const { id, source, type, subject: partnershipId } = said;
  if (faults.length > 0) return notUnderstood(faults, { id, source, type, partnershipId });
  return { id, source, type: type as ProcurementMessageType, partnershipId, data } as Understood;
}

export const isUnderstood = (message: Understood | NotUnderstood): message is Understood => !('faults' in message);

/** The attributes that are as they should be. */
function attributesIn(
  of: (name: string) => unknown,
  structured: boolean,
  faults: MessageFault[],
): Readonly<Partial<Record<Attribute['name'], string>>> {
  const found: Partial<Record<Attribute['name'], string>> = {};
  for (const { name, pattern, en, da, optional } of attributes) {
    const value = of(name);
    const at = structured ? `/${name}` : `ce_${name}`;
    if (value === undefined) {
      if (!optional) faults.push({ reason: 'attribute-missing', at, en: 'is missing', da: 'mangler' });
    } else if (typeof value === 'string' && pattern.test(value)) found[name] = value;
    else faults.push({ reason: 'attribute-malformed', at, en, da });
  }
  return found;
}

function parsed(value: Uint8Array | null): { readonly json: unknown } | MessageFault {
  if (value === null || value.length === 0)
    return { reason: 'value-missing', en: 'has no value', da: 'har intet indhold' };
  if (value.length > largestMessage)
    return {
      reason: 'value-too-large',
      en: `has ${value.length} bytes; ${largestMessage} are the most`,
      da: `er på ${value.length} bytes; højst ${largestMessage} er tilladt`,
    };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(value);
  } catch {
    return { reason: 'not-utf8', en: 'is not UTF-8', da: 'er ikke UTF-8' };
  }
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { reason: 'not-json', en: 'is not JSON', da: 'er ikke JSON' };
  }
}

function notUnderstood(faults: readonly MessageFault[], whose: Omit<NotUnderstood, 'faults'>): NotUnderstood {
  const named = faults.slice(0, mostFaults);
  const more = faults.length - named.length;
  if (more > 0) named.push({ reason: 'more-faults', en: `and ${more} more faults`, da: `og ${more} fejl mere` });
  return { faults: named as [MessageFault, ...MessageFault[]], ...whose };
}
