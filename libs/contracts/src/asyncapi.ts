import type { CloudEvent } from './cloud-event.js';
import { contentType, toHeaders } from './messages/headers.js';
import { publicSchemas } from './messages/messages.js';
import { procurementSchemas, procurementTopic } from './procurement/messages.js';

type Json = Readonly<Record<string, unknown>>;

/** The version of the topics together; a breaking change makes a topic of its own. */
const version = '1.0.0';
const bindingVersion = '0.5.0';
const uuid = { type: 'string', format: 'uuid' };
const withText = (description: string) => ({ type: 'string', description });
const ref = (...path: string[]) => ({ $ref: `#/${path.join('/')}` });

const attributes = {
  'content-type': { type: 'string', const: contentType },
  ce_specversion: { type: 'string', const: '1.0' },
  ce_id: withText('Unique together with the source; a message that is sent again has the same.'),
  ce_source: { type: 'string', format: 'uri-reference', description: 'Who sends it.' },
  ce_subject: { ...uuid, description: 'The partnership.' },
  ce_time: { type: 'string', format: 'date-time', description: 'When it was recorded.' },
};

/** May be left out, and says nothing of the business. */
const trace = {
  traceparent: withText("The span it came of, in W3C's words: https://www.w3.org/TR/trace-context/"),
};

/** Keywords of the 2020-12 schema that AsyncAPI's own dialect has a place for elsewhere. */
const payload = (schema: object): Json => {
  const { $schema: _dialect, $id: _address, examples: _examples, ...rest } = schema as Json;
  return rest;
};

function outgoing(examples: readonly CloudEvent[]): Json {
  const messages = Object.entries(publicSchemas).map(([type, schema]) => {
    const example = examples.find((one) => one.type === type);
    const message = {
      name: type,
      title: schema.title,
      summary: schema.description,
      contentType,
      headers: {
        type: 'object',
        required: ['content-type', ...Object.keys(attributes).slice(1), 'ce_type', 'ce_dataschema', 'ce_sequence'],
        properties: {
          ...attributes,
          ce_type: { type: 'string', const: type },
          ce_dataschema: { type: 'string', const: schema.$id },
          ce_sequence: withText('Place in the whole store, sixteen digits: sorts as text.'),
          ...trace,
        },
      },
      payload: payload(schema),
      bindings: { kafka: { key: { ...uuid, description: 'The partnership.' }, bindingVersion } },
      ...(example && {
        examples: [
          { name: schema.title, headers: toHeaders(example, 'https://medspil.example'), payload: example.data },
        ],
      }),
    };
    return [type, message];
  });
  return Object.fromEntries(messages);
}

const incoming = Object.fromEntries(
  Object.entries(procurementSchemas).map(([type, schema]) => [
    type,
    {
      name: type,
      title: type,
      summary: schema.description,
      contentType,
      headers: {
        type: 'object',
        required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_subject'],
        properties: {
          ...attributes,
          ce_type: { type: 'string', const: type },
          ...trace,
          'medspil-put-back-of': withText('On a dead letter that was put back: which.'),
        },
      },
      payload: payload(schema),
      bindings: { kafka: { key: { ...uuid, description: 'The partnership.' }, bindingVersion } },
      examples: schema.examples.map((one: unknown) => ({ name: type, payload: one })),
    },
  ]),
);

const release = {
  name: 'ocds-release',
  title: 'OCDS release',
  summary:
    'What an event changes in what is published of a partnership: an OCDS 1.1.5 release with the metrics extension.',
  contentType,
  headers: {
    type: 'object',
    required: ['content-type'],
    properties: { 'content-type': { type: 'string', const: contentType }, ...trace },
  },
  payload: {
    type: 'object',
    required: ['ocid', 'id', 'date', 'tag', 'initiationType', 'language'],
    properties: {
      ocid: withText('The contracting process: one per partnership.'),
      id: withText('The release.'),
      date: { type: 'string', format: 'date-time' },
      tag: { type: 'array', items: { type: 'string' }, minItems: 1 },
      initiationType: { type: 'string', const: 'tender' },
      language: { type: 'string', const: 'da' },
      illustrative: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'fields'],
          properties: {
            id: withText('The release.'),
            fields: { type: 'array', items: withText('A field of its event, dotted.'), minItems: 1 },
          },
        },
        minItems: 1,
        description: 'Fields whose values no source gives: examples, not facts. A member of our own.',
      },
    },
    externalDocs: {
      description: 'The whole schema of a release',
      url: 'https://standard.open-contracting.org/1.1/en/schema/reference/',
    },
  },
  bindings: { kafka: { key: withText('The ocid.'), bindingVersion } },
};

const deadLetter = {
  name: 'dead-letter',
  title: 'Dead letter',
  summary: 'A message that could not be done: key, value and headers as they came, and why.',
  headers: {
    type: 'object',
    required: [
      'medspil-dead-letter',
      'medspil-reason',
      'medspil-details',
      'medspil-topic',
      'medspil-partition',
      'medspil-offset',
      'medspil-timestamp',
      'medspil-at',
    ],
    properties: {
      'medspil-dead-letter': withText('What it is called: partition and offset of the message.'),
      'medspil-reason': withText('A stable reason: the rule that refused it, or what could not be read.'),
      'medspil-details': withText('The same in a sentence.'),
      'medspil-topic': withText('Where it was read.'),
      'medspil-partition': withText('In which partition.'),
      'medspil-offset': withText('At which offset.'),
      'medspil-timestamp': withText('When the broker took it.'),
      'medspil-at': withText('When it became a dead letter.'),
      'medspil-left-out': withText('Of a message too large to be kept: the bytes of its value, which is left out.'),
    },
  },
  payload: { description: 'The value as it came, readable or not.' },
  bindings: { kafka: { key: withText('As it came.'), bindingVersion } },
};

const putBack = {
  name: 'put-back',
  title: 'Note that a dead letter was put back',
  headers: {
    type: 'object',
    required: ['medspil-was-put-back', 'medspil-by', 'medspil-at'],
    properties: {
      'medspil-was-put-back': withText('Which.'),
      'medspil-by': withText('By whom.'),
      'medspil-at': withText('When.'),
    },
  },
  payload: { type: 'null' },
  bindings: { kafka: { key: withText('As it came.'), bindingVersion } },
};

const setAside = {
  name: 'set-aside',
  title: 'Note that a dead letter was set aside',
  headers: {
    type: 'object',
    required: ['medspil-was-set-aside', 'medspil-why', 'medspil-by', 'medspil-at'],
    properties: {
      'medspil-was-set-aside': withText('Which.'),
      'medspil-why': withText('Why nothing is to be done about it.'),
      'medspil-by': withText('By whom.'),
      'medspil-at': withText('When.'),
    },
  },
  payload: { type: 'null' },
  bindings: { kafka: { key: withText('As it came.'), bindingVersion } },
};

const checkpoint = {
  name: 'checkpoint',
  title: 'Checkpoint',
  summary: 'How far a gateway has published, in the transaction of what it published.',
  contentType,
  payload: {
    type: 'object',
    required: ['position'],
    properties: { position: { type: 'integer', minimum: 0, description: 'Position in the store.' } },
  },
  bindings: { kafka: { key: withText('The gateway.'), bindingVersion } },
};

const channel = (address: string, title: string, description: string, messages: readonly string[], kafka: Json) => ({
  address,
  title,
  description,
  messages: Object.fromEntries(messages.map((name) => [name, ref('components', 'messages', name)])),
  bindings: { kafka: { ...kafka, bindingVersion } },
});
const forEver = { 'cleanup.policy': ['delete'], 'retention.ms': -1 };
const broker = { broker: { default: 'localhost:9092', description: 'Host and port of a broker.' } };
const operation = (action: 'send' | 'receive', on: string, summary: string) => ({
  action,
  channel: ref('channels', on),
  summary,
});

/**
 * What Medspil sends and takes over Kafka, as an AsyncAPI 3 document made from the schemas it is sent and taken by.
 *
 * @param examples messages as they are sent; the first of each type stands as its example
 */
export const asyncApi = (examples: readonly CloudEvent[]): Json => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Medspil and procurement systems',
    version,
    description:
      'What happens in innovation partnerships as CloudEvents 1.0 in binary mode and as OCDS releases, and what procurement systems tell. ' +
      'Everything is sent in transactions: read with isolation.level=read_committed.',
    license: { name: 'EUPL-1.2' },
  },
  defaultContentType: contentType,
  servers: {
    plain: { host: '{broker}', protocol: 'kafka', variables: broker, description: 'Without TLS.' },
    secured: {
      host: '{broker}',
      protocol: 'kafka-secure',
      variables: broker,
      description: 'With TLS, and SASL where the broker asks for it.',
      security: ['plain', 'scramSha256', 'scramSha512', 'oauth'].map((name) =>
        ref('components', 'securitySchemes', name),
      ),
    },
  },
  channels: {
    partnerships: channel(
      'medspil.partnerships.v1',
      'What happens to partnerships',
      'In order per partnership, each message once. Kept for ever: who begins to read later reads the whole history.',
      Object.keys(publicSchemas),
      { partitions: 6, topicConfiguration: forEver },
    ),
    releases: channel(
      'medspil.ocds.v1',
      'OCDS releases',
      'The same as releases of the Open Contracting Data Standard, in order per ocid.',
      ['ocds-release'],
      { partitions: 6, topicConfiguration: forEver },
    ),
    procurement: channel(
      procurementTopic,
      'What procurement systems tell',
      'A message that is sent again with the same id and source changes nothing.',
      Object.keys(procurementSchemas),
      { partitions: 6 },
    ),
    deadLetters: channel(
      'medspil.procurement.dead-letters.v1',
      'Messages that could not be done',
      'Kept until somebody has looked.',
      ['dead-letter', 'put-back', 'set-aside'],
      { partitions: 1, topicConfiguration: forEver },
    ),
    checkpoints: channel(
      'medspil.checkpoints.v1',
      'How far gateways have published',
      'The gateways’ own.',
      ['checkpoint'],
      { partitions: 1, topicConfiguration: { 'cleanup.policy': ['compact'] } },
    ),
  },
  operations: {
    tellOfPartnerships: operation('send', 'partnerships', 'Medspil tells what happens to partnerships.'),
    release: operation('send', 'releases', 'Medspil publishes releases.'),
    takeFromProcurement: operation('receive', 'procurement', 'Medspil takes up what procurement systems tell.'),
    putAside: operation('send', 'deadLetters', 'Medspil puts aside what could not be done.'),
    keepPosition: operation('send', 'checkpoints', 'A gateway notes how far it has published.'),
    findPosition: operation('receive', 'checkpoints', 'A gateway finds where to go on.'),
  },
  components: {
    messages: {
      ...outgoing(examples),
      ...incoming,
      'ocds-release': release,
      'dead-letter': deadLetter,
      'put-back': putBack,
      'set-aside': setAside,
      checkpoint,
    },
    securitySchemes: {
      plain: { type: 'plain', description: 'SASL/PLAIN, over TLS only.' },
      scramSha256: { type: 'scramSha256', description: 'SASL/SCRAM-SHA-256.' },
      scramSha512: { type: 'scramSha512', description: 'SASL/SCRAM-SHA-512.' },
      oauth: {
        type: 'oauth2',
        description: 'SASL/OAUTHBEARER.',
        flows: { clientCredentials: { tokenUrl: 'https://login.example/token', availableScopes: {} } },
      },
    },
  },
});
