import { describe, expect, it } from '@jest/globals';
import type { Received } from '../kafka/broker.js';
import {
  asDeadLetter,
  asPutBack,
  asPutBackNote,
  asSetAsideNote,
  type DeadLetter,
  readDeadLetter,
} from './dead-letter.js';

const why = { reason: 'not-json', details: 'The message is not JSON' };
const at = '2026-03-01T09:00:00.000Z';
const came = (more: Partial<Received> = {}): Received => ({
  key: 'p',
  value: Buffer.from('{}'),
  headers: { ce_id: 'm-1', ce_type: 'procurement.notice-published.v1' },
  topic: 'procurement.events.v1',
  partition: 3,
  offset: '5',
  at: new Date(at),
  ...more,
});

function letterOf(received: Received, fault = why): DeadLetter {
  const read = readDeadLetter(asDeadLetter(received, fault, at));
  if (!read || !('letter' in read)) throw new Error('It is no dead letter');
  return read.letter;
}
const bytesOf = ({ key, value, headers }: Pick<Received, 'key' | 'value' | 'headers'>) =>
  [key ?? '', value ?? '', ...Object.entries(headers).flat()].reduce((sum, one) => sum + Buffer.byteLength(one), 0);

describe('a dead letter', () => {
  it('holds the message as it came, and why it is one', () => {
    expect(letterOf(came())).toMatchObject({ id: '3-5', ...why, message: { key: 'p', headers: came().headers } });
  });

  it('is one also when its sender wrote what notes that another was put back or set aside', () => {
    const other = letterOf(came({ offset: '4' }));
    const putBack = { id: '3-4', by: 'operator-1', at };
    const setAside = { ...putBack, why: 'Sent anew' };
    const notes = [asPutBackNote(other, putBack), asSetAsideNote(other, setAside)];
    expect(notes.map(readDeadLetter)).toEqual([{ putBack }, { setAside }]);
    for (const note of notes)
      expect(letterOf(came({ headers: { ...came().headers, ...note.headers } })).id).toBe('3-5');
  });

  it('is put back as the message was', () => {
    expect(asPutBack(letterOf(came()))).toEqual({
      key: 'p',
      value: Buffer.from('{}'),
      headers: { ...came().headers, 'medspil-put-back-of': '3-5' },
    });
  });

  it.each<[string, Partial<Received>, typeof why]>([
    ['value', { value: Buffer.alloc(1_048_000, 'x') }, why],
    ['header', { headers: { ce_id: 'm-1', trace: 'æ'.repeat(500_000) } }, why],
    [
      'number of headers',
      {
        headers: {
          ce_id: 'm-1',
          ...Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`h-${n}`, 'x'.repeat(50)])),
        },
      },
      why,
    ],
    ['key', { key: 'k'.repeat(1_000_000) }, { ...why, details: `The key is ${'k'.repeat(1_000_000)}` }],
  ])('is no larger than a broker takes, whatever %s came, and says what was left out', (_, more, fault) => {
    const large = came(more);
    const message = asDeadLetter(large, fault, at);
    expect(bytesOf(message)).toBeLessThan(1_000_000);
    const letter = letterOf(large, fault);
    expect(letter).toMatchObject({ id: '3-5', reason: 'not-json', topic: 'procurement.events.v1', offset: '5' });
    expect(letter.message.headers.ce_id).toBe('m-1');
    expect(letter.leftOut).toBe(large.value!.length);
  });
});
