import { DiagnosticSeverity, Parser } from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { asyncApi, publicSchemas } from '#contracts';
import {
  asDeadLetter,
  asPutBack,
  asPutBackNote,
  asSetAsideNote,
  type DeadLetter,
} from '../../apps/procurement/src/dead-letters/dead-letter.js';
import { inwardTopics } from '../../apps/procurement/src/inward/topics.js';
import type { Outgoing } from '../../apps/procurement/src/kafka/broker.js';
import { publicLanguage } from '../../apps/procurement/src/outward/language.js';
import { OCDS_TOPIC, outwardTopics } from '../../apps/procurement/src/outward/topics.js';
import { published, sent, story } from './story.js';
import { asWritten, json } from './written.js';

const messages = sent(story);
const document = json(asyncApi(messages));

/** What is wrong with a document, hints aside. */
async function faults(text: string): Promise<string[]> {
  const { diagnostics } = await new Parser().parse(text);
  return diagnostics
    .filter(({ severity }) => severity <= DiagnosticSeverity.Warning)
    .map(({ message, path }) => `${path.join('/')}: ${message}`);
}

describe('the AsyncAPI document', () => {
  it('is in the reference as the schemas are: npm run contracts', () => {
    expect(asWritten('docs/reference/asyncapi.json', document)).toBe(document);
  });

  it('is valid, examples included', async () => {
    expect(await faults(document)).toEqual([]);
  });

  it('is seen to be invalid when a schema has no such type, or a channel is not there', async () => {
    expect(await faults(document.replace('"type": "integer"', '"type": "whole"'))).not.toEqual([]);
    expect(await faults(document.replace('#/channels/releases', '#/channels/elsewhere'))).not.toEqual([]);
  });

  it('has an example of every message we send', () => {
    expect(new Set(messages.map(({ type }) => type))).toEqual(new Set(Object.keys(publicSchemas)));
  });

  it('says of topics and headers what the gateway does', () => {
    const { channels, components } = asyncApi([]) as unknown as Described;
    const described = Object.values(channels).map(({ address, bindings: { kafka } }) => [address, kafka.partitions]);
    const wished = [...outwardTopics, ...inwardTopics].map(({ topic, partitions }) => [topic, partitions]);
    expect(described.sort()).toEqual(wished.sort());

    const received = { topic: 't', partition: 0, offset: '1', key: null, value: null, headers: {}, at: new Date(0) };
    const letter = asDeadLetter(received, { reason: 'unreadable', details: '' }, '2026-01-01T00:00:00.000Z');
    const note = { id: '0-1', by: 'somebody', at: '2026-01-01T00:00:00.000Z', why: 'Sent anew' };
    const dead = { message: letter } as DeadLetter;
    expect(components.messages['dead-letter']?.headers.required).toEqual(Object.keys(letter.headers));
    expect(components.messages['put-back']?.headers.required).toEqual(Object.keys(asPutBackNote(dead, note).headers));
    expect(components.messages['set-aside']?.headers.required).toEqual(Object.keys(asSetAsideNote(dead, note).headers));
    const put = asPutBack({ id: '0-1', message: { key: null, value: null, headers: {} } });
    const tender = components.messages['procurement.tender-received.v1'];
    expect(Object.keys(tender?.headers.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(put.headers)));
  });
});

describe('what lies on Kafka', () => {
  const { components } = asyncApi([]) as unknown as Described;
  const ajv = new Ajv2020({
    strict: false,
    formats: { date: true, 'date-time': true, uuid: true, 'uri-reference': true },
  });
  const nameOf = ({ topic }: Outgoing, headers: Readonly<Record<string, string>>) =>
    topic === OCDS_TOPIC ? 'ocds-release' : headers.ce_type!;

  it('is as the document says, headers and values', () => {
    const language = publicLanguage('https://medspil.example', { prefix: 'ocds-medspl' });
    const lying = published(story).flatMap(({ told, before }) => language.messagesOf(told, before));
    const faults = lying.flatMap((outgoing) =>
      outgoing.messages.flatMap(({ headers = {}, value }) => {
        const { headers: asTold, payload } = components.messages[nameOf(outgoing, headers)]!;
        const undescribed = Object.keys(headers).filter((name) => !Object.hasOwn(asTold.properties, name));
        const fits = ajv.validate(asTold, headers) && ajv.validate(payload, JSON.parse(String(value)));
        return fits && undescribed.length === 0 ? [] : [{ headers, undescribed, errors: ajv.errors }];
      }),
    );
    expect(faults).toEqual([]);
    expect(new Set(lying.map(({ topic }) => topic)).size).toBe(2);
  });
});

interface Described {
  readonly channels: Record<string, { address: string; bindings: { kafka: { partitions: number } } }>;
  readonly components: {
    messages: Record<string, { headers: { required: string[]; properties: object }; payload: object }>;
  };
}
