import { at, type Changes, type Recorded, type Table, type Touch, touch } from '#projection';
import { type Audience, about, type Happening } from '../events.js';

export const funnelSteps = ['interested', 'candidates', 'tenderers', 'contracts', 'accepted'] as const;
export type FunnelStep = (typeof funnelSteps)[number];

/** How many suppliers a case has at each step; null where it has not come to it. */
export interface FunnelRow extends Readonly<Record<FunnelStep, number | null>> {
  readonly partnership_id: string;
  readonly registered_on: string;
  /** Contracts whose solution reached its performance level in the last evaluation. */
  readonly performing: number | null;
  /** Positions of the events each step is counted from. */
  readonly events: Readonly<Partial<Record<FunnelStep, readonly number[]>>>;
  readonly audience: Audience;
}

const funnel: Table<FunnelRow, 'partnership_id'> = { name: 'supplier_funnel', key: ['partnership_id'] };
export const funnelTables = [funnel];

type Seen = Recorded<Happening>;
const onFunnel = (event: Seen, change: (row: FunnelRow) => FunnelRow): readonly Touch[] => [
  touch(at(funnel, { partnership_id: event.partition }), (row) => row && change(row)),
];

/** One more supplier at a step. */
const oneMore = (event: Seen, step: FunnelStep) =>
  onFunnel(event, (row) => ({ ...row, [step]: (row[step] ?? 0) + 1, events: told(row, step, event.position) }));

/** So many suppliers at a step, whatever it was before. */
const so = (row: FunnelRow, step: FunnelStep, number: number | null, event: Seen): FunnelRow => ({
  ...row,
  [step]: number,
  events: { ...row.events, [step]: number === null ? [] : [event.position] },
});

const told = ({ events }: FunnelRow, step: FunnelStep, position: number) => ({
  ...events,
  [step]: [...(events[step] ?? []), position],
});

/** The suppliers of each case from interest to acceptance. */
export const funnelChanges: Changes<Happening> = {
  PartnershipRegistered: (event) => [
    touch(at(funnel, { partnership_id: event.partition }), (): FunnelRow => {
      const partnership_id = event.partition;
      const nobody = { interested: null, candidates: null, tenderers: null, contracts: null, accepted: null };
      const registered_on = about(event).occurredOn;
      return { partnership_id, registered_on, ...nobody, performing: null, events: {}, audience: 'municipal' };
    }),
  ],
  MarketDialogueOpened: (event) => onFunnel(event, (row) => so(row, 'interested', 0, event)),
  DialogueParticipantRegistered: (event) => oneMore(event, 'interested'),
  NoticePublished: (event) => onFunnel(event, (row) => so(row, 'candidates', 0, event)),
  RequestToParticipateReceived: (event) => oneMore(event, 'candidates'),
  TendersInvited: (event) => onFunnel(event, (row) => so(row, 'tenderers', event.data.tenderers.length, event)),
  // Another tender begins anew.
  ProcurementCancelled: (event) =>
    onFunnel(event, (row) => so(so(row, 'candidates', null, event), 'tenderers', null, event)),
  PartnershipContractSigned: (event) => oneMore(event, 'contracts'),
  EvaluationOpened: (event) => onFunnel(event, (row) => ({ ...so(row, 'accepted', null, event), performing: null })),
  EvaluationSubmitted: (event) =>
    onFunnel(event, (row) => ({
      ...row,
      performing: event.data.contracts.filter(({ performanceLevelMet }) => performanceLevelMet).length,
      events: { ...row.events, accepted: [event.position] },
    })),
  EvaluationDecisionTaken: (event) =>
    onFunnel(event, (row) => {
      const { decision } = event.data;
      // Whoever iterates has neither accepted nor refused.
      if (decision === 'iterate') return row;
      const accepted = decision === 'scale' ? (row.performing ?? 0) : 0;
      return { ...row, accepted, events: told(row, 'accepted', event.position) };
    }),
};
