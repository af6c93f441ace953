import { adoptionBases, type Benefit, bounds, type EvidenceLevel, evidenceLevels } from '#partnership';
import {
  BusinessDate,
  Code,
  Decimal,
  Flag,
  Kommunekode,
  ListOf,
  Oere,
  OneOf,
  Organisation,
  SubjectId,
  Text,
  WholeNumber,
} from '#platform';
import type { Says } from '../recorder.js';
import { Dated, happenedOn, Told } from '../told.js';

export class InviteAdoptionBody extends Told implements Says<'InviteAdoption', 'invitedOn'> {
  @Kommunekode() municipality: string;
  @happenedOn('2026-09-07') invitedOn?: string;
}

export class DecideAdoptionBody extends Told implements Says<'DecideAdoption', 'municipality' | 'decidedOn'> {
  @Flag() adopts: boolean;
  @OneOf(adoptionBases, { optional: true, description: 'Needed when it adopts' })
  basis?: (typeof adoptionBases)[number];
  @happenedOn('2026-09-28') decidedOn?: string;
  @Text({ max: 2000, optional: true }) reason?: string;
}

export class TakeAdoptionLiveBody extends Told implements Says<'TakeAdoptionLive', 'municipality' | 'liveOn'> {
  @happenedOn('2026-10-19') liveOn?: string;
  @WholeNumber({ min: 1, max: 100_000 }) sites: number;
  @WholeNumber({ max: 10_000_000, optional: true }) populationCovered?: number;
}

export class WithdrawAdoptionBody extends Told implements Says<'WithdrawAdoption', 'municipality' | 'withdrawnOn'> {
  @happenedOn('2026-11-02') withdrawnOn?: string;
  @Text({ max: 2000 }) reason: string;
}

export class PlanBenefitBody extends Dated implements Benefit {
  @Code({ description: 'Code of the KPI', example: 'ALERT-MIN' }) kpi: string;
  @Organisation({ description: 'Who gains' }) party: string;
  @WholeNumber({ min: 2000, max: 2100, example: 2027 }) year: number;
  @Decimal({ optional: true, description: "In the KPI's unit; or money, never both in one" }) amount?: string;
  @Oere({ min: Number.MIN_SAFE_INTEGER, optional: true }) amountOere?: number;
  @OneOf(bounds, { optional: true, description: 'A point unless stated' }) bound?: Benefit['bound'];
  @WholeNumber({
    min: 2000,
    max: 2100,
    optional: true,
    example: 2026,
    description: "Of an amount of money: the year whose prices it is in; the benefit's own year unless stated",
  })
  priceYear?: number;
}

export class RecordRealisedBenefitBody extends PlanBenefitBody implements Says<'RecordRealisedBenefit'> {
  @Text({ max: 2000 }) evidence: string;
  @OneOf(evidenceLevels, { optional: true, description: 'Amounts of different levels are never added up' })
  evidenceLevel?: EvidenceLevel;
}

export class PlanFollowUpBody extends Dated implements Says<'PlanFollowUp'> {
  @SubjectId({ description: 'Who owns the follow-up' }) owner: string;
  @ListOf(BusinessDate(), { min: 1, max: 40 }) reportsDue: string[];
}

export class ConcludeScaleUpBody extends Dated implements Says<'ConcludeScaleUp'> {
  @Text({ max: 8000 }) summary: string;
}

export class SubmitFollowUpReportBody extends Told implements Says<'SubmitFollowUpReport', 'reportedOn'> {
  @BusinessDate({ description: 'The date it was due', example: '2026-11-02' }) due: string;
  @happenedOn('2026-11-02') reportedOn?: string;
  @Text({ max: 8000 }) summary: string;
  @Code({ optional: true, description: 'The report, journalised' }) document?: string;
}
