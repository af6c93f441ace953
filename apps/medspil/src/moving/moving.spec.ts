import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventStore, StoreUnavailable } from '#event-store';
import { copy, type MovingDesk, shown, storeUsage, understandMoving, verify } from './moving.js';

const [postgres, kurrentdb] = [
  'postgres://medspil:secret@db.example/events',
  'kurrentdb://u:secret@db.example?tls=off',
];
const event = () => ({ id: randomUUID(), type: 'NoteWritten', data: { text: 'a' }, metadata: { by: 'pm-1' } });

/** A store that loses every call the first time. */
class Lossy extends MemoryEventStore {
  private readonly lost = new Set<string>();
  override async readAll(...asked: Parameters<MemoryEventStore['readAll']>) {
    this.lose('a page');
    return super.readAll(...asked);
  }
  override async read(...asked: Parameters<MemoryEventStore['read']>) {
    this.lose('a stream');
    return super.read(...asked);
  }
  override async receipts(...asked: Parameters<MemoryEventStore['receipts']>) {
    this.lose('receipts');
    return super.receipts(...asked);
  }
  override async receipt(key: string) {
    this.lose('a receipt');
    return super.receipt(key);
  }
  private lose(what: string): void {
    if (this.lost.has(what)) return;
    this.lost.add(what);
    throw new StoreUnavailable(`The answer to ${what} was lost`);
  }
}

describe('npm run store', () => {
  let from: MemoryEventStore;
  let to: MemoryEventStore;
  let said: string[];
  let desk: MovingDesk;
  beforeEach(async () => {
    [from, to, said] = [new MemoryEventStore(), new MemoryEventStore(), []];
    desk = { from, to, names: { from: 'one', to: 'other' }, say: (line) => said.push(line) };
    for (let n = 0; n < 3; n++)
      await from.append(`partnership-${n}`, 'absent', [event(), event()], { key: `${n}`, fingerprint: '', answer: {} });
  });

  it('tells what there is', () => {
    for (const args of [[], ['--help'], ['copy', '--help']])
      expect(understandMoving(args)).toEqual({ says: storeUsage, code: 0 });
  });

  it.each([
    [['move'], 'There is no command move.'],
    [['copy'], 'copy takes --from <url> and --to <url>.'],
    [['verify', '--from', postgres], 'verify takes --from <url> and --to <url>.'],
    [['copy', '--form', postgres], "copy: Unknown option '--form'."],
    [['copy', '--from', postgres, '--to', 'memory:'], 'memory: is no url of a store.'],
    [
      ['copy', '--from', postgres, '--to', 'kurrentdb://u:secret@db.example?tls'],
      'kurrentdb://db.example has no value for the option tls.',
    ],
    [['copy', '--from', `${postgres}?a`, '--to', postgres], '--from and --to are the same store.'],
  ])('does not understand %j, and says so', (args, says) => {
    expect(understandMoving(args)).toEqual({
      says: `${says} npm run store -- --help tells what there is.`,
      code: 2,
    });
  });

  it('understands URLs, and the embedded store', () => {
    expect(understandMoving(['copy', '--from', 'embedded', '--to', kurrentdb])).toEqual({
      command: 'copy',
      from: 'embedded',
      to: kurrentdb,
    });
  });

  it('never shows a password', () => {
    expect([shown(postgres), shown(kurrentdb)]).toEqual(['postgres://db.example/events', 'kurrentdb://db.example']);
  });

  it('copies, compares, and says so', async () => {
    expect(await copy(desk)).toBe(0);
    expect(said).toEqual([
      'Copying one to other, from the first event.',
      expect.stringMatching(/^6 events, \d+ events\/s, 100 %, 0 s left$/),
      'Copied 6 events; 3 receipts are there. Comparing both.',
      expect.stringMatching(/^The same in both: 6 events in 3 streams, 3 receipts, SHA-256 [0-9a-f]{64}$/),
      'Done. Next: stop Medspil, if it runs, and settle: docs/how-to/move-the-store.md tells how.',
    ]);
  });

  it('goes on with a copy that is not whole', async () => {
    await copy(desk);
    await from.append('partnership-7', 'absent', [event()]);
    said.length = 0;
    expect(await copy(desk)).toBe(0);
    expect(said[0]).toBe('Copying one to other, after partnership-2 1, with which it ends.');
    expect(said).toContain('Copied 1 events; 3 receipts are there. Comparing both.');
  });

  it('names what differs', async () => {
    await copy(desk);
    await from.append('partnership-1', 1, [event()]);
    await to.append('partnership-8', 'absent', [event()], { key: 'own', fingerprint: '', answer: {} });
    said.length = 0;
    expect(await verify(desk)).toBe(1);
    expect(said).toEqual([
      'one: 7 events in 3 streams, 3 receipts',
      'other: 7 events in 4 streams, 4 receipts',
      '  partnership-1 differs from 2 on: only in --from',
      '  partnership-8 differs from 0 on: only in --to',
      '  receipt own: only in --to',
      'They differ.',
    ]);
  });

  it('compares over calls that were lost, and says so', async () => {
    const lossy = new Lossy();
    await lossy.importEvents(undefined, (await from.readAll(0)).events);
    expect(await verify({ ...desk, to: lossy })).toBe(1);
    expect(said).toEqual(
      expect.arrayContaining([
        'The answer to a page was lost. Trying again.',
        'The answer to receipts was lost. Trying again.',
        'The answer to a receipt was lost. Trying again.',
        '  receipt 0: only in --from',
        'They differ.',
      ]),
    );
  });

  it('lets a command that changes nothing come in between while Medspil serves, and settles only with its receipt', async () => {
    const serving: MovingDesk = {
      ...desk,
      say: (line) => {
        desk.say(line);
        if (line.startsWith('Copied'))
          void from.append('partnership-0', 'any', [], { key: 'late', fingerprint: '', answer: null });
      },
    };
    expect(await copy(serving)).toBe(0);
    expect(await verify(desk)).toBe(1);
    expect(said).toContain('  receipt late: only in --from');
    expect(await copy(desk)).toBe(0);
    expect(await verify(desk)).toBe(0);
  });
});
