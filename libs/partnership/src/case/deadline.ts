import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { hasHappened } from '../guards.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { CaseWorkCommand, CaseWorkEvent, Deadline } from './case-work.js';

export const deadlineRefusals = {
  'deadline-id-taken': {
    about: 'state',
    en: 'There is another deadline {deadlineId} already: choose another id, or shift that one.',
    da: 'Der findes allerede en anden frist {deadlineId}: vælg et andet id, eller flyt den.',
  },
  'deadline-unknown': {
    about: 'missing',
    en: 'There is no deadline {deadlineId}: set it first.',
    da: 'Der findes ingen frist {deadlineId}: sæt den først.',
  },
  'deadline-already-met': {
    about: 'state',
    en: 'The deadline {deadlineId} was met on {metOn}.',
    da: 'Fristen {deadlineId} blev overholdt den {metOn}.',
  },
  'deadline-same-date': {
    about: 'input',
    en: 'The deadline {deadlineId} is due on {due} already: give the new date.',
    da: 'Fristen {deadlineId} udløber allerede den {due}: angiv den nye dato.',
  },
  'deadline-reason-missing': {
    about: 'input',
    en: 'Say why the deadline {deadlineId} is shifted.',
    da: 'Begrund hvorfor fristen {deadlineId} flyttes.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof deadlineRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

function known({ caseWork }: Registered, deadlineId: string): Deadline {
  const deadline = caseWork.deadlines.get(deadlineId);
  if (!deadline) throw refuse('deadline-unknown', { deadlineId });
  return deadline;
}

export const deadlineDecisions: Pick<Decisions<CaseWorkCommand>, 'SetDeadline' | 'ShiftDeadline' | 'MeetDeadline'> = {
  SetDeadline({ data }, { caseWork }) {
    const taken = caseWork.deadlines.get(data.deadlineId);
    if (taken && sameContent(taken.set, data)) return [];
    if (taken) throw refuse('deadline-id-taken', { deadlineId: data.deadlineId });
    return [{ type: 'DeadlineSet', data }];
  },

  ShiftDeadline({ data }, partnership) {
    const { deadlineId, due, reason } = data;
    const deadline = known(partnership, deadlineId);
    if (deadline.metOn) throw refuse('deadline-already-met', { deadlineId, metOn: deadline.metOn });
    if (isBlank(reason)) throw refuse('deadline-reason-missing', { deadlineId });
    if (due === deadline.due && reason === deadline.shiftedBecause) return [];
    if (due === deadline.due) throw refuse('deadline-same-date', { deadlineId, due });
    return [{ type: 'DeadlineShifted', data }];
  },

  MeetDeadline(command, partnership) {
    const { data } = command;
    const { deadlineId, metOn } = data;
    const deadline = known(partnership, deadlineId);
    if (deadline.metOn === metOn) return [];
    if (deadline.metOn) throw refuse('deadline-already-met', { deadlineId, metOn: deadline.metOn });
    hasHappened(command, metOn);
    return [{ type: 'DeadlineMet', data }];
  },
};

const withDeadline = (partnership: Registered, id: string, deadline: Deadline) => ({
  ...partnership,
  caseWork: { ...partnership.caseWork, deadlines: partnership.caseWork.deadlines.set(id, deadline) },
});

export const deadlineEvolutions: Pick<Evolutions<CaseWorkEvent>, 'DeadlineSet' | 'DeadlineShifted' | 'DeadlineMet'> = {
  DeadlineSet: (partnership, data) => withDeadline(partnership, data.deadlineId, { set: data, due: data.due }),
  DeadlineShifted: (partnership, { deadlineId, due, reason }) => {
    const deadline = partnership.caseWork.deadlines.get(deadlineId);
    return deadline ? withDeadline(partnership, deadlineId, { ...deadline, due, shiftedBecause: reason }) : partnership;
  },
  DeadlineMet: (partnership, { deadlineId, metOn }) => {
    const deadline = partnership.caseWork.deadlines.get(deadlineId);
    return deadline ? withDeadline(partnership, deadlineId, { ...deadline, metOn }) : partnership;
  },
};
