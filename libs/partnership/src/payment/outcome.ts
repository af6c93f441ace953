import { Refused } from '#decider';
import { sameContent } from '../content.js';
import { contractOf } from '../contract/standing.js';
import { own } from '../guards.js';
import type { EvidenceLevel } from '../kpi/measurements.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { BusinessDate, Fact, Period, RefusalTexts, SubjectId, Wish } from '../vocabulary.js';
import type { OutcomeFigure } from './calculation.js';
import { modelOf, type OfOutcome, type OutcomeState, outcomeOf, withModel, withOutcome } from './standing.js';
import { checkOutcome } from './verification.js';

/** What was achieved in a period, as somebody named has verified it. */
export interface Outcome extends OutcomeFigure {
  readonly period: Period;
  /** What it rests on, in words. */
  readonly evidence: string;
  /** Journalised documents. */
  readonly documents?: readonly string[];
  /** Ids of the KPI's measurements it is made of. */
  readonly measurements?: readonly string[];
  /** As what each of them was verified. */
  readonly measuredAs?: readonly MeasuredAs[];
  readonly verifiedOn: BusinessDate;
  readonly note?: string;
}

/** A measurement as one event of the KPI's stream, at this revision, told it last. */
export interface MeasuredAs {
  readonly measurementId: string;
  readonly revision: number;
}

// Stored for ever: add optional fields or new types, never rename or repurpose one.
export type OutcomeEvent =
  | Fact<
      'OutcomeVerified',
      OfOutcome &
        Outcome & {
          /** The version of the payment model whose terms hold for it. */
          readonly modelVersion: number;
          readonly verifiedBy: SubjectId;
        }
    >
  | Fact<'OutcomeCorrected', OfOutcome & Outcome & { readonly reason: string; readonly verifiedBy: SubjectId }>
  | Fact<'OutcomeWithdrawn', OfOutcome & { readonly reason: string }>;

/** A measurement an outcome is said to rest on, as the KPI's own stream knows it; fetched before deciding. */
export interface RestsOn {
  readonly measurementId: string;
  /** Absent when there is no such measurement, or it was withdrawn. */
  readonly found?: {
    readonly evidenceLevel: EvidenceLevel;
    readonly contractId?: string;
    readonly period: Period;
    /** Of the event of the KPI's stream that told it last; whoever corrects it moves it. */
    readonly revision: number;
    /** Everybody who recorded or corrected it. */
    readonly suppliedBy: readonly SubjectId[];
  };
}

export type StatedOutcome = Omit<Outcome, 'baseline' | 'measurements' | 'measuredAs'> & {
  readonly measurements?: readonly RestsOn[];
};

export type OutcomeCommand =
  | Wish<'VerifyOutcome', OfOutcome & StatedOutcome>
  | Wish<'CorrectOutcome', OfOutcome & StatedOutcome & { readonly reason: string }>
  | Wish<'WithdrawOutcome', OfOutcome & { readonly reason: string }>;

export const outcomeRefusals = {
  'outcome-known-otherwise': {
    about: 'state',
    en: 'Outcome {outcomeId} is verified with other content: correct it with a reason, or use another id.',
    da: 'Resultat {outcomeId} er verificeret med andet indhold: ret det med en begrundelse, eller brug et andet id.',
  },
  'outcome-withdrawn': {
    about: 'state',
    en: 'Outcome {outcomeId} is withdrawn: {because}.',
    da: 'Resultat {outcomeId} er trukket tilbage: {because}.',
  },
  'outcome-paid-for': {
    about: 'state',
    en: 'The payment of outcome {outcomeId} was released on {releasedOn}, and what is released does not change: settle the difference with the partner by a credit note or an amendment, and record that as a decision.',
    da: 'Betalingen for resultat {outcomeId} blev frigivet {releasedOn}, og det frigivne ændres ikke: afregn forskellen med partneren ved kreditnota eller tillæg, og registrér det som en beslutning.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof outcomeRefusals, details: Record<string, unknown>) => new Refused(reason, details);

export const outcomeDecisions: Decisions<OutcomeCommand> = {
  VerifyOutcome(command, partnership) {
    const { data, by } = command;
    const contract = contractOf(partnership, data.contractId);
    const model = modelOf(contract, data.modelId);
    const known = own(model.outcomes, data.outcomeId);
    if (known) {
      checkNotWithdrawn(known, data.outcomeId);
      if (says(known.outcome, data)) return [];
      throw refuse('outcome-known-otherwise', { outcomeId: data.outcomeId });
    }
    const baseline = checkOutcome(command, { partnership, contract, model, terms: model.terms });
    const verified = { ...asKept(data), baseline, modelVersion: model.version, verifiedBy: by.subject };
    return [{ type: 'OutcomeVerified', data: verified }];
  },

  CorrectOutcome(command, partnership) {
    const { data, by } = command;
    const contract = contractOf(partnership, data.contractId);
    const model = modelOf(contract, data.modelId);
    const known = outcomeOf(model, data.outcomeId);
    checkNotWithdrawn(known, data.outcomeId);
    const { reason, ...stated } = data;
    // Said again of measurements that were corrected meanwhile, it is verified anew.
    if (says(known.outcome, stated) && sameContent(known.outcome.measuredAs, measuredAs(stated))) return [];
    checkUnpaid(known, data.outcomeId);
    const baseline = checkOutcome(command, { partnership, contract, model, terms: known.terms });
    return [{ type: 'OutcomeCorrected', data: { ...asKept(data), baseline, verifiedBy: by.subject } }];
  },

  WithdrawOutcome({ data }, partnership) {
    const { contractId, modelId, outcomeId, reason } = data;
    const known = outcomeOf(modelOf(contractOf(partnership, contractId), modelId), outcomeId);
    if (known.withdrawnBecause === reason) return [];
    checkNotWithdrawn(known, outcomeId);
    checkUnpaid(known, outcomeId);
    return [{ type: 'OutcomeWithdrawn', data }];
  },
};

export function checkNotWithdrawn({ status, withdrawnBecause: because }: OutcomeState, outcomeId: string): void {
  if (status === 'withdrawn') throw refuse('outcome-withdrawn', { outcomeId, because });
}

function checkUnpaid({ release }: OutcomeState, outcomeId: string): void {
  if (release) throw refuse('outcome-paid-for', { outcomeId, releasedOn: release.releasedOn });
}

const asKept = <Data extends StatedOutcome>({ measurements, ...data }: Data) => ({
  ...data,
  measurements: measurements?.map(({ measurementId }) => measurementId),
  measuredAs: measuredAs({ measurements }),
});

const measuredAs = ({ measurements }: Pick<StatedOutcome, 'measurements'>): MeasuredAs[] | undefined =>
  measurements?.flatMap(({ measurementId, found }) => (found ? [{ measurementId, revision: found.revision }] : []));

/** Whether an outcome is stated as it is known, whatever became of its measurements. */
const says = (
  { baseline: _, ...known }: Outcome,
  { contractId, modelId, outcomeId, ...stated }: OfOutcome & StatedOutcome,
) => sameContent({ ...known, measuredAs: undefined }, { ...asKept(stated), measuredAs: undefined });

/** Of what an event tells, the outcome itself. */
const outcomeIn = <Data extends OfOutcome & Outcome>({
  contractId,
  modelId,
  outcomeId,
  verifiedBy,
  ...data
}: Data & { readonly verifiedBy: SubjectId }) => data;

export const outcomeEvolutions: Evolutions<OutcomeEvent> = {
  OutcomeVerified: (partnership, { modelVersion: _, ...data }) =>
    withModel(partnership, data, (model) => ({
      ...model,
      outcomes: {
        ...model.outcomes,
        [data.outcomeId]: {
          status: 'verified',
          outcome: outcomeIn(data),
          terms: model.terms,
          verifiers: [data.verifiedBy],
        },
      },
    })),
  OutcomeCorrected: (partnership, { reason: _, ...data }) =>
    withOutcome(partnership, data, (known) => ({
      ...known,
      outcome: outcomeIn(data),
      verifiers: [...known.verifiers, data.verifiedBy],
    })),
  OutcomeWithdrawn: (partnership, data) =>
    withOutcome(partnership, data, (known) => ({
      ...known,
      status: 'withdrawn',
      withdrawnBecause: data.reason,
    })),
};
