import { benefitClasses, bounds, type Measure, phases, statedLevels } from '#partnership';
import { BasisPoints, Code, Decimal, Flag, ListOf, Nested, Oere, OneOf, Text, WholeNumber } from '#platform';
import { PageAnswer } from '../paging.js';
import { worklistStatuses } from '../worklist/course.js';
import { groupingNames } from './question.js';

const anyOere = { min: Number.MIN_SAFE_INTEGER };

/** Amounts in different measures are never added: money by price year, units by class of benefit. */
export class PortfolioMeasure {
  @OneOf(['money', 'unit']) kind: Measure['kind'];
  @Text({ max: 3, optional: true, example: 'DKK', description: 'Of money' }) currency?: string;
  @WholeNumber({ optional: true, example: 2026, description: 'Of money: whose prices it is in' }) priceYear?: number;
  @Text({ max: 80, optional: true, example: 'hours', description: 'Of a unit' }) unit?: string;
  @OneOf(benefitClasses, { optional: true, description: 'Of a unit' }) benefitClass?: string;
}

export class PortfolioAmount {
  @Decimal({ optional: true, description: 'In a unit' }) amount?: string;
  @Oere({ ...anyOere, optional: true }) amountOere?: number;
}

export class PortfolioSum extends PortfolioAmount {
  @Flag({ description: 'False when there is no sum: unknown is not zero' }) known: boolean;
  @OneOf(bounds, { optional: true, description: 'A sum with a bound in it is one' }) bound?: string;
  @OneOf(['none', 'bounds-contradict', 'too-large'], { optional: true, description: 'Why there is none' })
  reason?: string;
  @WholeNumber({ description: 'Benefits behind it' }) count: number;
}

export class PortfolioShare {
  @Flag() known: boolean;
  @BasisPoints({ ...anyOere, max: Number.MAX_SAFE_INTEGER, optional: true, description: 'Σ realised ÷ Σ planned' })
  basisPoints?: number;
  @OneOf(bounds, { optional: true }) bound?: string;
  @Nested(() => PortfolioAmount, { optional: true, description: 'Σ over the benefits that have both' })
  realised?: PortfolioAmount;
  @Nested(() => PortfolioAmount, { optional: true, description: 'Σ over the same benefits' })
  planned?: PortfolioAmount;
  @OneOf(['nothing-followed-up', 'planned-not-positive', 'bounds-contradict', 'too-large'], { optional: true })
  reason?: string;
  @WholeNumber({ description: 'Benefits behind it: planned and realised in this measure' }) count: number;
}

export class PortfolioRealised {
  @OneOf(statedLevels, { description: 'Levels are never blended' }) evidenceLevel: string;
  @Nested(() => PortfolioSum) realised: PortfolioSum;
  @Nested(() => PortfolioShare) share: PortfolioShare;
}

export class PortfolioFigures {
  @Nested(() => PortfolioMeasure) measure: PortfolioMeasure;
  @Nested(() => PortfolioSum) planned: PortfolioSum;
  @Nested(() => PortfolioSum, { description: 'Planned for years that have ended' }) due: PortfolioSum;
  @Nested(() => PortfolioSum) notYetDue: PortfolioSum;
  @Nested(() => PortfolioSum, { description: 'Due, and nothing is recorded as realised' }) notFollowedUp: PortfolioSum;
  @ListOf(() => PortfolioRealised, { max: 6, description: 'Strongest evidence first' })
  realised: readonly PortfolioRealised[];
}

export class FollowUpCounts {
  @WholeNumber({ description: 'Planned benefits' }) planned: number;
  @WholeNumber({ description: 'Of them, for years that have ended' }) due: number;
  @WholeNumber({ description: 'Of those due' }) followedUp: number;
  @WholeNumber({ description: 'Of those due' }) notFollowedUp: number;
  @WholeNumber() notYetDue: number;
  @WholeNumber({ description: 'Realised without having been planned' }) unplanned: number;
  @BasisPoints({ optional: true, description: 'followedUp ÷ due; absent when nothing is due' }) share?: number;
}

export class NotAddedAnswer {
  @OneOf(['not-additive', 'party-apart'], {
    description: 'The KPI is no sum; or who gains is no municipality, and is shown by party only',
  })
  reason: string;
  @WholeNumber() planned: number;
  @WholeNumber() realised: number;
  @WholeNumber() notFollowedUp: number;
}

export class CountByPhase {
  @OneOf(phases) phase: string;
  @WholeNumber() count: number;
}
export class CountByStatus {
  @OneOf(worklistStatuses) status: string;
  @WholeNumber() count: number;
}

export class PartnershipCounts {
  @WholeNumber({ description: 'With benefits or without' }) count: number;
  @ListOf(() => CountByPhase, { max: phases.length }) byPhase: readonly CountByPhase[];
  @ListOf(() => CountByStatus, { max: worklistStatuses.length }) byStatus: readonly CountByStatus[];
}

export abstract class PortfolioPart {
  @Nested(() => FollowUpCounts, { description: 'Of every benefit, whatever it is in' }) followUp: FollowUpCounts;
  @ListOf(() => PortfolioFigures, { max: 1_000 }) figures: readonly PortfolioFigures[];
  @ListOf(() => NotAddedAnswer, { max: 2, description: 'Benefits that stand in no sum' })
  notAdded: readonly NotAddedAnswer[];
}

export class PortfolioTotal extends PortfolioPart {
  @Nested(() => PartnershipCounts, { description: 'Those that are chosen by what is asked about cases' })
  partnerships: PartnershipCounts;
}

export class PortfolioGroup extends PortfolioPart {
  @Code({ example: 'green-transition' }) key: string;
  @Text({ max: 200, optional: true, description: 'Of a municipality' }) name?: string;
  @Nested(() => PartnershipCounts, { optional: true, description: 'By theme, sector and municipality' })
  partnerships?: PartnershipCounts;
}

export class PortfolioAnswer extends PageAnswer {
  @OneOf(groupingNames) by: string;
  @Nested(() => PortfolioTotal, { description: 'Of all groups, on every page' }) total: PortfolioTotal;
  @ListOf(() => PortfolioGroup, { max: 200, description: 'In order of key' }) items: readonly PortfolioGroup[];
}
