import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BoardRow, boardProjection, type CaseEvent, type Desk, event, openDesk } from '../test/board.js';
import { compareSchemas } from './difference.js';
import { rebuild } from './rebuild.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const happening = fc.oneof(
  fc.record({ type: fc.constant('Opened' as const), data: fc.record({ title: fc.constantFrom('A', 'B') }) }),
  fc.record({ type: fc.constant('NoteAdded' as const), data: fc.constant({}) }),
  fc.record({
    type: fc.constant('DueSet' as const),
    data: fc.record({ due: fc.constantFrom('2026-01-01', '2026-02-01') }),
  }),
  fc.record({ type: fc.constant('Closed' as const), data: fc.constant({}) }),
);
const story = fc.array(fc.record({ caseId: fc.constantFrom('a', 'b', 'c'), told: happening }), { maxLength: 60 });

/** The board as it must be after some events, told by the projection's words and nothing of its machinery. */
function boardAfter(events: readonly { caseId: string; told: CaseEvent }[]): unknown[] {
  const rows = new Map<string, BoardRow & { dues: (string | null)[] }>();
  const stuck = new Set<string>();
  for (const { caseId, told } of events) {
    const row = rows.get(caseId);
    if (stuck.has(caseId)) continue;
    if (told.type === 'Opened') rows.set(caseId, { case_id: caseId, title: told.data.title, notes: 0, dues: [] });
    else if (told.type === 'NoteAdded' && !row) stuck.add(caseId);
    else if (told.type === 'NoteAdded')
      rows.set(caseId, { ...row!, notes: row!.notes + 1, dues: [...row!.dues, row!.due ?? null] });
    else if (told.type === 'DueSet' && row) {
      const { due } = told.data;
      rows.set(caseId, { ...row, due, dues: row.dues.map(() => due) });
    } else if (told.type === 'Closed') rows.delete(caseId);
  }
  return [...rows.values()]
    .sort((a, b) => (a.case_id < b.case_id ? -1 : 1))
    .map(({ owner: _, ...row }) => ({ due: null, ...row }));
}

describe('the rows as known at a position', () => {
  it('are what they were then, however the events were batched', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(story, fc.integer({ min: 1, max: 9 }), async (events, batch) => {
        run += 1;
        const from = await desk.store.head();
        const own = (caseId: string) => `${run}-${caseId}`;
        const positions: number[] = [];
        for (const { caseId, told } of events) {
          const { position } = await desk.store.append(`case-${own(caseId)}`, 'any', [event(told)]);
          positions.push(position);
        }
        const schemas = [`told_${run}`, `told_at_once_${run}`] as const;
        for (const schema of schemas)
          await rebuild(await desk.build(schema), [boardProjection], schema === schemas[0] ? { batch } : {});
        expect(await compareSchemas(desk.pool, schemas[0], schemas[1], [boardProjection])).toEqual([]);
        for (const [n, position] of [from, ...positions].entries()) {
          const then = (table: string) =>
            `(select b.*, null::bigint as ended from ${schemas[0]}.${table} b where position <= $1
              union all select * from ${schemas[0]}.${table}_history where position <= $1 and ended > $1)`;
          const { rows } = await desk.pool.query(
            `select substring(k.case_id from '-(.*)') as case_id, title, due::text, notes,
                    array(select n.due::text from ${then('note')} n where n.case_id = k.case_id order by n.no) as dues
               from ${then('board')} k where case_id like $2 order by 1`,
            [position, `${run}-%`],
          );
          expect(rows).toEqual(boardAfter(events.slice(0, n)).map((row) => expect.objectContaining(row as object)));
        }
        for (const schema of schemas) await desk.pool.query(`drop schema ${schema} cascade`);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
});
