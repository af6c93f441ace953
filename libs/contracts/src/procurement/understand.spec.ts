import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mostFaults } from './faults.js';
import {
  type ProcurementMessageType,
  procurementMessageTypes,
  procurementSchemas,
  type Understood,
} from './messages.js';
import { largestMessage, type NotUnderstood, understand } from './understand.js';

const partnershipId = '5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10';
const headersOf = (type: string, changes: Record<string, string | undefined> = {}) => ({
  ce_specversion: '1.0',
  ce_id: 'm-1',
  ce_source: 'https://udbud.frederikssund.dk',
  ce_type: type,
  ce_subject: partnershipId,
  ce_time: '2025-04-01T09:30:00Z',
  'content-type': 'application/json; charset=utf-8',
  ...changes,
});
const bytes = (data: unknown) => new TextEncoder().encode(typeof data === 'string' ? data : JSON.stringify(data));
const exampleOf = (type: ProcurementMessageType) => ({ ...procurementSchemas[type].examples[0] });
const examples = procurementMessageTypes.flatMap((type) =>
  procurementSchemas[type].examples.map((data) => ({ type, data })),
);
const tender = 'procurement.tender-received.v1';
const invoice = 'procurement.invoice-received.v1';
const read = (type: string, data: unknown, changes?: Record<string, string | undefined>) =>
  understand(headersOf(type, changes), bytes(data));
/** The faults of a message, as 'reason place'; fails when there are none. */
const faults = (message: Understood | NotUnderstood): string[] => {
  if (!('faults' in message)) throw new Error('It was understood');
  return message.faults.map(({ reason, at }) => (at === undefined ? reason : `${reason} ${at}`));
};

describe('a message of a procurement system', () => {
  it.each(examples)('is understood as $type', ({ type, data }) => {
    const source = 'https://udbud.frederikssund.dk';
    expect(read(type, data)).toEqual({ id: 'm-1', source, type, partnershipId, data });
  });

  it.each(examples)('may come as one JSON document: $type', ({ type, data }) => {
    const { id, source } = { id: 'm-2', source: 'urn:erp' };
    const event = { specversion: '1.0', id, source, type, subject: partnershipId, extension: 1, data };
    const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
    expect(understand(headers, bytes(event))).toEqual({ id, source, type, partnershipId, data });
  });

  it('says neither what it is written as nor when it was sent, where it need not', () => {
    expect(read(tender, exampleOf(tender), { 'content-type': undefined, ce_time: undefined })).toMatchObject({
      type: tender,
    });
  });

  it.each([
    ['without a header', { ce_id: undefined }, ['attribute-missing ce_id']],
    [
      'without any',
      { ce_specversion: undefined, ce_id: undefined, ce_source: undefined, ce_type: undefined, ce_subject: undefined },
      ['specversion', 'id', 'source', 'type', 'subject'].map((name) => `attribute-missing ce_${name}`),
    ],
    ['of another version of CloudEvents', { ce_specversion: '0.3' }, ['attribute-malformed ce_specversion']],
    ['about what is no partnership', { ce_subject: 'S2025-0141' }, ['attribute-malformed ce_subject']],
    ['with an empty id', { ce_id: '' }, ['attribute-malformed ce_id']],
    ['with a control character in its id', { ce_id: 'a\u0000b' }, ['attribute-malformed ce_id']],
    ['with a time that is none', { ce_time: 'yesterday' }, ['attribute-malformed ce_time']],
    ['of an unknown type', { ce_type: 'procurement.tender-received.v2' }, ['type-unknown ce_type']],
    ['of a type every object has', { ce_type: 'constructor' }, ['type-unknown ce_type']],
    ['that is not JSON by its own word', { 'content-type': 'application/avro' }, ['content-type-unknown content-type']],
  ])('%s is not understood', (_, changes, expected) => {
    expect(faults(read(tender, exampleOf(tender), changes))).toEqual(expected);
  });

  it.each([
    ['no value', null, ['value-missing']],
    ['an empty value', bytes(''), ['value-missing']],
    ['half a document', bytes('{"tendererId":'), ['not-json']],
    ['bytes that are no text', Uint8Array.of(0x22, 0xff, 0x22), ['not-utf8']],
    ['more than is read', new Uint8Array(largestMessage + 1).fill(0x20), ['value-too-large']],
  ])('with %s is not understood, in either mode', (_, value, expected) => {
    expect(faults(understand(headersOf(tender), value))).toEqual(expected);
    expect(faults(understand({ 'content-type': 'application/cloudevents+json' }, value))).toEqual(expected);
  });

  it('is told every fault at once, and whose it is', () => {
    const data = { ...exampleOf(tender), tendererId: 'a b', stage: 'third', receivedOn: '2025-02-29', note: 'x' };
    const message = read(tender, data, { ce_specversion: undefined, ce_time: '1' });
    expect(faults(message).sort()).toEqual([
      'attribute-malformed ce_time',
      'attribute-missing ce_specversion',
      'field-malformed /receivedOn',
      'field-malformed /stage',
      'field-malformed /tendererId',
      'field-unknown /note',
    ]);
    expect(message).toMatchObject({ id: 'm-1', type: tender, partnershipId });
  });

  it('is told its faults in its place in the document', () => {
    const event = { specversion: '1.0', id: 'm', source: 's', type: tender, subject: 7, data: { stage: 'initial' } };
    expect(faults(understand({ 'content-type': 'application/cloudevents+json' }, bytes(event)))).toEqual([
      'attribute-malformed /subject',
      'field-missing /data/tendererId',
      'field-missing /data/receivedOn',
    ]);
  });

  it.each([
    ['without a kind', { phaseNo: 1, instalment: 'I-1' }, ['field-malformed /item']],
    ['of an unknown kind', { kind: 'hour', hours: 4 }, ['field-malformed /item']],
    ['that is none', 'I-1', ['field-malformed /item']],
    ['that is half said', { kind: 'instalment', phaseNo: 1 }, ['field-missing /item/instalment']],
    [
      'of one kind with a field of the other',
      { kind: 'outcome', modelId: 'PM-1', outcomeId: 'O', phaseNo: 1 },
      ['field-unknown /item/phaseNo'],
    ],
  ])('is told what is wrong with an item %s, and nothing else', (_, item, expected) => {
    expect(faults(read(invoice, { ...exampleOf(invoice), item }))).toEqual(expected);
  });

  it.each([
    ['a text with what no database keeps', 'A\u0000'],
    ['half a character', '\ud800'],
    ['nothing but spaces', '  '],
    ['more than fits', 'x'.repeat(61)],
  ])('does not have %s for a number of an invoice', (_, invoiceNumber) => {
    expect(faults(read(invoice, { ...exampleOf(invoice), invoiceNumber }))).toContain('field-malformed /invoiceNumber');
  });

  it.each(['2025-02-29', '2025-13-01', '2025-04-31', '1899-12-31', '2025-4-1', '2025-04-01T00:00:00Z', ''])(
    'does not have %p for a date',
    (receivedOn) => {
      expect(faults(read(invoice, { ...exampleOf(invoice), receivedOn }))).toEqual(['field-malformed /receivedOn']);
    },
  );

  it.each([0.5, -1, Number.MAX_SAFE_INTEGER + 1, '1', null])('does not have %p for an amount', (amountOere) => {
    expect(faults(read(invoice, { ...exampleOf(invoice), amountOere }))).toContain('field-malformed /amountOere');
  });

  it('has as many faults as fit into it, and is read all the same', () => {
    const contract = 'procurement.contract-signed.v1';
    const phases = Array.from({ length: 80_000 }, () => ({}));
    const value = bytes({ ...exampleOf(contract), phases });
    expect(value.length).toBeLessThanOrEqual(largestMessage);
    expect(faults(understand(headersOf(contract), value))).toHaveLength(mostFaults + 1);
  });

  it('is told of the first of very many faults, and how many more there are', () => {
    const data = { ...exampleOf(tender), ...Object.fromEntries(Array.from({ length: 80 }, (_, n) => [`x${n}`, n])) };
    const told = faults(read(tender, data));
    expect(told).toHaveLength(mostFaults + 1);
    expect(told.at(-1)).toBe('more-faults');
  });

  it('has each fault in both languages', () => {
    const message = read(tender, { stage: 1, more: 2 }, { ce_id: undefined, ce_type: tender });
    for (const { en, da } of (message as NotUnderstood).faults)
      expect([en, da].every((text) => text !== '')).toBe(true);
  });
});

describe('whatever is sent', () => {
  const anyHeader = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('1.0', partnershipId, ...procurementMessageTypes),
  );
  const anyHeaders = fc.dictionary(
    fc.oneof(fc.constantFrom(...Object.keys(headersOf(tender))), fc.string()),
    anyHeader,
  );
  const contentTypes = fc.constantFrom(undefined, 'application/json', 'application/cloudevents+json');

  it('is answered, and never thrown on', () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map(bytes),
      fc.string({ unit: 'binary' }).map(bytes),
    );
    fc.assert(
      fc.property(anyHeaders, contentTypes, value, (headers, contentType, given) => {
        const message = understand({ ...headers, 'content-type': contentType }, given);
        if ('faults' in message) expect(message.faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is read as its schema says, or as a fault in what was changed', () => {
    const spoiled = fc.constantFrom(...examples).chain(({ type, data }) =>
      fc
        .tuple(fc.constantFrom(...Object.keys(data as object), '__proto__', 'toString'), fc.jsonValue())
        .map(([key, value]) => ({
          type,
          key,
          text: JSON.stringify(Object.fromEntries([...Object.entries(data as object), [key, value]])),
        })),
    );
    fc.assert(
      fc.property(spoiled, ({ type, key, text }) => {
        const message = understand(headersOf(type), bytes(text));
        if (!('faults' in message)) expect(message.data).toEqual(JSON.parse(text));
        else for (const { at } of message.faults) expect(at).toMatch(new RegExp(`^/${key}(/|$)`));
      }),
      { numRuns: 1_000 },
    );
  });
});
