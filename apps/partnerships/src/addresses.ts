import { Code, Uuid, WholeNumber } from '#platform';

/** Path parameters that several rooms share. */
export class OfPartnership {
  @Uuid({ description: 'The partnership', example: '5f0c7d2e-3c7b-5a44-9d0e-7e2c1f4b6a10' }) id: string;
}

export class OfContract extends OfPartnership {
  @Code({ description: 'The contract', example: 'K-1' }) contractId: string;
}

export class OfPhase extends OfContract {
  @WholeNumber({ min: 1, max: 99, description: "The contract's phase, from 1", example: 1 }) phaseNo: number;
}
