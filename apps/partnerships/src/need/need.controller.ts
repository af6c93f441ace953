import { Body, Param } from '@nestjs/common';
import type { SourcedClaim } from '#partnership';
import { ListOf, OneOf, Text } from '#platform';
import { OfPartnership } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder, type Says } from '../recorder.js';
import { Records, Room } from '../routes.js';
import { Dated } from '../told.js';

export class SourcedClaimBody implements SourcedClaim {
  @Text({ max: 1000 }) claim: string;
  @Text({ max: 500 }) source: string;
  @OneOf(['verified', 'plausible', 'disputed']) quality: SourcedClaim['quality'];
}

export class DescribeNeedBody extends Dated implements Says<'DescribeNeed'> {
  @Text({ max: 8000 }) problem: string;
  @Text({ max: 2000 }) targetGroup: string;
  @Text({ max: 4000, optional: true }) desiredOutcome?: string;
  @ListOf(() => SourcedClaimBody, {
    max: 50,
    optional: true,
    description: 'What is claimed and by whom; sources that contradict each other are all kept',
  })
  claims?: SourcedClaimBody[];
}

@Room('Need')
export class NeedController extends Recorder {
  @Records('DescribeNeed', 'need', {
    summary: 'Describe the need',
    description: 'The problem and whom it concerns, without naming a supplier.',
    example: {
      problem: 'Elderly citizens drink too little, and dehydration leads to hospital admissions.',
      targetGroup: 'Citizens over 65 in nursing homes and home care',
      desiredOutcome: 'Staff and relatives know in time who must drink more.',
      claims: [
        {
          claim: 'About 10 % of admissions over 65 are due to dehydration',
          source: 'Case description',
          quality: 'disputed',
        },
        {
          claim: '10 % of preventable admissions are due to dehydration',
          source: 'Second source',
          quality: 'plausible',
        },
      ],
    },
  })
  describe(@Asking() asked: Asked, @Param() { id }: OfPartnership, @Body() body: DescribeNeedBody) {
    return this.record('DescribeNeed', asked, id, body);
  }
}
