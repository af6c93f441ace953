import { Refused } from '#decider';
import { sameContent } from '../content.js';
import type { Decisions, Evolutions, Registered } from '../partnership.js';
import type { BusinessDate, RefusalTexts } from '../vocabulary.js';
import type { Assignment, CaseWorkCommand, CaseWorkEvent } from './case-work.js';

export const responsibilityRefusals = {
  'assignment-id-taken': {
    about: 'state',
    en: 'There is another assignment {assignmentId} already: choose another id.',
    da: 'Der findes allerede en anden tildeling {assignmentId}: vælg et andet id.',
  },
  'assignment-unknown': {
    about: 'missing',
    en: 'There is no assignment {assignmentId}.',
    da: 'Der findes ingen tildeling {assignmentId}.',
  },
  'assignment-dates-reversed': {
    about: 'input',
    en: 'A responsibility from {from} cannot end on {until}.',
    da: 'Et ansvar fra {from} kan ikke ophøre den {until}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof responsibilityRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export const responsibilityDecisions: Pick<Decisions<CaseWorkCommand>, 'AssignResponsible' | 'EndResponsibility'> = {
  AssignResponsible({ data }, { caseWork }) {
    const { assignmentId, from, until } = data;
    const taken = caseWork.assignments.get(assignmentId);
    if (taken && sameContent(taken.assigned, data)) return [];
    if (taken) throw refuse('assignment-id-taken', { assignmentId });
    inOrder(from, until);
    return [{ type: 'ResponsibleAssigned', data }];
  },

  EndResponsibility({ data }, { caseWork }) {
    const { assignmentId, until } = data;
    const assignment = caseWork.assignments.get(assignmentId);
    if (!assignment) throw refuse('assignment-unknown', { assignmentId });
    if (assignment.until === until) return [];
    inOrder(assignment.assigned.from, until);
    return [{ type: 'ResponsibilityEnded', data }];
  },
};

function inOrder(from: BusinessDate, until?: BusinessDate): void {
  if (until !== undefined && until < from) throw refuse('assignment-dates-reversed', { from, until });
}

const withAssignment = (partnership: Registered, id: string, assignment: Assignment) => ({
  ...partnership,
  caseWork: { ...partnership.caseWork, assignments: partnership.caseWork.assignments.set(id, assignment) },
});

export const responsibilityEvolutions: Pick<
  Evolutions<CaseWorkEvent>,
  'ResponsibleAssigned' | 'ResponsibilityEnded'
> = {
  ResponsibleAssigned: (partnership, data) =>
    withAssignment(partnership, data.assignmentId, { assigned: data, until: data.until }),
  ResponsibilityEnded: (partnership, { assignmentId, until }) => {
    const assignment = partnership.caseWork.assignments.get(assignmentId);
    return assignment ? withAssignment(partnership, assignmentId, { ...assignment, until }) : partnership;
  },
};
