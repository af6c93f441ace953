import type { Phase } from '#partnership';
import type { Happening } from '../events.js';

type Moves = {
  readonly [Type in Happening['type']]?: (data: Extract<Happening, { type: Type }>['data'], phase: Phase) => Phase;
};

/** The phase a partnership is in after an event that may move it. */
export const moves: Moves = {
  NeedDescribed: (_, phase) => (phase === 'draft' ? 'need' : phase),
  MarketDialogueOpened: () => 'market-dialogue',
  ProcurementPrepared: () => 'procurement',
  PartnershipContractSigned: (_, phase) => (phase === 'procurement' ? 'development' : phase),
  DevelopmentStarted: () => 'development',
  PilotStarted: () => 'pilot',
  EvaluationOpened: () => 'evaluation',
  EvaluationDecisionTaken: ({ decision, backTo }, phase) =>
    decision === 'scale' ? 'scale-up' : decision === 'iterate' ? (backTo ?? 'development') : phase,
  ScaleUpConcluded: () => 'follow-up',
  PartnershipReopened: ({ phase }) => phase,
};

export function phaseAfter({ type, data }: Pick<Happening, 'type' | 'data'>, phase: Phase): Phase {
  const move = moves[type] as ((data: unknown, phase: Phase) => Phase) | undefined;
  return move ? move(data, phase) : phase;
}

const statusMoves: { readonly [Type in Happening['type']]?: WorklistStatus } = {
  PartnershipSuspended: 'suspended',
  PartnershipClosed: 'closed',
  PartnershipResumed: 'open',
  PartnershipReopened: 'open',
};

/** Whether it is open, rests or is closed. */
export const statusAfter = ({ type }: Pick<Happening, 'type'>, status: WorklistStatus): WorklistStatus =>
  statusMoves[type] ?? status;

/** Whether an event may move the phase or the status. */
export const movesCourse = (type: Happening['type']): boolean =>
  Object.hasOwn(moves, type) || Object.hasOwn(statusMoves, type);

export const worklistStatuses = ['open', 'suspended', 'closed'] as const;
export type WorklistStatus = (typeof worklistStatuses)[number];
