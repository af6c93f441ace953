import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '#event-store';
import { boardProjection, type CaseEvent } from '../test/board.js';
import { fold, plan, rowsOf } from './fold.js';

let position = 0;
const on = (caseId: string, { type, data }: CaseEvent): StoredEvent => {
  position += 1;
  const stream = `case-${caseId}`;
  return { id: `${position}`, type, data: { ...data }, metadata: {}, stream, revision: 0, position, recordedAt: '' };
};

function folded(events: StoredEvent[], parked: string[] = [], inTable: object[] = []) {
  const planned = plan(boardProjection, events);
  const rows = rowsOf(planned);
  for (const row of inTable) rows.load(boardProjection.tables[0]!, row);
  const tally = fold(planned, rows, new Set(parked));
  return { tally, changed: Object.fromEntries([...rows.changed()]) };
}

describe('folding a batch', () => {
  it('leaves one change for a row that many events are about', () => {
    const events = [
      on('a', { type: 'Opened', data: { title: 'A' } }),
      on('a', { type: 'NoteAdded', data: {} }),
      on('a', { type: 'NoteAdded', data: {} }),
    ];
    const { tally, changed } = folded(events);
    expect(changed.board).toHaveLength(1);
    expect(changed.board![0]).toMatchObject({
      after: { case_id: 'a', title: 'A', notes: 2 },
      position: events[2]!.position,
    });
    expect(tally).toMatchObject({ stored: 3, applied: 3 });
  });

  it('goes on from the row as the table has it', () => {
    const before = { case_id: 'a', title: 'A', notes: 5, position: 1 };
    const { changed } = folded([on('a', { type: 'NoteAdded', data: {} })], [], [before]);
    expect(changed.board![0]).toMatchObject({ before, after: { notes: 6 } });
  });

  it('leaves of a row that came and went what it was between', () => {
    const events = [on('a', { type: 'Opened', data: { title: 'A' } }), on('a', { type: 'Closed', data: {} })];
    const { changed } = folded(events);
    const [{ position }, { position: ended }] = events as [StoredEvent, StoredEvent];
    const past = [{ row: expect.objectContaining({ title: 'A' }), position, ended }];
    expect(changed.board).toMatchObject([{ before: undefined, after: undefined, past }]);
  });

  it('gives a change the other row it reads, as it is at that event', () => {
    const { changed } = folded([
      on('t', { type: 'TeamJoined', data: { name: 'Bo', team: 'one' } }),
      on('a', { type: 'Opened', data: { title: 'A', owner: 'Bo' } }),
      on('t', { type: 'TeamJoined', data: { name: 'Bo', team: 'two' } }),
    ]);
    expect(changed.board![0]!.after).toMatchObject({ owner: 'Bo (one)' });
  });

  it('counts a type without a change as skipped', () => {
    const { tally } = folded([on('a', { type: 'Spoken', data: {} }), on('b', { type: 'Spoken', data: {} })]);
    expect(tally.skipped).toEqual(new Map([['Spoken', 2]]));
  });

  it('parks the partition of an event that cannot be applied, and goes on with the others', () => {
    const { tally, changed } = folded([
      on('a', { type: 'NoteAdded', data: {} }),
      on('a', { type: 'Opened', data: { title: 'A' } }),
      on('b', { type: 'Opened', data: { title: 'B' } }),
    ]);
    expect(tally).toMatchObject({ stored: 3, applied: 1 });
    expect(tally.parked.get('a')).toMatchObject({ events: 2, stream: 'case-a' });
    expect(changed.board!.map(({ key }) => key)).toEqual([{ case_id: 'b' }]);
  });

  it('keeps what a partition was before the event that parked it', () => {
    const { changed } = folded([
      on('a', { type: 'Opened', data: { title: 'A' } }),
      on('a', { type: 'Closed', data: {} }),
      on('a', { type: 'NoteAdded', data: {} }),
      on('a', { type: 'Opened', data: { title: 'again' } }),
    ]);
    expect(changed.board).toMatchObject([{ before: undefined, after: undefined, past: [{ row: { title: 'A' } }] }]);
  });

  it('leaves the events of a partition that is parked', () => {
    const { tally, changed } = folded([on('a', { type: 'Opened', data: { title: 'A' } })], ['a']);
    expect(tally.waiting).toEqual(new Map([['a', 1]]));
    expect(changed).toEqual({});
  });
});
