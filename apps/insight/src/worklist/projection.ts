import type { MilestoneState } from '#partnership';
import { at, type Changes, type Projection, touch } from '#projection';
import { about, byPartnership, type Happening, marks } from '../events.js';
import { everyType } from '../timeline/words.js';
import {
  dueAs,
  entry,
  isIllustrative,
  type LatestRow,
  latest,
  onCase,
  type Patch,
  PHASE_SINCE,
  type WorklistRow,
  withDue,
  withFacts,
  worklist,
} from './row.js';
import type { KeptDue } from './traffic-light.js';

const isMunicipality = (organisation: string) => organisation.length === 4;
const gate = ({ contractId, phaseNo }: { contractId: string; phaseNo: number }) => `${contractId}/${phaseNo}`;

const reportDue = (due: string) => `follow-up-report:${due}`;

/** A milestone is open while it is planned or only partly reached. */
function milestone(row: WorklistRow, code: string, change: (due: KeptDue) => KeptDue, state?: MilestoneState): Patch {
  const key = `milestone:${code}`;
  const { dues, settled } = row.facts;
  const before = dues[key] ?? settled[code];
  if (!before) throw new Error(`There is no milestone ${code}`);
  const due = change(before);
  const open = state ? state === 'planned' || state === 'partly-reached' : Object.hasOwn(dues, key);
  return withFacts(row, {
    dues: entry(dues, key, open ? due : undefined),
    settled: entry(settled, code, open ? undefined : due),
  });
}

/** What is over with a contract: nobody waits for its gates any more. */
function withoutContract(row: WorklistRow, contractId: string): Patch {
  const { dues, failedGates } = row.facts;
  const ended = (key: string) => key.startsWith(`${contractId}/`);
  return withFacts(row, {
    dues: Object.fromEntries(
      Object.entries(dues).filter(([key]) => !key.startsWith('gate-condition:') || !ended(key.slice(15))),
    ),
    failedGates: Object.fromEntries(Object.entries(failedGates).filter(([key]) => !ended(key))),
  });
}

const changes: Changes<Happening> = {
  PartnershipRegistered: (event) => [
    touch(at(worklist, { partnership_id: event.partition }), (): WorklistRow => {
      const { data } = event;
      const by = about(event);
      return {
        partnership_id: event.partition,
        case_number: data.caseNumber,
        title: data.title,
        summary: data.summary ?? null,
        lead: data.leadOrganisation,
        lead_name: data.leadOrganisationName,
        municipalities: [data.leadOrganisation].filter(isMunicipality),
        route: data.route,
        theme: data.classification.theme,
        sector: data.classification.sectorArea,
        classification: data.classification,
        phase: 'draft',
        phase_since: by.occurredOn,
        status: 'open',
        registered_on: by.occurredOn,
        next_due: null,
        facts: { dues: {}, responsible: [], risks: {}, failedGates: {}, settled: {} },
        handlers: [],
        partners: {},
        contracts: {},
        illustrative: isIllustrative(event, by.occurredOn) ? [...by.illustrative, PHASE_SINCE] : by.illustrative,
      };
    }),
    touch(at(latest, { partnership_id: event.partition }), (): LatestRow => {
      const { partition: partnership_id, revision, recordedAt: updated_at } = event;
      return { partnership_id, revision, updated_at };
    }),
  ],
  RegistrationAmended: (event) =>
    onCase(event, (row) => ({
      title: event.data.title ?? row.title,
      summary: event.data.summary ?? row.summary,
      theme: event.data.classification?.theme ?? row.theme,
      sector: event.data.classification?.sectorArea ?? row.sector,
      classification: event.data.classification ?? row.classification,
      illustrative: marks(row.illustrative, event.data, about(event)),
    })),
  PartyJoined: (event) =>
    onCase(event, (row) => ({
      municipalities: [...new Set([...row.municipalities, event.data.organisation].filter(isMunicipality))].sort(),
    })),
  PartyLeft: (event) =>
    onCase(event, (row) => ({
      municipalities: row.municipalities.filter((one) => one !== event.data.organisation),
    })),
  ProcurementRouteDecided: (event) => onCase(event, () => ({ route: event.data.route })),

  ResponsibleAssigned: (event) =>
    onCase(event, (row) => withFacts(row, { responsible: [...row.facts.responsible, event.data] })),
  ResponsibilityEnded: (event) =>
    onCase(event, (row) => {
      const { assignmentId, until } = event.data;
      const responsible = row.facts.responsible.map((one) =>
        one.assignmentId === assignmentId ? { ...one, until } : one,
      );
      return withFacts(row, { responsible });
    }),
  DeadlineSet: (event) =>
    onCase(event, (row) => {
      const { deadlineId, title, due } = event.data;
      return withDue(row, 'deadline', deadlineId, dueAs(event, { title, due }));
    }),
  DeadlineShifted: (event) =>
    onCase(event, (row) => {
      const { deadlineId, due } = event.data;
      const before = row.facts.dues[`deadline:${deadlineId}`];
      return before ? withDue(row, 'deadline', deadlineId, dueAs(event, { ...before, due })) : {};
    }),
  DeadlineMet: (event) => onCase(event, (row) => withDue(row, 'deadline', event.data.deadlineId, undefined)),
  RiskRaised: (event) =>
    onCase(event, (row) => {
      const { riskId, title, likelihood, consequence } = event.data;
      return withFacts(row, { risks: entry(row.facts.risks, riskId, { title, likelihood, consequence }) });
    }),
  RiskReassessed: (event) =>
    onCase(event, (row) => {
      const { riskId, likelihood, consequence } = event.data;
      const before = row.facts.risks[riskId];
      if (!before) return {};
      return withFacts(row, { risks: entry(row.facts.risks, riskId, { ...before, likelihood, consequence }) });
    }),
  RiskClosed: (event) =>
    onCase(event, (row) => withFacts(row, { risks: entry(row.facts.risks, event.data.riskId, undefined) })),

  PartnershipContractSigned: (event) =>
    onCase(event, (row) => ({
      contracts: { ...row.contracts, [event.data.contractId]: event.data.partner.cvr },
    })),
  PhaseGateDecided: (event) =>
    onCase(event, (row) => {
      const { contractId, phaseNo, decision, condition, conditionDue } = event.data;
      const failed = entry(
        row.facts.failedGates,
        gate(event.data),
        decision === 'fail' ? `${contractId}, ${phaseNo}` : undefined,
      );
      const due =
        decision === 'conditional' && conditionDue
          ? dueAs(event, { title: condition ?? `${contractId}, ${phaseNo}`, due: conditionDue, contractId })
          : undefined;
      return withDue(withFacts(row, { failedGates: failed }), 'gate-condition', gate(event.data), due);
    }),
  GateConditionFulfilled: (event) =>
    onCase(event, (row) => withDue(row, 'gate-condition', gate(event.data), undefined)),
  PartnerNarrowed: (event) => onCase(event, (row) => withoutContract(row, event.data.contractId)),
  ContractTerminated: (event) => onCase(event, (row) => withoutContract(row, event.data.contractId)),
  ContractCompleted: (event) => onCase(event, (row) => withoutContract(row, event.data.contractId)),

  MilestonePlanned: (event) =>
    onCase(event, (row) => {
      const { code, title, plannedOn: due, contractId } = event.data;
      const stated = { title, due, ...(contractId !== undefined && { contractId }) };
      return withDue(row, 'milestone', code, dueAs(event, stated));
    }),
  MilestoneReached: (event) => onCase(event, (row) => milestone(row, event.data.code, (due) => due, 'reached')),
  MilestonePartlyReached: (event) =>
    onCase(event, (row) => milestone(row, event.data.code, (due) => due, 'partly-reached')),
  MilestoneMissed: (event) => onCase(event, (row) => milestone(row, event.data.code, (due) => due, 'missed')),
  MilestoneDropped: (event) => onCase(event, (row) => milestone(row, event.data.code, (due) => due, 'dropped')),
  MilestoneRescheduled: (event) =>
    onCase(event, (row) =>
      milestone(row, event.data.code, (due) => dueAs(event, { ...due, due: event.data.plannedOn }), 'planned'),
    ),
  MilestoneCorrected: (event) =>
    onCase(event, (row) => {
      const { code, title, plannedOn, state } = event.data;
      const corrected = (due: KeptDue) => {
        const titled = { ...due, title: title ?? due.title };
        return plannedOn === undefined ? titled : dueAs(event, { ...titled, due: plannedOn });
      };
      return milestone(row, code, corrected, state);
    }),

  FollowUpPlanned: (event) =>
    onCase(event, (row) => {
      const { dues, settled } = row.facts;
      const others = Object.entries(dues).filter(([key]) => !key.startsWith(reportDue('')));
      const missing = event.data.reportsDue.filter((due) => !Object.hasOwn(settled, reportDue(due)));
      const planned = missing.map((due) => [reportDue(due), dueAs(event, { title: due, due })] as const);
      return withFacts(row, { dues: Object.fromEntries([...others, ...planned]) });
    }),
  FollowUpReported: (event) =>
    onCase(event, (row) => {
      const { due } = event.data;
      const { facts } = withDue(row, 'follow-up-report', due, undefined);
      return { facts: { ...facts, settled: entry(facts.settled, reportDue(due), { title: due, due }) } };
    }),
};

/** One row a partnership: where it stands, what is due, and what its traffic light depends on. */
export const worklistProjection: Projection<Happening> = {
  name: 'worklist',
  version: 2,
  tables: [worklist, latest],
  partition: byPartnership,
  // Events that change nothing else still move the revision and the time of the last change.
  changes: { ...Object.fromEntries(everyType.map((type) => [type, (event: never) => onCase(event)])), ...changes },
};
