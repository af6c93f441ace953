import type { Contract, ContractPhase, ContractTerms, PerformanceLevel, Registered } from '#partnership';
import type { Delta, Scene, Translations } from './delta.js';
import { idsOf } from './ids.js';
import { milestonesOf } from './implementation.js';
import { threshold } from './metrics.js';
import { contractParty, lead, party, supplier } from './parties.js';
import type { Metric, PublishedContract, ReleaseMilestone } from './release.js';
import { endOf, startOf, value } from './values.js';

/** A performance level of a KPI that may not be published is not published either. */
function agreedMetrics(levels: readonly PerformanceLevel[], { kpis }: Registered): Metric[] {
  return levels.flatMap((level): Metric[] => {
    const kpi = level.kpi === undefined ? undefined : kpis[level.kpi]?.definition;
    if (level.kpi !== undefined && !kpi?.publishable) return [];
    const observed = level.threshold === undefined ? [] : [threshold(level.threshold, kpi?.unit)];
    const about = { id: level.code, title: level.description };
    return [
      { ...about, ...(kpi && { description: kpi.name }), ...(observed.length > 0 && { observations: observed }) },
    ];
  });
}

const phaseMilestone = ({ no, title, plannedEnd }: ContractPhase): ReleaseMilestone => ({
  id: `phase/${no}`,
  title,
  type: 'delivery',
  dueDate: endOf(plannedEnd),
});

/** What is agreed to be done and paid. */
const planned = (phases: readonly ContractPhase[]) => ({
  milestones: phases.map(phaseMilestone),
  implementation: { milestones: phases.flatMap(milestonesOf) },
});

function signed(terms: ContractTerms, { after }: Scene): PublishedContract {
  const { contractId, title, signedOn, endsOn, maximumCostOere, currency, performanceLevels, phases } = terms;
  const metrics = agreedMetrics(performanceLevels, after);
  return {
    ...idsOf(after, contractId),
    title,
    status: 'active',
    dateSigned: startOf(signedOn),
    period: { startDate: startOf(signedOn), ...(endsOn !== undefined && { endDate: endOf(endsOn) }) },
    value: value(maximumCostOere, currency),
    ...(metrics.length > 0 && { agreedMetrics: metrics }),
    ...planned(phases),
  };
}

/** What an amendment changes: why is written freely, about the partner too. */
function amended(endsOn?: string, maximumCostOere?: number, addedPhases: readonly ContractPhase[] = []): string {
  const changed = [
    ...(maximumCostOere === undefined ? [] : ['maksimal pris']),
    ...(endsOn === undefined ? [] : ['udløb']),
    ...addedPhases.map(({ no, title }) => `fase ${no} tilføjet (${title})`),
  ];
  return changed.length > 0 ? `Tillæg: ${changed.join(', ')}` : 'Tillæg til kontrakten';
}

const ended = (contractId: string, on: string, { after }: Scene): Delta => ({
  tag: ['contractTermination'],
  contracts: [{ ...idsOf(after, contractId), status: 'terminated', period: { endDate: endOf(on) } }],
});

export const contractTranslations = {
  PartnershipContractSigned: (terms, scene) => {
    const { after } = scene;
    const contract = after.contracts[terms.contractId] as Contract;
    const published = signed(terms, scene);
    // Without a tender, the contract is the award too.
    const direct = terms.tendererId === undefined && {
      title: terms.title,
      date: startOf(terms.signedOn),
      value: published.value,
      suppliers: [supplier(after, contract)],
    };
    return {
      tag: ['award', 'contract', 'implementation'],
      parties: [party(after, after.lead, lead(after).name), contractParty(after, contract)],
      awards: [{ id: published.awardID, status: 'active', ...direct }],
      contracts: [published],
    };
  },

  ContractAmended: ({ contractId, maximumCostOere, endsOn, addedPhases = [] }, { told, after }) => {
    const currency = after.contracts[contractId]?.terms.currency;
    return {
      tag: addedPhases.length > 0 ? ['contractAmendment', 'implementationUpdate'] : ['contractAmendment'],
      contracts: [
        {
          ...idsOf(after, contractId),
          ...(maximumCostOere !== undefined && { value: value(maximumCostOere, currency) }),
          ...(endsOn !== undefined && { period: { endDate: endOf(endsOn) } }),
          ...(addedPhases.length > 0 && planned(addedPhases)),
          amendments: [
            {
              id: told.id,
              date: startOf(told.occurredOn),
              description: amended(endsOn, maximumCostOere, addedPhases),
              releaseID: told.id,
            },
          ],
        },
      ],
    };
  },

  ContractTerminated: ({ contractId, terminatedOn }, scene) => ended(contractId, terminatedOn, scene),
  ContractCompleted: ({ contractId, completedOn }, scene) => ended(contractId, completedOn, scene),
  PartnerNarrowed: ({ contractId }, scene) => ended(contractId, scene.told.occurredOn, scene),
} satisfies Translations;
