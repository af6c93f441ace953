import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { own } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { Milestone, MilestoneCommand, MilestoneEvent } from './milestone.js';

export const planningRefusals = {
  'milestone-code-taken': {
    about: 'state',
    en: 'There is another milestone {code} already: choose another code, or correct that one.',
    da: 'Der findes allerede en anden milepæl {code}: vælg en anden kode, eller ret den.',
  },
  'milestone-unknown': {
    about: 'missing',
    en: 'There is no milestone {code}: plan it first.',
    da: 'Der findes ingen milepæl {code}: planlæg den først.',
  },
  'milestone-contract-unknown': {
    about: 'input',
    en: 'There is no contract {contractId} to plan a milestone for.',
    da: 'Der findes ingen kontrakt {contractId} at planlægge en milepæl for.',
  },
  'milestone-phase-without-contract': {
    about: 'input',
    en: 'A phase belongs to a contract: say which contract phase {phaseNo} is of.',
    da: 'En fase hører til en kontrakt: angiv hvilken kontrakt fase {phaseNo} er i.',
  },
  'milestone-phase-unknown': {
    about: 'input',
    en: 'The contract {contractId} has no phase {phaseNo}; its phases are 1 to {phases}.',
    da: 'Kontrakten {contractId} har ingen fase {phaseNo}; dens faser er 1 til {phases}.',
  },
  'milestone-already-reached': {
    about: 'state',
    en: 'The milestone {code} was reached on {reachedOn}: correct it if that is wrong.',
    da: 'Milepælen {code} blev nået den {reachedOn}: ret den, hvis det er forkert.',
  },
  'milestone-dropped': {
    about: 'state',
    en: 'The milestone {code} was dropped: plan a new one, or correct it if that is wrong.',
    da: 'Milepælen {code} er bortfaldet: planlæg en ny, eller ret den, hvis det er forkert.',
  },
  'milestone-same-date': {
    about: 'input',
    en: 'The milestone {code} is planned for {plannedOn} already: give the new date.',
    da: 'Milepælen {code} er allerede planlagt til {plannedOn}: angiv den nye dato.',
  },
  'milestone-words-missing': {
    about: 'input',
    en: 'Say in words: {missing}.',
    da: 'Skriv med ord: {missing}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof planningRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export function known(partnership: Registered, code: string): Milestone {
  const milestone = partnership.milestones.get(code);
  if (!milestone) throw refuse('milestone-unknown', { code });
  return milestone;
}

/** Refuses what is over: a milestone reached or dropped. */
export function stillOpen(milestone: Milestone, code: string): void {
  if (milestone.state === 'reached')
    throw refuse('milestone-already-reached', { code, reachedOn: milestone.stateSince });
  if (milestone.state === 'dropped') throw refuse('milestone-dropped', { code });
}

/** Refuses what must be said in words and was not. */
export function inWords(texts: Readonly<Record<string, string>>): void {
  const missing = Object.keys(texts).filter((name) => isBlank(texts[name]));
  if (missing.length > 0) throw refuse('milestone-words-missing', { missing });
}

export const planningDecisions: Pick<
  Decisions<MilestoneCommand>,
  'PlanMilestone' | 'RescheduleMilestone' | 'DropMilestone'
> = {
  PlanMilestone({ data }, partnership) {
    const { code, contractId, phaseNo } = data;
    const taken = partnership.milestones.get(code);
    if (taken && sameContent(taken.plan, data)) return [];
    if (taken) throw refuse('milestone-code-taken', { code });
    if (contractId === undefined && phaseNo !== undefined)
      throw refuse('milestone-phase-without-contract', { phaseNo });
    if (contractId !== undefined) {
      const contract = own(partnership.contracts, contractId);
      if (!contract) throw refuse('milestone-contract-unknown', { contractId });
      if (phaseNo !== undefined && !contract.phases[phaseNo - 1])
        throw refuse('milestone-phase-unknown', { contractId, phaseNo, phases: contract.phases.length });
    }
    return [{ type: 'MilestonePlanned', data }];
  },

  RescheduleMilestone({ data }, partnership) {
    const { code, plannedOn, reason } = data;
    const milestone = known(partnership, code);
    stillOpen(milestone, code);
    inWords({ reason });
    if (plannedOn === milestone.plannedOn) {
      if (milestone.state !== 'missed' && milestone.note === reason) return [];
      throw refuse('milestone-same-date', { code, plannedOn });
    }
    return [{ type: 'MilestoneRescheduled', data }];
  },

  DropMilestone({ data }, partnership) {
    const { code, reason } = data;
    const milestone = known(partnership, code);
    if (milestone.state === 'dropped' && milestone.note === reason) return [];
    stillOpen(milestone, code);
    inWords({ reason });
    return [{ type: 'MilestoneDropped', data }];
  },
};

export function change(
  partnership: Registered,
  code: string,
  how: (milestone: Milestone) => Partial<Milestone>,
): Registered {
  const milestone = partnership.milestones.get(code);
  if (!milestone) return partnership;
  return { ...partnership, milestones: partnership.milestones.set(code, { ...milestone, ...how(milestone) }) };
}

export const planningEvolutions: Pick<
  Evolutions<MilestoneEvent>,
  'MilestonePlanned' | 'MilestoneRescheduled' | 'MilestoneDropped'
> = {
  MilestonePlanned: (partnership, data) => {
    const { code, title, plannedOn, contractId, phaseNo, responsible } = data;
    const milestone: Milestone = { plan: data, title, plannedOn, responsible, contractId, phaseNo, state: 'planned' };
    return { ...partnership, milestones: partnership.milestones.set(code, milestone) };
  },
  MilestoneRescheduled: (partnership, { code, plannedOn, reason }) =>
    change(partnership, code, ({ state, stateSince }) => ({
      plannedOn,
      note: reason,
      // What was missed is planned again; what was partly reached stays so.
      ...(state === 'missed' ? { state: 'planned', stateSince: undefined } : { state, stateSince }),
    })),
  MilestoneDropped: (partnership, { code, reason }) =>
    change(partnership, code, () => ({ state: 'dropped', note: reason })),
};
