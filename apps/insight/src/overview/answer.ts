import { ListOf, Nested, Text } from '#platform';
import { KpiAnswer } from '../kpis/answer.js';
import { AsOf } from '../paging.js';
import { PartnershipCard } from '../worklist/answer.js';
import { AdoptionAnswer, BenefitAnswer, EvaluationAnswer, FollowUpAnswer, PilotAnswer } from './benefit-answers.js';
import {
  BudgetLineAnswer,
  BusinessCaseAnswer,
  ClassificationAnswer,
  DeadlineAnswer,
  DecisionAnswer,
  DocumentAnswer,
  NeedAnswer,
  NoteAnswer,
  PartyAnswer,
  ResponsibleAnswer,
  RiskAnswer,
} from './case-answers.js';
import { ContractAnswer, GateCriteriaAnswer } from './contract-answers.js';
import { DialogueAnswer, FunnelAnswer, ProcurementAnswer } from './market-answers.js';

/** Everything there is to know of a partnership that the caller may see: a part it may not see is not there. */
export class OverviewAnswer extends PartnershipCard {
  @Text({ max: 4000, optional: true }) summary?: string;
  @Nested(() => ClassificationAnswer, { optional: true }) classification?: ClassificationAnswer;
  @Nested(() => NeedAnswer, { optional: true }) need?: NeedAnswer;
  @ListOf(() => PartyAnswer, { max: 1000 }) parties: readonly PartyAnswer[];
  @ListOf(() => ResponsibleAnswer, { max: 1000 }) responsible: readonly ResponsibleAnswer[];
  @Nested(() => DialogueAnswer, { optional: true }) dialogue?: DialogueAnswer;
  @Nested(() => ProcurementAnswer, { optional: true }) procurement?: ProcurementAnswer;
  @Nested(() => FunnelAnswer, { optional: true, description: 'From interest to acceptance; not for partners' })
  funnel?: FunnelAnswer;
  @ListOf(() => ContractAnswer, { max: 1000 }) contracts: readonly ContractAnswer[];
  @ListOf(() => GateCriteriaAnswer, { max: 100 }) gateCriteria: readonly GateCriteriaAnswer[];
  @ListOf(() => PilotAnswer, { max: 1000 }) pilots: readonly PilotAnswer[];
  @ListOf(() => KpiAnswer, { max: 1000 }) kpis: readonly KpiAnswer[];
  @Nested(() => EvaluationAnswer, { optional: true }) evaluation?: EvaluationAnswer;
  @ListOf(() => AdoptionAnswer, { max: 98 }) adoptions: readonly AdoptionAnswer[];
  @ListOf(() => BenefitAnswer, { max: 10_000 }) benefits: readonly BenefitAnswer[];
  @Nested(() => FollowUpAnswer, { optional: true }) followUp?: FollowUpAnswer;
  @ListOf(() => RiskAnswer, { max: 1000 }) risks: readonly RiskAnswer[];
  @ListOf(() => DeadlineAnswer, { max: 1000 }) deadlines: readonly DeadlineAnswer[];
  @ListOf(() => DecisionAnswer, { max: 1000 }) decisions: readonly DecisionAnswer[];
  @ListOf(() => DocumentAnswer, { max: 10_000 }) documents: readonly DocumentAnswer[];
  @ListOf(() => NoteAnswer, { max: 10_000 }) notes: readonly NoteAnswer[];
  @Nested(() => BusinessCaseAnswer, { optional: true }) businessCase?: BusinessCaseAnswer;
  @ListOf(() => BudgetLineAnswer, { max: 1000 }) budgetLines: readonly BudgetLineAnswer[];
  @Nested(() => AsOf) asOf: AsOf;
}
