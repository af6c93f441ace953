import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { adapters, type Case, countSuites, page, rowsOf, trapsOf } from './table.js';

const text = readFileSync(page, 'utf8');
const between = (name: string) =>
  text
    .split(`<!-- ${name}: npm run adapters -->\n`)[1]!
    .split(`<!-- end of ${name} -->`)[0]!
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1);

describe('the table of the adapters', () => {
  // Counted, not run: each adapter runs it beside its code.
  const cases = countSuites();

  it('names every case of the suite with the adapters it is a case of, and no other: npm run adapters', () => {
    const rows = between('suite');
    const counts = rows.pop()!;
    // Whether somebody has run it against a server, a test cannot know.
    const server = / (not run|passed|–) \|$/;
    expect(rows.every((row) => server.test(row))).toBe(true);
    expect(rows.map((row) => row.replace(server, ''))).toEqual(rowsOf(cases).map((row) => row.replace(server, '')));
    const cells = counts.split('|').slice(2, -2).map(Number);
    expect(cells).toEqual(adapters.slice(0, -1).map((name) => cases.filter(({ of }) => of === name).length));
  });

  it('names every trap that is tested', () => {
    expect(between('traps')).toEqual(trapsOf(cases));
  });

  it('shows nothing that failed or was skipped', () => {
    expect(text).not.toMatch(/\*\*(failed|skipped)\*\*/);
    expect(between('suite').length).toBeGreaterThan(60);
  });

  it.each<[Case['status'], string]>([
    ['failed', '**failed**'],
    ['pending', '**skipped**'],
    ['todo', '**skipped**'],
  ])('does not say of a case that Jest calls %s that it passed', (status, cell) => {
    const one = { room: 'appending', promise: 'is right', status };
    expect(rowsOf([{ ...one, of: 'memory' }])).toEqual([
      `| appending: is right | ${cell} | not run | not run | not run |`,
    ]);
    expect(trapsOf([{ ...one, of: 'traps' }])).toEqual([`| is right | ${cell} |`]);
  });
});
