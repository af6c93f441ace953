import { Refused } from '#decider';
import { isBlank, sameContent } from '../content.js';
import { onlyIn, own } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import { withProcurement } from './preparation.js';
import type { Procurement, ProcurementCommand, ProcurementEvent } from './procurement.js';

export const conflictRefusals = {
  'conflict-id-taken': {
    about: 'state',
    en: 'There is another conflict of interest {conflictId} already: choose another id.',
    da: 'Der findes allerede en anden interessekonflikt {conflictId}: vælg et andet id.',
  },
  'conflict-unknown': {
    about: 'missing',
    en: 'There is no conflict of interest {conflictId}.',
    da: 'Der findes ingen interessekonflikt {conflictId}.',
  },
  'conflict-candidate-unknown': {
    about: 'input',
    en: 'There is no candidate {candidateId} to be in conflict with.',
    da: 'Der findes ingen ansøger {candidateId} at være i konflikt med.',
  },
  'conflict-already-cleared': {
    about: 'state',
    en: 'The conflict of interest {conflictId} is cleared already: {measure}.',
    da: 'Interessekonflikten {conflictId} er allerede håndteret: {measure}.',
  },
  'conflict-own': {
    about: 'who',
    en: 'The conflict of interest {conflictId} is your own: somebody else must clear it.',
    da: 'Interessekonflikten {conflictId} er din egen: en anden skal håndtere den.',
  },
  'conflict-measure-missing': {
    about: 'input',
    en: 'Say what was done about the conflict of interest {conflictId}.',
    da: 'Angiv hvad der er gjort ved interessekonflikten {conflictId}.',
  },
  'conflicts-not-cleared': {
    about: 'state',
    en: 'Clear these conflicts of interest first: {conflicts}.',
    da: 'Håndtér først disse interessekonflikter: {conflicts}.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof conflictRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

/** Refuses while a conflict of interest is declared and not cleared. */
export function withoutConflicts({ conflicts }: Procurement): void {
  const open = Object.keys(conflicts).filter((id) => conflicts[id]?.measure === undefined);
  if (open.length > 0) throw refuse('conflicts-not-cleared', { conflicts: open });
}

export const conflictDecisions = {
  DeclareConflictOfInterest({ data }, partnership) {
    const { conflicts, candidates } = partnership.procurement;
    const { conflictId, candidateId } = data;
    const taken = own(conflicts, conflictId);
    if (taken && sameContent(taken.declared, data)) return [];
    if (taken) throw refuse('conflict-id-taken', { conflictId });
    onlyIn(partnership, 'need', 'market-dialogue', 'procurement');
    if (candidateId !== undefined && !own(candidates, candidateId))
      throw refuse('conflict-candidate-unknown', { candidateId });
    return [{ type: 'ConflictOfInterestDeclared', data }];
  },

  ClearConflictOfInterest({ data, by }, partnership) {
    const { conflictId, measure } = data;
    const conflict = own(partnership.procurement.conflicts, conflictId);
    if (!conflict) throw refuse('conflict-unknown', { conflictId });
    if (conflict.measure === measure) return [];
    if (conflict.measure !== undefined)
      throw refuse('conflict-already-cleared', { conflictId, measure: conflict.measure });
    if (conflict.declared.subject === by.subject) throw refuse('conflict-own', { conflictId });
    if (isBlank(measure)) throw refuse('conflict-measure-missing', { conflictId });
    return [{ type: 'ConflictOfInterestCleared', data }];
  },
} satisfies Pick<Decisions<ProcurementCommand>, 'DeclareConflictOfInterest' | 'ClearConflictOfInterest'>;

export const conflictEvolutions = {
  ConflictOfInterestDeclared: (partnership, data) =>
    withProcurement(partnership, {
      conflicts: { ...partnership.procurement.conflicts, [data.conflictId]: { declared: data } },
    }),
  ConflictOfInterestCleared: (partnership, { conflictId, measure }) => {
    const { conflicts } = partnership.procurement;
    const conflict = own(conflicts, conflictId);
    if (!conflict) return partnership;
    return withProcurement(partnership, { conflicts: { ...conflicts, [conflictId]: { ...conflict, measure } } });
  },
} satisfies Pick<Evolutions<ProcurementEvent>, 'ConflictOfInterestDeclared' | 'ConflictOfInterestCleared'>;
