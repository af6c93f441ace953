import { Refused } from '#decider';
import { own } from '../guards.js';
import type { Registered } from '../partnership.js';
import type { RefusalTexts } from '../vocabulary.js';
import type { Pilot } from './pilot.js';

export const standingRefusals = {
  'unknown-pilot': {
    about: 'missing',
    en: 'There is no pilot {pilotId} in this partnership.',
    da: 'Der er intet pilotforløb {pilotId} i dette partnerskab.',
  },
  'pilot-ended': {
    about: 'state',
    en: 'Pilot {pilotId} is {status}.',
    da: 'Pilotforløb {pilotId} er {status}.',
  },
  'pilot-not-started': {
    about: 'state',
    en: 'Pilot {pilotId} has not started.',
    da: 'Pilotforløb {pilotId} er ikke begyndt.',
  },
  'site-not-approved': {
    about: 'state',
    en: 'The site {siteId} is not approved for pilot {pilotId}.',
    da: 'Stedet {siteId} er ikke godkendt til pilotforløb {pilotId}.',
  },
  'participants-not-counted': {
    about: 'input',
    en: 'Participants are counted in whole numbers from 0; nobody is identified.',
    da: 'Deltagere tælles i hele tal fra 0; ingen identificeres.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof standingRefusals, details?: Record<string, unknown>) =>
  new Refused(reason, details);

export function pilotOf(partnership: Registered, pilotId: string): Pilot {
  const pilot = own(partnership.pilots, pilotId);
  if (!pilot) throw refuse('unknown-pilot', { pilotId });
  return pilot;
}

export const hasEnded = ({ status }: Pilot): boolean => status === 'completed' || status === 'aborted';

export function notEnded(pilot: Pilot): void {
  if (hasEnded(pilot)) throw refuse('pilot-ended', { pilotId: pilot.plan.pilotId, status: pilot.status });
}

export function hasStarted(pilot: Pilot): void {
  if (pilot.startedOn === undefined) throw refuse('pilot-not-started', { pilotId: pilot.plan.pilotId });
}

export function siteApproved(pilot: Pilot, siteId: string): void {
  if (!Object.hasOwn(pilot.sites, siteId)) throw refuse('site-not-approved', { siteId, pilotId: pilot.plan.pilotId });
}

export function checkCount(participants: number): void {
  if (!Number.isSafeInteger(participants) || participants < 0) throw refuse('participants-not-counted');
}

/** The partnership with the pilot changed; as it was when it does not know the pilot. */
export function withPilot(partnership: Registered, pilotId: string, change: (pilot: Pilot) => Pilot): Registered {
  const pilot = own(partnership.pilots, pilotId);
  return pilot ? { ...partnership, pilots: { ...partnership.pilots, [pilotId]: change(pilot) } } : partnership;
}
