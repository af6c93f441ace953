import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compiled } from './compiled.js';
import type { Release } from './release.js';

const release = (n: number, content: object): Release => ({
  ocid: 'ocds-medspl-1',
  id: `event-${n}`,
  date: `2026-01-01T00:00:${String(n).padStart(2, '0')}.000Z`,
  tag: ['planningUpdate'],
  initiationType: 'tender',
  language: 'da',
  ...content,
});

describe('compiling releases', () => {
  it('lets the later one hold, merges what has an id, and removes what is null', () => {
    const releases = [
      release(1, {
        planning: { rationale: 'first', milestones: [{ id: 'a', title: 'A', dateMet: '2026-01-01T00:00:00Z' }] },
      }),
      release(2, {
        planning: { rationale: 'second', milestones: [{ id: 'b' }, { id: 'a', dateMet: null, status: 'notMet' }] },
      }),
    ];
    expect(compiled(releases)).toEqual({
      ocid: 'ocds-medspl-1',
      id: 'ocds-medspl-1-2026-01-01T00:00:02.000Z',
      date: '2026-01-01T00:00:02.000Z',
      tag: ['compiled'],
      initiationType: 'tender',
      language: 'da',
      planning: { rationale: 'second', milestones: [{ id: 'a', title: 'A', status: 'notMet' }, { id: 'b' }] },
    });
  });

  it('replaces lists of roles and of classifications as a whole', () => {
    const classified = (...ids: string[]) => ({
      tender: { id: 't', items: [{ id: '1', additionalClassifications: ids.map((id) => ({ scheme: 'CPV', id })) }] },
    });
    const { parties, tender } = compiled([
      release(1, { parties: [{ id: 'p', name: 'P', roles: ['interestedParty'] }], ...classified('1', '2') }),
      release(2, { parties: [{ id: 'p', name: 'P', roles: [] }], ...classified('3') }),
    ]);
    expect(parties).toEqual([{ id: 'p', name: 'P', roles: [] }]);
    expect(tender?.items?.[0]?.additionalClassifications).toEqual([{ scheme: 'CPV', id: '3' }]);
  });

  it('takes them in order of their dates, whatever order they come in', () => {
    const [early, late] = [
      release(1, { planning: { rationale: 'early' } }),
      release(2, { planning: { rationale: 'late' } }),
    ];
    expect(compiled([late, early])).toEqual(compiled([early, late]));
  });

  it('keeps the order of those of one date', () => {
    const at = (project: string) => release(1, { planning: { budget: { project } } });
    expect(compiled([at('one'), at('other')]).planning?.budget?.project).toBe('other');
  });

  it('is in proportion to what is told, however many releases tell of the same', () => {
    const observed = (n: number) =>
      release(1, {
        contracts: [
          {
            id: 'K',
            awardID: 'a',
            implementation: { metrics: [{ id: 'M', observations: [{ id: `${n}`, measure: n }] }] },
          },
        ],
      });
    const releases = Array.from({ length: 10_000 }, (_, n) => observed(n));
    const begun = performance.now();
    const { contracts } = compiled(releases);
    expect(performance.now() - begun).toBeLessThan(1_500);
    expect(contracts?.[0]?.implementation?.metrics?.[0]?.observations).toHaveLength(10_000);
  });

  it('leaves what it was given as it was', () => {
    const releases = [
      release(1, { planning: { budget: { project: 'a' } } }),
      release(2, { planning: { budget: { project: 'b' } } }),
    ];
    const before = structuredClone(releases);
    compiled(releases);
    expect(releases).toEqual(before);
  });

  it('is asked for at least one release, and of one ocid only', () => {
    expect(() => compiled([])).toThrow(RangeError);
    expect(() => compiled([release(1, {}), { ...release(2, {}), ocid: 'ocds-medspl-2' }])).toThrow(RangeError);
  });

  it('comes to the same in one go as step by step', () => {
    const literal = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null });
    const milestone = fc.record(
      { id: fc.constantFrom('1', '2', '3'), title: literal, status: literal },
      { requiredKeys: ['id'] },
    );
    const planning = fc.record(
      {
        rationale: literal,
        budget: fc.record({ project: literal, id: literal }, { requiredKeys: [] }),
        milestones: fc.array(milestone),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(planning, { minLength: 1, maxLength: 12 }), (plannings) => {
        const releases = plannings.map((one, n) => release(n, { planning: one }));
        const stepwise = releases.reduce((before, next) => compiled([before, next]), compiled(releases.slice(0, 1)));
        expect({ ...compiled(releases), tag: [], id: '' }).toEqual({ ...stepwise, tag: [], id: '' });
      }),
    );
  });
});
