import type { Alike, Measure, StatedAs } from '#partnership';

type Coded = readonly [...measure: readonly (string | number)[], additive: number, bound: string, level: string];

/**
 * As a short text, the same for what is the same: what benefits are counted together by. The year stands beside it, as
 * of it counts only whether it is over.
 */
export function codeOf({ party, planned, realised }: Omit<Alike, 'year'>): string {
  const coded = ({ measure, additive, bound }: StatedAs, level = ''): Coded => [
    ...(measure.kind === 'money' ? [measure.priceYear] : [measure.benefitClass, measure.unit]),
    additive ? 1 : 0,
    bound,
    level,
  ];
  return JSON.stringify([
    party === 'other' ? 1 : 0,
    planned ? coded(planned) : 0,
    realised ? coded(realised, realised.evidenceLevel) : 0,
  ]);
}

export function alikeOf(code: string, year: number): Alike {
  const [other, planned, realised] = JSON.parse(code) as [number, Coded | 0, Coded | 0];
  return {
    year,
    party: other === 1 ? 'other' : 'municipality',
    ...(planned !== 0 && { planned: statedAs(planned) }),
    ...(realised !== 0 && { realised: statedAs(realised) }),
  };
}

function statedAs(coded: Coded): NonNullable<Alike['realised']> {
  const [additive, bound, level] = coded.slice(-3) as [number, StatedAs['bound'], string];
  const [first, unit] = coded as unknown as [number | string, string];
  const measure =
    typeof first === 'number'
      ? { kind: 'money', currency: 'DKK', priceYear: first }
      : { kind: 'unit', benefitClass: first, unit };
  const stated = { measure: measure as Measure, additive: additive === 1, bound };
  return level === '' ? stated : { ...stated, evidenceLevel: level as NonNullable<Alike['realised']>['evidenceLevel'] };
}
