import { Refused } from '#decider';
import { hasHappened } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { MilestoneCommand, MilestoneEvent } from './milestone.js';
import { change, inWords, known } from './planning.js';

export const correctionRefusals = {
  'milestone-nothing-corrected': {
    about: 'input',
    en: 'Say what was wrong with the milestone {code}: its title, planned date, responsible person, state or note.',
    da: 'Angiv hvad der var forkert ved milepælen {code}: titel, planlagt dato, ansvarlig, tilstand eller note.',
  },
  'milestone-state-without-date': {
    about: 'input',
    en: 'Say since when the milestone {code} is {state}.',
    da: 'Angiv fra hvilken dato milepælen {code} er {state}.',
  },
  'milestone-planned-with-date': {
    about: 'input',
    en: 'The milestone {code} is planned: nothing has happened to it yet, so no date can be given.',
    da: 'Milepælen {code} er planlagt: der er ikke sket noget med den endnu, så der kan ikke angives en dato.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof correctionRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export const correctionDecisions: Pick<Decisions<MilestoneCommand>, 'CorrectMilestone'> = {
  CorrectMilestone(command, partnership) {
    const { code, reason, ...wrong } = command.data;
    const milestone = known(partnership, code);
    inWords({ reason });
    if (Object.values(wrong).every((value) => value === undefined))
      throw refuse('milestone-nothing-corrected', { code });
    const { state = milestone.state, stateSince } = wrong;
    if (state === 'planned' && stateSince !== undefined) throw refuse('milestone-planned-with-date', { code });
    if (wrong.state && state !== 'planned' && stateSince === undefined)
      throw refuse('milestone-state-without-date', { code, state });
    if (stateSince !== undefined) hasHappened(command, stateSince);
    const corrected = {
      ...(wrong.title !== undefined && wrong.title !== milestone.title && { title: wrong.title }),
      ...(wrong.plannedOn !== undefined && wrong.plannedOn !== milestone.plannedOn && { plannedOn: wrong.plannedOn }),
      ...(wrong.responsible !== undefined &&
        wrong.responsible !== milestone.responsible && { responsible: wrong.responsible }),
      ...((state !== milestone.state || (stateSince !== undefined && stateSince !== milestone.stateSince)) && {
        state,
        ...(stateSince !== undefined && { stateSince }),
      }),
      ...(wrong.note !== undefined && wrong.note !== milestone.note && { note: wrong.note }),
    };
    return Object.keys(corrected).length === 0
      ? []
      : [{ type: 'MilestoneCorrected', data: { code, reason, ...corrected } }];
  },
};

export const correctionEvolutions: Pick<Evolutions<MilestoneEvent>, 'MilestoneCorrected'> = {
  MilestoneCorrected: (partnership, { code, reason: _why, state, ...corrected }) =>
    change(partnership, code, () => ({
      ...corrected,
      ...(state && { state, stateSince: corrected.stateSince }),
    })),
};
