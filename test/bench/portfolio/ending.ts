import type { ClosingReason } from '../../../libs/partnership/src/index.js';
import { dateOf } from './days.js';
import type { Life } from './life.js';

const reasons: readonly ClosingReason[] = [
  'no-market-interest',
  'no-qualified-tender',
  'target-not-met',
  'too-expensive',
  'supplier-withdrew',
  'priorities-changed',
  'legal-obstacle',
];

/** Ends what is under way, and closes the case: completed where it can be, otherwise stopped or cancelled for a reason. */
export function close(life: Life): boolean {
  const { random, open } = life;
  if (open?.status !== 'open') return false;
  const on = dateOf(life.today);
  const leadership = life.someone('leadership');
  for (const [pilotId, { status }] of Object.entries(open.pilots))
    if (status === 'planned' || status === 'running')
      life.does('AbortPilot', { pilotId, endedOn: on, reason: 'The partnership ends.' });
  for (const [code, { state }] of open.milestones)
    if (state === 'planned' || state === 'partly-reached')
      life.does('DropMilestone', { code, reason: 'The partnership ends.' });
  for (const [contractId, { status, phases }] of Object.entries(open.contracts)) {
    for (const [index, { instalments }] of phases.entries())
      for (const [instalment, { status, amountOere }] of Object.entries(instalments)) {
        const which = { contractId, phaseNo: index + 1, instalment };
        const finance = life.someone('finance');
        if (status === 'open') life.does('CancelInstalment', { ...which, reason: 'The partnership ends.' }, finance);
        if (status === 'released')
          life.does(
            'SettlePayment',
            { ...which, amountOere, paidOn: on, paymentReference: `P-${instalment}` },
            finance,
          );
      }
    if (status === 'running' && !life.does('CompleteContract', { contractId, completedOn: on }, leadership))
      life.does(
        'TerminateContract',
        { contractId, ground: 'mutual-agreement', reason: 'The partnership ends.', terminatedOn: on },
        leadership,
      );
  }
  const done = open.phase === 'follow-up';
  const result = done ? 'completed' : random.chance(0.75) ? 'stopped' : 'cancelled';
  const reason = done ? 'goals-reached' : random.pick(reasons);
  return life.does('ClosePartnership', { result, reason, explanation: 'Decided by the steering group.' }, leadership);
}

/** Leadership answers a recommendation that nobody has answered yet. */
export function answerRecommendation(life: Life): void {
  const { open, random } = life;
  const recommended = open?.evaluation?.recommendation?.recommendation;
  if (open?.phase !== 'evaluation' || !recommended || open.evaluation?.decided) return;
  const decision = random.pick(['iterate', 'iterate', 'stop', 'scale'] as const);
  life.does(
    'TakeEvaluationDecision',
    {
      decision,
      reason: 'Decided by the steering group.',
      ...(decision !== recommended && { deviationReason: 'The municipalities see it otherwise.' }),
      ...(decision === 'scale' && { overrideReason: 'The need is greater than was thought.' }),
      ...(decision === 'iterate' && { backTo: 'pilot' as const }),
    },
    life.someone('leadership'),
  );
}
