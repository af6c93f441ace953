import { Refused } from '#decider';
import { sameContent } from '../content.js';
import { hasHappened, own } from '../guards.js';
import type { Decisions, Evolutions } from '../partnership.js';
import type { BusinessDate, RefusalTexts } from '../vocabulary.js';
import type { Pilot, PilotCommand, PilotEvent } from './pilot.js';
import { checkCount, hasStarted, notEnded, pilotOf, siteApproved, withPilot } from './standing.js';

export const runningRefusals = {
  'before-pilot': {
    about: 'input',
    en: '{on} lies before the pilot, which started on {startedOn}.',
    da: '{on} ligger før pilotforløbet, som begyndte {startedOn}.',
  },
  'after-pilot': {
    about: 'input',
    en: '{on} lies after the pilot, which ended on {endedOn}.',
    da: '{on} ligger efter pilotforløbet, som sluttede {endedOn}.',
  },
  'incident-id-taken': {
    about: 'state',
    en: 'Incident {incidentId} is reported otherwise: use another id.',
    da: 'Hændelse {incidentId} er indberettet anderledes: brug et andet id.',
  },
} as const satisfies RefusalTexts;

const refuse = (reason: keyof typeof runningRefusals, details: Record<string, unknown>) => new Refused(reason, details);

export const runningDecisions = {
  CountParticipants(command, partnership) {
    const { data } = command;
    const pilot = pilotOf(partnership, data.pilotId);
    siteApproved(pilot, data.siteId);
    if (sameContent(own(pilot.counts, data.siteId), data)) return [];
    checkCount(data.participants);
    hasStarted(pilot);
    hasHappened(command, data.countedOn);
    checkDuring(pilot, data.countedOn);
    return [{ type: 'ParticipantsCounted', data }];
  },

  ReportPilotIncident({ data }, partnership) {
    const pilot = pilotOf(partnership, data.pilotId);
    const known = own(pilot.incidents, data.incidentId);
    if (known) {
      if (sameContent(known, data)) return [];
      throw refuse('incident-id-taken', { incidentId: data.incidentId });
    }
    hasStarted(pilot);
    if (data.siteId !== undefined) siteApproved(pilot, data.siteId);
    return [{ type: 'PilotIncidentReported', data }];
  },

  CompletePilot(command, partnership) {
    const { pilotId, endedOn, summary } = command.data;
    const pilot = pilotOf(partnership, pilotId);
    if (pilot.status === 'completed' && pilot.endedOn === endedOn && pilot.outcome === summary) return [];
    notEnded(pilot);
    hasStarted(pilot);
    hasHappened(command, endedOn);
    checkDuring(pilot, endedOn);
    return [{ type: 'PilotCompleted', data: command.data }];
  },

  // A pilot that never started is aborted too, or it would stand planned for ever and keep the evaluation shut.
  AbortPilot(command, partnership) {
    const { pilotId, endedOn, reason } = command.data;
    const pilot = pilotOf(partnership, pilotId);
    if (pilot.status === 'aborted' && pilot.endedOn === endedOn && pilot.outcome === reason) return [];
    notEnded(pilot);
    hasHappened(command, endedOn);
    checkDuring(pilot, endedOn);
    return [{ type: 'PilotAborted', data: command.data }];
  },
} satisfies Pick<Decisions<PilotCommand>, 'CountParticipants' | 'ReportPilotIncident' | 'CompletePilot' | 'AbortPilot'>;

function checkDuring({ startedOn, endedOn }: Pilot, on: BusinessDate): void {
  if (startedOn !== undefined && on < startedOn) throw refuse('before-pilot', { on, startedOn });
  if (endedOn !== undefined && on > endedOn) throw refuse('after-pilot', { on, endedOn });
}

export const runningEvolutions = {
  ParticipantsCounted: (partnership, data) =>
    withPilot(partnership, data.pilotId, (pilot) => ({ ...pilot, counts: { ...pilot.counts, [data.siteId]: data } })),
  PilotIncidentReported: (partnership, data) =>
    withPilot(partnership, data.pilotId, (pilot) => ({
      ...pilot,
      incidents: { ...pilot.incidents, [data.incidentId]: data },
    })),
  PilotCompleted: (partnership, { pilotId, endedOn, summary }) =>
    withPilot(partnership, pilotId, (pilot) => ({ ...pilot, status: 'completed', endedOn, outcome: summary })),
  PilotAborted: (partnership, { pilotId, endedOn, reason }) =>
    withPilot(partnership, pilotId, (pilot) => ({ ...pilot, status: 'aborted', endedOn, outcome: reason })),
} satisfies Pick<
  Evolutions<PilotEvent>,
  'ParticipantsCounted' | 'PilotIncidentReported' | 'PilotCompleted' | 'PilotAborted'
>;
