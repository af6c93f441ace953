import type { PaidOutcome, PaymentDoc } from './payment-parts.js';

/** A measurement that says something else since an event, or nothing any more. */
export interface ChangedMeasurement {
  readonly kpi: string;
  readonly measurementId: string;
  /** Position of the event that changed it last. */
  readonly changedAt: number;
}

/** Contracts as they are answered: an outcome that rests on measurements changed since it was verified cannot be released, and so pays nothing now. */
export function asPayable<Contract extends PaymentDoc>(
  contracts: readonly Contract[],
  changed: readonly ChangedMeasurement[],
): readonly Contract[] {
  const changedAt = new Map(changed.map((one) => [`${one.kpi}/${one.measurementId}`, one.changedAt]));
  const answered = (kpi: string, { statedAt = Number.POSITIVE_INFINITY, ...outcome }: PaidOutcome) => {
    const { status, measurements = [] } = outcome;
    const isOutdone = measurements.some((id) => (changedAt.get(`${kpi}/${id}`) ?? 0) > statedAt);
    if (status !== 'verified' || !isOutdone) return outcome;
    return { ...outcome, payment: { payable: false, reason: 'measurements-changed' } as const };
  };
  return contracts.map((contract) => {
    if (!contract.paymentModels) return contract;
    const paymentModels = contract.paymentModels.map((model) => ({
      ...model,
      outcomes: model.outcomes.map((outcome) => answered(model.kpi, outcome)),
    }));
    return { ...contract, paymentModels };
  });
}
