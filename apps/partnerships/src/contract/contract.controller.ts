import { Body, Param } from '@nestjs/common';
import { OfContract, OfPartnership, OfPhase } from '../addresses.js';
import { Asked, Asking } from '../asked.js';
import { Recorder } from '../recorder.js';
import { Records, Room } from '../routes.js';
import {
  AmendContractBody,
  CompleteContractBody,
  SignContractBody,
  StartDevelopmentBody,
  StartPhaseBody,
  TerminateContractBody,
} from './contract.bodies.js';

@Room('Contracts')
export class ContractController extends Recorder {
  @Records('SignContract', 'contracts', {
    summary: 'A contract is signed',
    description: 'One per partner, after the standstill where there was an award.',
    example: {
      contractId: 'K-1',
      title: 'Sensor patch',
      partner: { cvr: '29189803', name: 'Sensor patch consortium' },
      tendererId: 'C-1',
      signedOn: '2025-09-15',
      endsOn: '2027-12-31',
      currency: 'DKK',
      maximumCostOere: 450_000_000,
      iprScheme: 'The partner keeps its rights; the municipalities get a licence.',
      performanceLevels: [{ code: 'PL-1', description: 'Alert within 30 minutes', kpi: 'ALERT-MIN', threshold: '30' }],
      phases: [
        {
          no: 1,
          title: 'Prototype',
          plannedStart: '2025-10-01',
          plannedEnd: '2026-01-31',
          valueOere: 150_000_000,
          targets: [{ code: 'T-1', title: 'Works on skin', criterion: 'Worn 72 hours by ten volunteers' }],
          instalments: [
            { code: 'I-1', title: 'Start', amountOere: 50_000_000, payableWhen: 'phase-started' },
            { code: 'I-2', title: 'Gate', amountOere: 100_000_000 },
          ],
          requiredForPilot: true,
        },
      ],
      illustrative: ['partner.cvr', 'signedOn', 'maximumCostOere', 'phases'],
    },
  })
  sign(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { signedOn = asked.today, ...body }: SignContractBody,
  ) {
    const contractId = asked.idOr('contractId', body.contractId);
    return this.record('SignContract', asked, id, { ...body, contractId, signedOn, occurredOn: signedOn });
  }

  @Records('StartDevelopment', 'development', {
    summary: 'Start development without a tender',
    description: 'For the other routes, with the legal rationale.',
    example: { legalRationale: 'Research and development service below the threshold', startedOn: '2025-09-15' },
  })
  develop(
    @Asking() asked: Asked,
    @Param() { id }: OfPartnership,
    @Body() { startedOn = asked.today, ...body }: StartDevelopmentBody,
  ) {
    return this.record('StartDevelopment', asked, id, { ...body, startedOn, occurredOn: startedOn });
  }

  @Records('AmendContract', 'contracts/:contractId/amendments', {
    summary: 'Amend a contract',
    example: {
      description: 'The contract runs half a year longer',
      legalBasis: 'udbudsloven § 183',
      reason: 'Recruiting of homes took longer',
      endsOn: '2028-06-30',
      occurredOn: '2026-02-02',
    },
  })
  amend(@Asking() asked: Asked, @Param() { id, contractId }: OfContract, @Body() body: AmendContractBody) {
    return this.record('AmendContract', asked, id, { ...body, contractId });
  }

  @Records('StartPhase', 'contracts/:contractId/phases/:phaseNo/start', {
    summary: 'A phase starts',
    example: { startedOn: '2025-10-01' },
  })
  startPhase(
    @Asking() asked: Asked,
    @Param() { id, ...phase }: OfPhase,
    @Body() { startedOn = asked.today, ...body }: StartPhaseBody,
  ) {
    return this.record('StartPhase', asked, id, { ...body, ...phase, startedOn, occurredOn: startedOn });
  }

  @Records('TerminateContract', 'contracts/:contractId/termination', {
    summary: 'A contract is terminated before its end',
    description: 'A path of its own, apart from narrowing at a gate.',
    example: { ground: 'mutual-agreement', reason: 'The partner leaves the market', terminatedOn: '2026-05-04' },
  })
  terminate(
    @Asking() asked: Asked,
    @Param() { id, contractId }: OfContract,
    @Body() { terminatedOn = asked.today, ...body }: TerminateContractBody,
  ) {
    const data = { ...body, contractId, terminatedOn, occurredOn: terminatedOn };
    return this.record('TerminateContract', asked, id, data);
  }

  @Records('CompleteContract', 'contracts/:contractId/completion', {
    summary: 'A contract is completed',
    example: { completedOn: '2026-06-30' },
  })
  complete(
    @Asking() asked: Asked,
    @Param() { id, contractId }: OfContract,
    @Body() { completedOn = asked.today, ...body }: CompleteContractBody,
  ) {
    return this.record('CompleteContract', asked, id, { ...body, contractId, completedOn, occurredOn: completedOn });
  }
}
