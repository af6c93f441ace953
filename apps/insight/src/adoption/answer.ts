import { municipalities } from '#partnership';
import { BasisPoints, Kommunekode, ListOf, Nested, OneOf, Text, Uuid, WholeNumber } from '#platform';
import { PageAnswer } from '../paging.js';
import { bases, statuses } from './coverage.js';

export class CoverageAnswer {
  @WholeNumber({ description: 'All there are' }) municipalities: number;
  @WholeNumber({ description: 'Where at least one solution is live' }) live: number;
  @WholeNumber({ description: 'Of the others, those that decided to adopt one' }) adopts: number;
  @WholeNumber({ description: 'Of the others, those that are invited to one' }) invited: number;
  @WholeNumber({ description: 'Of the others, those that declined one' }) declined: number;
  @WholeNumber({ description: 'Of the others, those that withdrew from one' }) withdrawn: number;
  @WholeNumber({ description: 'The rest' }) notInvited: number;
  @BasisPoints({ description: 'Share of all municipalities where a solution is live' }) liveShare: number;
  @WholeNumber({
    description:
      'At least so many people are covered: of each municipality those of its largest solution, as solutions may cover the same people',
  })
  populationAtLeast: number;
  @WholeNumber({ description: 'Municipalities with a live solution of which nobody says how many people it covers' })
  populationUnknown: number;
}

export class AdoptionCount {
  @OneOf(statuses) status: string;
  @WholeNumber({ description: 'One a municipality and solution' }) adoptions: number;
}

export class BasisCount {
  @OneOf(bases) basis: string;
  @WholeNumber({ description: 'One a municipality and solution' }) adoptions: number;
  @WholeNumber() municipalities: number;
}

export class MunicipalityCoverage {
  @Kommunekode() municipality: string;
  @Text({ max: 100, example: 'Esbjerg' }) name: string;
  @OneOf([...statuses, 'not-invited'], { description: 'Of the solution that has come furthest here' }) status: string;
  @WholeNumber({ description: 'Solutions that are live' }) live: number;
  @WholeNumber() adopts: number;
  @WholeNumber() invited: number;
  @WholeNumber() declined: number;
  @WholeNumber() withdrawn: number;
  @WholeNumber({ description: 'Sites of live solutions; a site with two of them counts twice' }) sites: number;
  @WholeNumber({ optional: true, description: 'People its largest live solution covers; absent when nobody says' })
  populationAtLeast?: number;
}

export class SolutionCoverage {
  @Uuid() partnershipId: string;
  @Text({ max: 200, example: '2022-0580-0112' }) caseNumber: string;
  @Text({ max: 200, example: 'Intelligent diaper' }) partnership: string;
  @WholeNumber({ description: 'Municipalities where it is live' }) live: number;
  @WholeNumber() adopts: number;
  @WholeNumber() invited: number;
  @WholeNumber() declined: number;
  @WholeNumber() withdrawn: number;
  @WholeNumber({ description: 'Sites where it is live' }) sites: number;
  @WholeNumber({ description: 'People covered where it is live and somebody says how many' }) population: number;
  @WholeNumber({ description: 'Municipalities where it is live and nobody says how many people it covers' })
  populationUnknown: number;
  @BasisPoints({ description: 'Share of all municipalities where it is live' }) liveShare: number;
}

export class CoverageFigures {
  @Nested(() => CoverageAnswer, { description: 'Each municipality once, by the solution that has come furthest' })
  coverage: CoverageAnswer;
  @ListOf(() => AdoptionCount, { max: statuses.length }) adoptions: readonly AdoptionCount[];
  @ListOf(() => BasisCount, {
    max: bases.length,
    description: 'Decided yes by basis, those that withdrew since among them',
  })
  decidedYes: readonly BasisCount[];
  @ListOf(() => MunicipalityCoverage, { max: municipalities.size, description: 'All municipalities by code' })
  byMunicipality: readonly MunicipalityCoverage[];
  @WholeNumber({ description: 'Adoptions under a code that no municipality has; part of nothing else here' })
  unlisted: number;
  @WholeNumber({ description: 'How many adoptions have a day or a number that no source gives' }) illustrative: number;
}

export class AdoptionPage extends PageAnswer {
  @Nested(() => CoverageFigures, { description: 'Of all that is asked about, on every page' }) figures: CoverageFigures;
  @ListOf(() => SolutionCoverage, { max: 200, description: 'By title' }) items: readonly SolutionCoverage[];
}
