import { describe, expect, it } from '@jest/globals';
import type { Message } from '../broker.js';
import { receivedFrom, requestsOf } from './message.js';

const message = (text: string, size = 0): Message => ({ key: 'a', value: Buffer.alloc(size), headers: { id: text } });
const ids = (requests: ReturnType<typeof requestsOf>) =>
  requests.map((request) =>
    request.map(({ topic, messages }) => [topic, ...messages.map(({ headers }) => headers?.id)]),
  );

describe('what is sent at once', () => {
  it('is one request as long as it fits', () => {
    const outgoing = [
      { topic: 'events', messages: [message('1'), message('2')] },
      { topic: 'releases', messages: [message('3')] },
      { topic: 'empty', messages: [] },
    ];
    expect(ids(requestsOf(outgoing))).toEqual([
      [
        ['events', '1', '2'],
        ['releases', '3'],
      ],
    ]);
    expect(requestsOf([])).toEqual([]);
  });

  it('is cut where it does not fit, in its order, and a large message stays alone', () => {
    const outgoing = [
      { topic: 'events', messages: [message('1', 400), message('2', 400), message('3', 5_000), message('4')] },
      { topic: 'releases', messages: [message('5', 400), message('6', 600)] },
    ];
    expect(ids(requestsOf(outgoing, 1_000))).toEqual([
      [['events', '1', '2']],
      [['events', '3']],
      [
        ['events', '4'],
        ['releases', '5'],
      ],
      [['releases', '6']],
    ]);
  });
});

describe('what is received', () => {
  const raw = { offset: '9007199254740993', timestamp: '1764000000000', attributes: 0, key: null, value: null };

  it('keeps offsets beyond what numbers hold, and is empty where nothing was sent', () => {
    expect(receivedFrom('events', 2, { ...raw, size: 0 })).toEqual({
      topic: 'events',
      partition: 2,
      offset: '9007199254740993',
      key: null,
      value: null,
      headers: {},
      at: new Date('2025-11-24T16:00:00Z'),
    });
  });

  it('takes the last of a header that is there twice', () => {
    const headers = { id: Buffer.from('æ'), twice: [Buffer.from('1'), Buffer.from('2')], none: undefined };
    expect(receivedFrom('events', 0, { ...raw, headers }).headers).toEqual({ id: 'æ', twice: '2', none: '' });
  });
});
