import { Body, Param } from '@nestjs/common';
import { closingReasons, results } from '#partnership';
import { BusinessDate, OneOf, Text } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated } from '../told.js';

export class SuspendPartnershipBody extends Dated implements Says<'SuspendPartnership'> {
  @Text({ max: 2000 }) reason: string;
  @BusinessDate({ optional: true }) expectedUntil?: string;
}

export class ResumePartnershipBody extends Dated implements Says<'ResumePartnership'> {
  @Text({ max: 2000, optional: true }) note?: string;
}

export class ClosePartnershipBody extends Dated implements Says<'ClosePartnership'> {
  @OneOf(results) result: (typeof results)[number];
  @OneOf(closingReasons) reason: (typeof closingReasons)[number];
  @Text({ max: 4000 }) explanation: string;
}

export class ReopenPartnershipBody extends Dated implements Says<'ReopenPartnership'> {
  @Text({ max: 2000 }) reason: string;
}

@Room('Course')
export class CourseController extends Recorder {
  @Records('SuspendPartnership', 'suspension', {
    summary: 'Let the partnership rest',
    description: 'It remembers the phase it was in.',
    example: { reason: 'The partner is being sold', expectedUntil: '2025-09-01', occurredOn: '2025-06-16' },
  })
  suspend(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: SuspendPartnershipBody) {
    return this.record('SuspendPartnership', asked, id, body);
  }

  @Records('ResumePartnership', 'resumption', {
    summary: 'Take the partnership up again where it was',
    example: { note: 'The new owner goes on', occurredOn: '2025-08-25' },
  })
  resume(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: ResumePartnershipBody) {
    return this.record('ResumePartnership', asked, id, body);
  }

  @Records('ClosePartnership', 'closing', {
    summary: 'Close the partnership',
    example: {
      result: 'completed',
      reason: 'goals-reached',
      explanation: 'The solution is in operation in three municipalities.',
      occurredOn: '2026-08-31',
    },
  })
  close(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: ClosePartnershipBody) {
    return this.record('ClosePartnership', asked, id, body);
  }

  @Records('ReopenPartnership', 'reopening', {
    summary: 'Reopen a closed partnership',
    description: 'Needs a permission that no role includes by itself.',
    example: { reason: 'Closed by mistake', occurredOn: '2026-09-01' },
  })
  reopen(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: ReopenPartnershipBody) {
    return this.record('ReopenPartnership', asked, id, body);
  }
}
