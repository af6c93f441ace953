import { describe, expect, it } from '@jest/globals';
import type { Message } from '../kafka/broker.js';
import { opened, reached, readCheckpoint } from './checkpoint.js';

const landmark = (position: number) => ({
  position,
  stream: 'partnership-p',
  revision: position - 1,
  id: `event ${position}`,
  recordedAt: '2026-03-01T09:00:00.000Z',
});

/** The checkpoint of `medspil` in a topic that holds these notes. */
const toldBy = (...notes: readonly Message[]) =>
  readCheckpoint(
    {
      async *everything(topic: string) {
        yield* notes.map((note, n) => ({
          ...note,
          topic,
          partition: 0,
          offset: String(n),
          at: new Date(0),
        }));
      },
    },
    'medspil',
  );

describe('the checkpoint of a gateway', () => {
  it('is the last event published under its own id, and the latest opening', async () => {
    const notes = [
      opened('medspil', 'first'),
      reached('medspil', landmark(3)),
      reached('another', landmark(9)),
      opened('another', 'theirs'),
      reached('medspil', landmark(5)),
      opened('medspil', 'second'),
    ];
    expect(await toldBy(...notes)).toEqual({ position: 5, landmark: landmark(5), opening: 'second' });
  });

  it('is the beginning where nothing was published', async () => {
    expect(await toldBy()).toEqual({ position: 0, landmark: undefined, opening: undefined });
  });

  it('is a position only where an earlier release noted it', async () => {
    const note = { key: 'medspil', value: Buffer.from('{"position":7}'), headers: {} };
    expect(await toldBy(note)).toEqual({ position: 7, landmark: undefined, opening: undefined });
    expect(await toldBy(note, reached('medspil', landmark(8)))).toMatchObject({ position: 8, landmark: landmark(8) });
  });
});
