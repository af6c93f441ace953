import { type Adoption, adoptionBases, municipalities } from '#partnership';
import { given } from '../asked.js';
import { shareOf } from '../case-figures/share.js';
import type { CoverageFigures, MunicipalityCoverage } from './answer.js';

type Status = Adoption['status'];

/** From what counts most: a municipality with several solutions counts once, by the one that has come furthest. */
export const statuses = ['live', 'adopts', 'invited', 'declined', 'withdrawn'] as const satisfies readonly Status[];
export const bases = [...adoptionBases, 'not-stated'] as const;

/** Adoptions of one municipality that stand alike. */
export interface AdoptionTally {
  readonly municipality: string;
  readonly status: Status;
  readonly basis: (typeof adoptionBases)[number] | null;
  readonly adoptions: number;
  readonly sites: number;
  /** The most people that one of the solutions covers; null when none says. */
  readonly population: number | null;
  readonly illustrative: number;
}

/** The coverage of the 98 municipalities. */
export function coverageOf(tallies: readonly AdoptionTally[]): CoverageFigures {
  const listed = tallies.filter(({ municipality }) => municipalities.has(municipality));
  const all = [...municipalities].map(([code, name]) =>
    coverageOfOne(
      code,
      name,
      listed.filter(({ municipality }) => municipality === code),
    ),
  );
  const at = (status: MunicipalityCoverage['status']) => all.filter((one) => one.status === status).length;
  const live = at('live');
  const decided = listed.filter(({ status, basis }) => status === 'adopts' || status === 'live' || basis !== null);
  return {
    coverage: {
      municipalities: all.length,
      live,
      adopts: at('adopts'),
      invited: at('invited'),
      declined: at('declined'),
      withdrawn: at('withdrawn'),
      notInvited: at('not-invited'),
      liveShare: shareOf(live, all.length)!,
      populationAtLeast: sum(all, ({ populationAtLeast = 0 }) => populationAtLeast),
      populationUnknown: all.filter((one) => one.status === 'live' && one.populationAtLeast === undefined).length,
    },
    adoptions: statuses.map((status) => ({
      status,
      adoptions: counted(listed.filter((one) => one.status === status)),
    })),
    decidedYes: bases.map((basis) => {
      const own = decided.filter((one) => (one.basis ?? 'not-stated') === basis);
      return {
        basis,
        adoptions: counted(own),
        municipalities: new Set(own.map(({ municipality }) => municipality)).size,
      };
    }),
    byMunicipality: all,
    unlisted: counted(tallies.filter(({ municipality }) => !municipalities.has(municipality))),
    illustrative: sum(listed, ({ illustrative }) => illustrative),
  };
}

function coverageOfOne(municipality: string, name: string, tallies: readonly AdoptionTally[]): MunicipalityCoverage {
  const live = tallies.filter(({ status }) => status === 'live');
  const known = live.flatMap(({ population }) => (population === null ? [] : [population]));
  const solutions = (status: Status) => counted(tallies.filter((one) => one.status === status));
  return given({
    municipality,
    name,
    status: statuses.find((status) => solutions(status) > 0) ?? 'not-invited',
    live: solutions('live'),
    adopts: solutions('adopts'),
    invited: solutions('invited'),
    declined: solutions('declined'),
    withdrawn: solutions('withdrawn'),
    sites: sum(live, ({ sites }) => sites),
    populationAtLeast: known.length === 0 ? null : Math.max(...known),
  }) as MunicipalityCoverage;
}

const sum = <One>(of: readonly One[], value: (one: One) => number) => of.reduce((total, one) => total + value(one), 0);
const counted = (tallies: readonly AdoptionTally[]) => sum(tallies, ({ adoptions }) => adoptions);
