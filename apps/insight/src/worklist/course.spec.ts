import { describe, expect, it } from '@jest/globals';
import { fold } from '#decider';
import { type PartnershipEvent, partnership } from '#partnership';
import {
  contractsSigned,
  decidedTo,
  followUpPlanned,
  recommended,
  scaling,
} from '../../../../libs/partnership/test/story-from-contract.js';
import { phaseAfter, statusAfter, type WorklistStatus } from './course.js';

const course: PartnershipEvent[] = [
  { type: 'PartnershipSuspended', data: { reason: 'Valg' } },
  { type: 'PartnershipResumed', data: { phase: 'follow-up' } },
  {
    type: 'PartnershipClosed',
    data: { result: 'completed', reason: 'goals-reached', explanation: 'Nået', from: 'follow-up', closedBy: 'l' },
  },
  { type: 'PartnershipReopened', data: { phase: 'follow-up', reason: 'Ny kommune' } },
];
const concluded: PartnershipEvent = { type: 'ScaleUpConcluded', data: { summary: 'Udbredt', decidedBy: 'lead-1' } };

describe('the course of a case on the worklist', () => {
  it.each<[string, readonly PartnershipEvent[]]>([
    ['from registration to the contracts', contractsSigned],
    ['from the contracts to scale-up', scaling],
    ['through follow-up, rest, closing and reopening', [...followUpPlanned, concluded, ...course]],
    ['back to development', [...recommended, decidedTo('iterate', 'development')]],
    ['back to pilot', [...recommended, decidedTo('iterate', 'pilot')]],
    ['to a stop', [...recommended, decidedTo('stop')]],
  ])('is the one its decisions see: %s', (_, events) => {
    let phase = partnershipPhase(events.slice(0, 1));
    let status: WorklistStatus = 'open';
    for (const [index, event] of events.entries()) {
      phase = phaseAfter(event, phase);
      status = statusAfter(event, status);
      const decided = fold(partnership, events.slice(0, index + 1));
      expect([event.type, phase, status]).toEqual([event.type, 'phase' in decided && decided.phase, decided.status]);
    }
  });
});

function partnershipPhase(events: readonly PartnershipEvent[]) {
  const state = fold(partnership, events);
  if (state.status === 'absent') throw new Error('The story does not begin with a registration');
  return state.phase;
}
