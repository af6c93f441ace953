import { Body, Param } from '@nestjs/common';
import { type MilestoneState, milestoneStates } from '#partnership';
import { BusinessDate, Code, ListOf, OneOf, SubjectId, Text, WholeNumber } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated, happenedOn, Told } from '../told.js';

const evidence = () => ListOf(Code(), { max: 100, optional: true, description: 'Journalised documents' });

export class PlanMilestoneBody extends Dated implements Says<'PlanMilestone'> {
  @Code({ example: 'M-01' }) code: string;
  @Text({ max: 200 }) title: string;
  @BusinessDate() plannedOn: string;
  @Code({ optional: true, example: 'K-1' }) contractId?: string;
  @WholeNumber({ min: 1, max: 99, optional: true }) phaseNo?: number;
  @SubjectId({ optional: true }) responsible?: string;
}

export class ReachMilestoneBody extends Told implements Says<'ReachMilestone', 'code' | 'reachedOn'> {
  @happenedOn('2026-03-24') reachedOn?: string;
  @Text({ max: 4000, optional: true }) note?: string;
  @evidence() evidence?: string[];
}

export class PartlyReachMilestoneBody extends Told implements Says<'PartlyReachMilestone', 'code' | 'reachedOn'> {
  @happenedOn('2026-03-24') reachedOn?: string;
  @Text({ max: 4000 }) note: string;
  @Text({ max: 4000, description: 'What is still missing' }) remaining: string;
  @evidence() evidence?: string[];
}

export class MissMilestoneBody extends Told implements Says<'MissMilestone', 'code' | 'missedOn'> {
  @happenedOn('2026-04-01') missedOn?: string;
  @Text({ max: 4000 }) note: string;
}

export class RescheduleMilestoneBody extends Dated implements Says<'RescheduleMilestone', 'code'> {
  @BusinessDate() plannedOn: string;
  @Text({ max: 2000 }) reason: string;
}

export class DropMilestoneBody extends Dated implements Says<'DropMilestone', 'code'> {
  @Text({ max: 2000 }) reason: string;
}

export class CorrectMilestoneBody extends Dated implements Says<'CorrectMilestone', 'code'> {
  @Text({ max: 2000 }) reason: string;
  @Text({ max: 200, optional: true }) title?: string;
  @BusinessDate({ optional: true }) plannedOn?: string;
  @SubjectId({ optional: true }) responsible?: string;
  @OneOf(milestoneStates, { optional: true }) state?: MilestoneState;
  @BusinessDate({ optional: true, description: 'From when the corrected state holds; none for planned' })
  stateSince?: string;
  @Text({ max: 4000, optional: true }) note?: string;
}

class OfMilestone extends OfPartnership {
  @Code({ description: 'The milestone', example: 'M-01' }) code: string;
}

@Room('Milestones', 'milestones')
export class MilestoneController extends Recorder {
  @Records('PlanMilestone', '', {
    summary: 'Plan a milestone',
    example: {
      code: 'M-01',
      title: 'First citizens wear the sensor',
      plannedOn: '2026-03-31',
      responsible: 'pm-frederikssund',
      occurredOn: '2026-01-12',
      illustrative: ['plannedOn'],
    },
  })
  plan(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: PlanMilestoneBody) {
    return this.record('PlanMilestone', asked, id, body);
  }

  @Records('ReachMilestone', ':code/reached', {
    summary: 'A milestone is reached',
    example: { reachedOn: '2026-03-24', note: 'A week early' },
  })
  reach(
    @Asking() asked: Asked,
    @Param() { id, code }: OfMilestone,
    @Body() { reachedOn = asked.today, ...body }: ReachMilestoneBody,
  ) {
    return this.record('ReachMilestone', asked, id, { ...body, code, reachedOn, occurredOn: reachedOn });
  }

  @Records('PartlyReachMilestone', ':code/partly-reached', {
    summary: 'A milestone is partly reached',
    example: { reachedOn: '2026-03-24', note: 'Eight of ten citizens', remaining: 'Two citizens are in hospital' },
  })
  partlyReach(
    @Asking() asked: Asked,
    @Param() { id, code }: OfMilestone,
    @Body() { reachedOn = asked.today, ...body }: PartlyReachMilestoneBody,
  ) {
    return this.record('PartlyReachMilestone', asked, id, { ...body, code, reachedOn, occurredOn: reachedOn });
  }

  @Records('MissMilestone', ':code/missed', {
    summary: 'A milestone is missed',
    example: { missedOn: '2026-04-01', note: 'The sensors came late' },
  })
  miss(
    @Asking() asked: Asked,
    @Param() { id, code }: OfMilestone,
    @Body() { missedOn = asked.today, ...body }: MissMilestoneBody,
  ) {
    return this.record('MissMilestone', asked, id, { ...body, code, missedOn, occurredOn: missedOn });
  }

  @Records('RescheduleMilestone', ':code/rescheduling', {
    summary: 'Give a milestone another date',
    example: { plannedOn: '2026-04-30', reason: 'The sensors come later', occurredOn: '2026-03-16' },
  })
  reschedule(@Asking() asked: Asked, @Param() { id, code }: OfMilestone, @Body() body: RescheduleMilestoneBody) {
    return this.record('RescheduleMilestone', asked, id, { ...body, code });
  }

  @Records('DropMilestone', ':code/dropping', {
    summary: 'Drop a milestone',
    example: { reason: 'Covered by M-02', occurredOn: '2026-03-16' },
  })
  drop(@Asking() asked: Asked, @Param() { id, code }: OfMilestone, @Body() body: DropMilestoneBody) {
    return this.record('DropMilestone', asked, id, { ...body, code });
  }

  @Records('CorrectMilestone', ':code/correction', {
    summary: 'Correct what was recorded of a milestone',
    description: 'Say only what was wrong. What was recorded first stays in the history.',
    example: {
      reason: 'It was the day before',
      state: 'reached',
      stateSince: '2026-03-23',
      occurredOn: '2026-03-30',
    },
  })
  correct(@Asking() asked: Asked, @Param() { id, code }: OfMilestone, @Body() body: CorrectMilestoneBody) {
    return this.record('CorrectMilestone', asked, id, { ...body, code });
  }
}
