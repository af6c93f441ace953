import { Body, Param } from '@nestjs/common';
import { incidentSeverities } from '#partnership';
import { BusinessDate, Code, Flag, Kommunekode, ListOf, OneOf, Text, WholeNumber } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated, happenedOn, Told } from '../told.js';

const made = { optional: true, description: 'Made here unless given' };

export class PlanPilotBody extends Dated implements Says<'PlanPilot', 'pilotId'> {
  @Code({ ...made, example: 'PILOT-1' }) pilotId?: string;
  @Text({ max: 200 }) title: string;
  @ListOf(Code(), { max: 20, description: 'Contracts whose solutions are tried' }) contracts: string[];
  @BusinessDate() plannedStart: string;
  @BusinessDate() plannedEnd: string;
  @WholeNumber({ max: 1_000_000, description: 'A count: no citizen is identified' }) plannedParticipants: number;
  @Text({ max: 8000, optional: true }) protocol?: string;
}

export class ApproveSiteBody extends Dated implements Says<'ApproveSite', 'pilotId' | 'siteId'> {
  @Code({ ...made, example: 'SITE-1' }) siteId?: string;
  @Text({ max: 200 }) name: string;
  @Kommunekode() municipality: string;
}

export class DecideDpiaBody extends Dated implements Says<'DecideDpia', 'pilotId'> {
  @Flag({ description: 'Whether a data protection impact assessment is required' }) required: boolean;
  @Text({ max: 4000 }) reason: string;
  @Code({ optional: true, description: 'The assessment, journalised, when it is required', example: 'DOC-2' })
  document?: string;
}

export class StartPilotBody extends Told implements Says<'StartPilot', 'pilotId' | 'startedOn'> {
  @happenedOn('2026-03-02') startedOn?: string;
}

export class CountParticipantsBody extends Told implements Says<'CountParticipants', 'pilotId' | 'countedOn'> {
  @Code({ example: 'SITE-1' }) siteId: string;
  @WholeNumber({ max: 1_000_000, description: 'A count: no citizen is identified', example: 24 }) participants: number;
  @happenedOn('2026-03-31') countedOn?: string;
}

export class ReportPilotIncidentBody extends Dated implements Says<'ReportPilotIncident', 'pilotId' | 'incidentId'> {
  @Code({ ...made, example: 'INC-1' }) incidentId?: string;
  @OneOf(incidentSeverities) severity: (typeof incidentSeverities)[number];
  @Text({ max: 4000, description: 'Never a name or anything else that identifies a citizen' }) description: string;
  @Code({ optional: true, example: 'SITE-1' }) siteId?: string;
}

export class CompletePilotBody extends Told implements Says<'CompletePilot', 'pilotId' | 'endedOn'> {
  @happenedOn('2026-06-30') endedOn?: string;
  @Text({ max: 8000 }) summary: string;
}

export class AbortPilotBody extends Told implements Says<'AbortPilot', 'pilotId' | 'endedOn'> {
  @happenedOn('2026-05-18') endedOn?: string;
  @Text({ max: 4000 }) reason: string;
}

class OfPilot extends OfPartnership {
  @Code({ description: 'The pilot', example: 'PILOT-1' }) pilotId: string;
}

@Room('Pilots', 'pilots')
export class PilotController extends Recorder {
  @Records('PlanPilot', '', {
    summary: 'Plan a pilot',
    example: {
      pilotId: 'PILOT-1',
      title: 'Four nursing homes',
      contracts: ['K-1'],
      plannedStart: '2026-03-02',
      plannedEnd: '2026-06-30',
      plannedParticipants: 80,
      occurredOn: '2026-02-10',
      illustrative: ['plannedParticipants'],
    },
  })
  plan(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: PlanPilotBody) {
    const pilotId = asked.idOr('pilotId', body.pilotId);
    return this.record('PlanPilot', asked, id, { ...body, pilotId });
  }

  @Records('ApproveSite', ':pilotId/sites', {
    summary: 'Approve a site of a pilot',
    example: { siteId: 'SITE-1', name: 'Plejehjem Øst', municipality: '0250', occurredOn: '2026-02-16' },
  })
  approve(@Asking() asked: Asked, @Param() { id, pilotId }: OfPilot, @Body() body: ApproveSiteBody) {
    const siteId = asked.idOr('siteId', body.siteId);
    return this.record('ApproveSite', asked, id, { ...body, pilotId, siteId });
  }

  @Records('DecideDpia', ':pilotId/dpia', {
    summary: 'Decide whether a data protection impact assessment is required',
    example: {
      required: true,
      reason: 'Health data of vulnerable people',
      document: 'DOC-2',
      occurredOn: '2026-02-18',
    },
  })
  decideDpia(@Asking() asked: Asked, @Param() { id, pilotId }: OfPilot, @Body() body: DecideDpiaBody) {
    return this.record('DecideDpia', asked, id, { ...body, pilotId });
  }

  @Records('StartPilot', ':pilotId/start', {
    summary: 'A pilot starts',
    description: 'After the required gate, with an approved site, a decision on DPIA and locked primary baselines.',
    example: { startedOn: '2026-03-02' },
  })
  start(
    @Asking() asked: Asked,
    @Param() { id, pilotId }: OfPilot,
    @Body() { startedOn = asked.today, ...body }: StartPilotBody,
  ) {
    return this.record('StartPilot', asked, id, { ...body, pilotId, startedOn, occurredOn: startedOn });
  }

  @Records('CountParticipants', ':pilotId/participants', {
    summary: 'Count the participants of a site',
    example: { siteId: 'SITE-1', participants: 24, countedOn: '2026-03-31', illustrative: ['participants'] },
  })
  count(
    @Asking() asked: Asked,
    @Param() { id, pilotId }: OfPilot,
    @Body() { countedOn = asked.today, ...body }: CountParticipantsBody,
  ) {
    return this.record('CountParticipants', asked, id, { ...body, pilotId, countedOn, occurredOn: countedOn });
  }

  @Records('ReportPilotIncident', ':pilotId/incidents', {
    summary: 'Report an incident of a pilot',
    example: {
      incidentId: 'INC-1',
      severity: 'minor',
      description: 'A patch came loose in the shower',
      siteId: 'SITE-1',
      occurredOn: '2026-03-12',
    },
  })
  report(@Asking() asked: Asked, @Param() { id, pilotId }: OfPilot, @Body() body: ReportPilotIncidentBody) {
    const incidentId = asked.idOr('incidentId', body.incidentId);
    return this.record('ReportPilotIncident', asked, id, { ...body, pilotId, incidentId });
  }

  @Records('CompletePilot', ':pilotId/completion', {
    summary: 'A pilot is completed',
    example: { endedOn: '2026-06-30', summary: 'Carried out as planned' },
  })
  complete(
    @Asking() asked: Asked,
    @Param() { id, pilotId }: OfPilot,
    @Body() { endedOn = asked.today, ...body }: CompletePilotBody,
  ) {
    return this.record('CompletePilot', asked, id, { ...body, pilotId, endedOn, occurredOn: endedOn });
  }

  @Records('AbortPilot', ':pilotId/abortion', {
    summary: 'A pilot is broken off',
    example: { endedOn: '2026-05-18', reason: 'Skin irritation at several sites' },
  })
  abort(
    @Asking() asked: Asked,
    @Param() { id, pilotId }: OfPilot,
    @Body() { endedOn = asked.today, ...body }: AbortPilotBody,
  ) {
    return this.record('AbortPilot', asked, id, { ...body, pilotId, endedOn, occurredOn: endedOn });
  }
}
