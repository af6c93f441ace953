import type { Assessment, ContractPhase, Kpi, Oere } from '#partnership';
import { publicMeasurementId } from '../measurement-id.js';
import type { Delta, Known, Scene, Translations } from './delta.js';
import { idsOf } from './ids.js';
import { metric, noObservation, observation } from './metrics.js';
import { lead, supplier } from './parties.js';
import type { Implementation, Observation, ReleaseMilestone } from './release.js';
import { endOf, startOf, value } from './values.js';

const targetId = (phaseNo: number, code: string) => `target/${phaseNo}/${code}`;
const instalmentId = (phaseNo: number, code: string) => `instalment/${phaseNo}/${code}`;

/** What a phase asks for and pays, as it is agreed. */
export const milestonesOf = ({ no, plannedEnd, targets, instalments }: ContractPhase): ReleaseMilestone[] => {
  const scheduled = { dueDate: endOf(plannedEnd), status: 'scheduled' } as const;
  return [
    ...targets.map(({ code, title }) => ({ id: targetId(no, code), title, type: 'assessment' as const, ...scheduled })),
    ...instalments.map(({ code, title }) => ({
      id: instalmentId(no, code),
      title,
      type: 'payment' as const,
      ...scheduled,
    })),
  ];
};

const statuses = { met: 'met', partly: 'partiallyMet', 'not-met': 'notMet' } as const satisfies Record<
  Assessment,
  ReleaseMilestone['status']
>;

const update = (partnership: Known, contractId: string, implementation: Implementation): Delta => ({
  tag: ['implementationUpdate'],
  contracts: [{ ...idsOf(partnership, contractId), implementation }],
});

interface Paid {
  readonly contractId: string;
  readonly amountOere: Oere;
  readonly paidOn: string;
}

function transactionOf(id: string, { contractId, amountOere, paidOn }: Paid, partnership: Known): Implementation {
  const contract = partnership.contracts[contractId];
  if (!contract) return {};
  return {
    transactions: [
      {
        id,
        date: startOf(paidOn),
        value: value(amountOere, contract.terms.currency),
        payer: lead(partnership),
        payee: supplier(partnership, contract),
      },
    ],
  };
}

/** Observations under the contracts they are of; a measurement that names no contract is of each of them. */
function observed(
  { after }: Scene,
  code: string,
  of: (contractId: string, kpi: Kpi) => readonly Observation[],
): Delta | undefined {
  const kpi = after.kpis[code];
  if (!kpi?.definition.publishable) return undefined;
  const contracts = Object.keys(after.contracts).flatMap((contractId) => {
    const observations = of(contractId, kpi);
    if (observations.length === 0) return [];
    return [{ ...idsOf(after, contractId), implementation: { metrics: [metric(kpi.definition, observations)] } }];
  });
  return contracts.length === 0 ? undefined : { tag: ['implementationUpdate'], contracts };
}

const idOf = ({ told }: Scene, kpi: string, measurementId: string) =>
  publicMeasurementId(told.partnershipId, kpi, measurementId);

const isOf = (contractId: string, measurement: { readonly contractId?: string }) =>
  measurement.contractId === undefined || measurement.contractId === contractId;

export const implementationTranslations = {
  TargetAssessed: ({ contractId, phaseNo, target, assessment }, { told: { occurredOn }, before, after }) => {
    const wasMet = before.contracts[contractId]?.phases[phaseNo - 1]?.targets[target]?.assessed === 'met';
    const met = assessment === 'met';
    const dateMet = met ? { dateMet: startOf(occurredOn) } : wasMet ? { dateMet: null } : {};
    return update(after, contractId, {
      milestones: [{ id: targetId(phaseNo, target), ...dateMet, status: statuses[assessment] }],
    });
  },

  // What is released is still to be paid: OCDS calls a payment met once there is a transaction.
  PaymentSettled: (paid, { after }) => {
    const id = instalmentId(paid.phaseNo, paid.instalment);
    return update(after, paid.contractId, {
      milestones: [{ id, dateMet: startOf(paid.paidOn), status: 'met' }],
      ...transactionOf(id, paid, after),
    });
  },

  InstalmentCancelled: ({ contractId, phaseNo, instalment }, { after }) =>
    update(after, contractId, { milestones: [{ id: instalmentId(phaseNo, instalment), status: 'notMet' }] }),

  OutcomePaymentSettled: (paid, { after }) =>
    update(after, paid.contractId, transactionOf(`outcome/${paid.modelId}/${paid.outcomeId}`, paid, after)),

  MeasurementsRecorded: ({ kpi, measurements }, scene) =>
    observed(scene, kpi, (contractId, { definition }) =>
      measurements
        .filter((one) => isOf(contractId, one))
        .map((one) => observation(idOf(scene, kpi, one.measurementId), one, definition)),
    ),

  // It may have been another contract's before.
  MeasurementCorrected: ({ kpi, measurement }, scene) =>
    observed(scene, kpi, (contractId, { definition }) => {
      const id = idOf(scene, kpi, measurement.measurementId);
      return [isOf(contractId, measurement) ? observation(id, measurement, definition, true) : noObservation(id)];
    }),

  // Which contract it was of is not told.
  MeasurementWithdrawn: ({ kpi, measurementId }, scene) =>
    observed(scene, kpi, () => [noObservation(idOf(scene, kpi, measurementId))]),
} satisfies Translations;
