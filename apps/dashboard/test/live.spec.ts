import { describe, expect, it } from '@jest/globals';
import { messagesIn } from '../public/live.js';

describe('the stream of changes', () => {
  it('is read message by message, however it is cut', () => {
    const whole =
      'retry: 2000\nid: 127\nevent: position\ndata: {"position":127}\n\n: silence\n\nid: 128\nevent: changed\ndata: {"a":1}\n\n';
    for (let cut = 0; cut <= whole.length; cut++) {
      const first = messagesIn(whole.slice(0, cut));
      const { messages, rest } = messagesIn(first.rest + whole.slice(cut));
      expect([...first.messages, ...messages]).toEqual([
        { retry: 2000, id: '127', event: 'position', data: '{"position":127}' },
        {},
        { id: '128', event: 'changed', data: '{"a":1}' },
      ]);
      expect(rest).toBe('');
    }
  });
  it('keeps what is not whole yet', () => {
    expect(messagesIn('id: 1\ndata: {')).toEqual({ messages: [], rest: 'id: 1\ndata: {' });
  });
});
