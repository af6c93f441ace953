import { Refused } from '#decider';
import { sameContent } from '../content.js';
import { hasHappened } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { Milestone, MilestoneCommand, MilestoneEvent } from './milestone.js';
import { change, inWords, known, stillOpen } from './planning.js';

export const outcomeRefusals = {
  'milestone-already-missed': {
    about: 'state',
    en: 'The milestone {code} is recorded as missed on {missedOn}: correct it if that is wrong.',
    da: 'Milepælen {code} er registreret som misset den {missedOn}: ret den, hvis det er forkert.',
  },
  'milestone-not-due': {
    about: 'input',
    en: 'The milestone {code} is planned for {plannedOn} and cannot be missed on {missedOn}: reschedule or drop it.',
    da: 'Milepælen {code} er planlagt til {plannedOn} og kan ikke misses den {missedOn}: flyt den, eller lad den bortfalde.',
  },
  'milestone-evidence-not-journalised': {
    about: 'state',
    en: 'Evidence must be journalised first: {documents}.',
    da: 'Dokumentation skal journaliseres først: {documents}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof outcomeRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

/** A partner's evidence is its own: another contract's documents do not exist for it. */
function journalised(
  partnership: Registered,
  command: MilestoneCommand,
  milestone: Milestone,
  evidence: readonly string[] = [],
) {
  const documents = evidence.filter((id) => {
    const document = partnership.caseWork.documents.get(id);
    return !document || (command.by.role === 'partner' && document.contractId !== milestone.contractId);
  });
  if (documents.length > 0) throw refuse('milestone-evidence-not-journalised', { documents });
}

type Said = Pick<Milestone, 'stateSince' | 'note' | 'remaining' | 'evidence'>;
const says = ({ stateSince, note, remaining, evidence }: Milestone, said: Said) =>
  sameContent({ stateSince, note, remaining, evidence }, said);

export const outcomeDecisions: Pick<
  Decisions<MilestoneCommand>,
  'ReachMilestone' | 'PartlyReachMilestone' | 'MissMilestone'
> = {
  ReachMilestone(command, partnership) {
    const { data } = command;
    const { code, reachedOn, note, evidence } = data;
    const milestone = known(partnership, code);
    if (milestone.state === 'reached' && says(milestone, { stateSince: reachedOn, note, evidence })) return [];
    stillOpen(milestone, code);
    hasHappened(command, reachedOn);
    journalised(partnership, command, milestone, evidence);
    return [{ type: 'MilestoneReached', data }];
  },

  PartlyReachMilestone(command, partnership) {
    const { data } = command;
    const { code, reachedOn, note, remaining, evidence } = data;
    const milestone = known(partnership, code);
    if (milestone.state === 'partly-reached' && says(milestone, { stateSince: reachedOn, note, remaining, evidence }))
      return [];
    stillOpen(milestone, code);
    hasHappened(command, reachedOn);
    inWords({ note, remaining });
    journalised(partnership, command, milestone, evidence);
    return [{ type: 'MilestonePartlyReached', data }];
  },

  MissMilestone(command, partnership) {
    const { data } = command;
    const { code, missedOn, note } = data;
    const milestone = known(partnership, code);
    if (milestone.state === 'missed' && says(milestone, { stateSince: missedOn, note })) return [];
    if (milestone.state === 'missed')
      throw refuse('milestone-already-missed', { code, missedOn: milestone.stateSince });
    stillOpen(milestone, code);
    hasHappened(command, missedOn);
    if (missedOn < milestone.plannedOn)
      throw refuse('milestone-not-due', { code, missedOn, plannedOn: milestone.plannedOn });
    inWords({ note });
    return [{ type: 'MilestoneMissed', data }];
  },
};

export const outcomeEvolutions: Pick<
  Evolutions<MilestoneEvent>,
  'MilestoneReached' | 'MilestonePartlyReached' | 'MilestoneMissed'
> = {
  MilestoneReached: (partnership, { code, reachedOn, note, evidence }) =>
    change(partnership, code, () => ({
      state: 'reached',
      stateSince: reachedOn,
      note,
      evidence,
      remaining: undefined,
    })),
  MilestonePartlyReached: (partnership, { code, reachedOn, note, remaining, evidence }) =>
    change(partnership, code, () => ({ state: 'partly-reached', stateSince: reachedOn, note, remaining, evidence })),
  MilestoneMissed: (partnership, { code, missedOn, note }) =>
    change(partnership, code, () => ({
      state: 'missed',
      stateSince: missedOn,
      note,
      remaining: undefined,
      evidence: undefined,
    })),
};
