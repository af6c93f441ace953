import { fold, given } from '#decider';
import { type PartnershipCommand, type PartnershipEvent, partnership } from '../src/partnership.js';
import type { Phase } from '../src/vocabulary.js';
import { refusal } from './story.js';

type Past = readonly PartnershipEvent[];

/** What wishes lead to after a past, one after the other. */
export const decided = (past: Past, ...commands: PartnershipCommand[]): PartnershipEvent[] =>
  given(partnership, ...past).when(...commands);

/** The reason a wish is refused after a past; fails when it is not. */
export const refused = (past: Past, ...commands: PartnershipCommand[]): string =>
  refusal(() => decided(past, ...commands)).reason;

/** The phase a past has brought the case to. */
export function phaseAfter(past: Past): Phase | undefined {
  const state = fold(partnership, past);
  return state.status === 'absent' ? undefined : state.phase;
}
