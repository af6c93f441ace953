import type { MilestoneState } from '#partnership';
import { at, type Projection, type Recorded, type Table, type Touch, touch } from '#projection';
import { type About, type Audience, about, byPartnership, type Happening, marks } from '../events.js';

export interface MilestoneRow {
  readonly partnership_id: string;
  readonly code: string;
  readonly title: string;
  readonly first_planned_on: string;
  readonly planned_on: string;
  readonly state: MilestoneState;
  /** The business date the state holds from; none while planned. */
  readonly state_since: string | null;
  readonly contract_id: string | null;
  readonly phase_no: number | null;
  readonly responsible: string | null;
  readonly note: string | null;
  readonly remaining: string | null;
  readonly evidence: readonly string[];
  readonly rescheduled: number;
  readonly corrected: number;
  readonly illustrative: readonly string[];
  readonly audience: Audience;
}

interface ContractRow {
  readonly partnership_id: string;
  readonly contract_id: string;
  readonly cvr: string;
}

const milestone: Table<MilestoneRow, 'partnership_id' | 'code'> = {
  name: 'milestone',
  key: ['partnership_id', 'code'],
};
const contract: Table<ContractRow, 'partnership_id' | 'contract_id'> = {
  name: 'milestone_contract',
  key: ['partnership_id', 'contract_id'],
  current: true,
};

type MilestoneHappening = Extract<Happening, { data: { readonly code: string } }>;
type OfMilestone = Extract<MilestoneHappening, { type: `Milestone${string}` }>;

function onMilestone<Event extends Recorded<OfMilestone>>(
  event: Event,
  change: (row: MilestoneRow, by: About) => Partial<MilestoneRow>,
): readonly Touch[] {
  const place = at(milestone, { partnership_id: event.partition, code: event.data.code });
  return [
    touch(place, (row) => {
      if (!row) throw new Error(`There is no milestone ${event.data.code}`);
      const by = about(event);
      return { ...row, ...change(row, by), illustrative: marks(row.illustrative, event.data, by) };
    }),
  ];
}

/** The milestones of every partnership, with where they stand now. */
export const milestonesProjection: Projection<Happening> = {
  name: 'milestones',
  version: 2,
  tables: [milestone, contract],
  partition: byPartnership,
  changes: {
    PartnershipContractSigned: ({ partition, data: { contractId, partner } }) => {
      const key = { partnership_id: partition, contract_id: contractId };
      return [touch(at(contract, key), () => ({ ...key, cvr: partner.cvr }))];
    },
    MilestonePlanned: (event) => {
      const { code, title, plannedOn, contractId, phaseNo, responsible } = event.data;
      const key = { partnership_id: event.partition, code };
      return [
        touch<MilestoneRow, ContractRow>(
          at(milestone, key),
          (_, of): MilestoneRow => ({
            ...key,
            title,
            first_planned_on: plannedOn,
            planned_on: plannedOn,
            state: 'planned',
            state_since: null,
            contract_id: contractId ?? null,
            phase_no: phaseNo ?? null,
            responsible: responsible ?? null,
            note: null,
            remaining: null,
            evidence: [],
            rescheduled: 0,
            corrected: 0,
            illustrative: about(event).illustrative,
            audience: of?.cvr ?? 'municipal',
          }),
          contractId === undefined
            ? undefined
            : at(contract, { partnership_id: event.partition, contract_id: contractId }),
        ),
      ];
    },
    MilestoneReached: (event) =>
      onMilestone(event, (row) => ({
        state: 'reached',
        state_since: event.data.reachedOn,
        note: event.data.note ?? null,
        remaining: null,
        evidence: [...new Set([...row.evidence, ...(event.data.evidence ?? [])])],
      })),
    MilestonePartlyReached: (event) =>
      onMilestone(event, (row) => ({
        state: 'partly-reached',
        state_since: event.data.reachedOn,
        note: event.data.note,
        remaining: event.data.remaining,
        evidence: [...new Set([...row.evidence, ...(event.data.evidence ?? [])])],
      })),
    MilestoneMissed: (event) =>
      onMilestone(event, () => ({
        state: 'missed',
        state_since: event.data.missedOn,
        note: event.data.note,
        remaining: null,
      })),
    MilestoneRescheduled: (event) =>
      onMilestone(event, (row) => ({
        // What was missed is planned again; what was partly reached stays so.
        ...(row.state === 'missed' && { state: 'planned', state_since: null }),
        planned_on: event.data.plannedOn,
        note: event.data.reason,
        rescheduled: row.rescheduled + 1,
      })),
    MilestoneDropped: (event) =>
      onMilestone(event, (_, { occurredOn }) => ({
        state: 'dropped',
        state_since: occurredOn,
        note: event.data.reason,
      })),
    MilestoneCorrected: (event) =>
      onMilestone(event, (row) => {
        const { title, plannedOn, responsible, state, stateSince, note } = event.data;
        return {
          title: title ?? row.title,
          planned_on: plannedOn ?? row.planned_on,
          responsible: responsible ?? row.responsible,
          state: state ?? row.state,
          state_since: state === 'planned' ? null : (stateSince ?? row.state_since),
          note: note ?? row.note,
          // What remained was of what was partly reached.
          remaining: state === undefined || state === 'partly-reached' ? row.remaining : null,
          corrected: row.corrected + 1,
        };
      }),
  },
};
