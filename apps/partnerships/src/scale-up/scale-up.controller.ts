import { Body, Param } from '@nestjs/common';
import { Kommunekode } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder } from '../recorder.js';
import { Records, Room } from '../routes.js';
import {
  ConcludeScaleUpBody,
  DecideAdoptionBody,
  InviteAdoptionBody,
  PlanBenefitBody,
  PlanFollowUpBody,
  RecordRealisedBenefitBody,
  SubmitFollowUpReportBody,
  TakeAdoptionLiveBody,
  WithdrawAdoptionBody,
} from './scale-up.bodies.js';

class OfAdoption extends OfPartnership {
  @Kommunekode({ description: 'The municipality' }) municipality: string;
}

@Room('Scale-up')
export class ScaleUpController extends Recorder {
  @Records('InviteAdoption', 'adoptions', {
    summary: 'Invite a municipality to adopt the solution',
    example: { municipality: '0165', invitedOn: '2026-09-07' },
  })
  invite(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { invitedOn = asked.today, ...body }: InviteAdoptionBody,
  ) {
    return this.record('InviteAdoption', asked, id, { ...body, invitedOn, occurredOn: invitedOn });
  }

  @Records('DecideAdoption', 'adoptions/:municipality/decision', {
    summary: 'A municipality decides whether to adopt',
    example: { adopts: true, basis: 'named-in-notice', decidedOn: '2026-09-28' },
  })
  decide(
    @Asking() asked: Asked,
    @Param() { id, municipality }: OfAdoption,
    @Body() { decidedOn = asked.today, ...body }: DecideAdoptionBody,
  ) {
    return this.record('DecideAdoption', asked, id, { ...body, municipality, decidedOn, occurredOn: decidedOn });
  }

  @Records('TakeAdoptionLive', 'adoptions/:municipality/live', {
    summary: 'The solution goes live in a municipality',
    example: { liveOn: '2026-10-19', sites: 3, populationCovered: 180, illustrative: ['sites', 'populationCovered'] },
  })
  goLive(
    @Asking() asked: Asked,
    @Param() { id, municipality }: OfAdoption,
    @Body() { liveOn = asked.today, ...body }: TakeAdoptionLiveBody,
  ) {
    return this.record('TakeAdoptionLive', asked, id, { ...body, municipality, liveOn, occurredOn: liveOn });
  }

  @Records('WithdrawAdoption', 'adoptions/:municipality/withdrawal', {
    summary: 'A municipality stops using the solution',
    example: { withdrawnOn: '2026-11-02', reason: 'The homes are being merged' },
  })
  withdraw(
    @Asking() asked: Asked,
    @Param() { id, municipality }: OfAdoption,
    @Body() { withdrawnOn = asked.today, ...body }: WithdrawAdoptionBody,
  ) {
    return this.record('WithdrawAdoption', asked, id, { ...body, municipality, withdrawnOn, occurredOn: withdrawnOn });
  }

  @Records('PlanBenefit', 'benefits/planned', {
    summary: 'Plan a benefit of a party in a year',
    example: { kpi: 'ALERT-MIN', party: '0250', year: 2026, amount: '67', occurredOn: '2026-08-31' },
  })
  planBenefit(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: PlanBenefitBody) {
    return this.record('PlanBenefit', asked, id, body);
  }

  @Records('RecordRealisedBenefit', 'benefits/realised', {
    summary: 'Record a realised benefit of a party in a year',
    example: {
      kpi: 'ALERT-MIN',
      party: '0250',
      year: 2026,
      amount: '64',
      evidence: 'Staff records of September and October',
      occurredOn: '2026-11-02',
      illustrative: ['amount'],
    },
  })
  realiseBenefit(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: RecordRealisedBenefitBody) {
    return this.record('RecordRealisedBenefit', asked, id, body);
  }

  @Records('PlanFollowUp', 'follow-up', {
    summary: 'Plan the follow-up',
    example: { owner: 'pm-frederikssund', reportsDue: ['2026-11-02', '2027-11-01'], occurredOn: '2026-10-05' },
  })
  planFollowUp(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: PlanFollowUpBody) {
    return this.record('PlanFollowUp', asked, id, body);
  }

  @Records('SubmitFollowUpReport', 'follow-up/reports', {
    summary: 'Submit a follow-up report',
    example: { due: '2026-11-02', reportedOn: '2026-11-02', summary: 'In daily use in all homes' },
  })
  report(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { reportedOn = asked.today, ...body }: SubmitFollowUpReportBody,
  ) {
    return this.record('SubmitFollowUpReport', asked, id, { ...body, reportedOn, occurredOn: reportedOn });
  }

  @Records('ConcludeScaleUp', 'scale-up/conclusion', {
    summary: 'Conclude the scale-up',
    description: 'With an adoption live and a follow-up planned.',
    example: { summary: 'The solution is in operation; follow-up is planned.', occurredOn: '2026-10-26' },
  })
  conclude(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: ConcludeScaleUpBody) {
    return this.record('ConcludeScaleUp', asked, id, body);
  }
}
