import { Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { FastifyInstance } from 'fastify';
import { EventStore, Transactor } from '#event-store';
import { AppendMetrics, MetricsModule } from '#platform';
import { CaseWorkController } from './case/case-work.controller.js';
import { CourseController } from './case/course.controller.js';
import { PartiesController, RegistrationController } from './case/registration.controller.js';
import { ContractController } from './contract/contract.controller.js';
import { EvaluationController } from './evaluation/evaluation.controller.js';
import { GateController } from './gate/gate.controller.js';
import { KpiController } from './kpi/definition.controller.js';
import { takeLines } from './kpi/lines.js';
import { MeasurementWishes } from './kpi/measurement-wish.js';
import { MeasurementsController } from './kpi/measurements.controller.js';
import { MarketDialogueController } from './market-dialogue/market-dialogue.controller.js';
import { MilestoneController } from './milestone/milestone.controller.js';
import { NeedController } from './need/need.controller.js';
import { InstalmentController } from './payment/instalment.controller.js';
import { PaymentModelController } from './payment/model.controller.js';
import { OutcomeController } from './payment/outcome.controller.js';
import { OutcomeWishes } from './payment/outcome-wish.js';
import { PilotController } from './pilot/pilot.controller.js';
import { ProcurementController } from './procurement/procurement.controller.js';
import { TenderingController } from './procurement/tendering.controller.js';
import { ScaleUpController } from './scale-up/scale-up.controller.js';
import { PartnershipWishes } from './wish.js';

/** The command side. A global module must provide the `EventStore` it writes to, and close it. */
@Module({
  imports: [CqrsModule, MetricsModule],
  controllers: [
    RegistrationController,
    PartiesController,
    CourseController,
    CaseWorkController,
    NeedController,
    MarketDialogueController,
    ProcurementController,
    TenderingController,
    ContractController,
    GateController,
    MilestoneController,
    InstalmentController,
    PaymentModelController,
    OutcomeController,
    PilotController,
    KpiController,
    MeasurementsController,
    EvaluationController,
    ScaleUpController,
  ],
  providers: [
    {
      provide: Transactor,
      inject: [EventStore, AppendMetrics],
      useFactory: (store: EventStore, appends: AppendMetrics) => new Transactor(store, { measure: appends.of(store) }),
    },
    PartnershipWishes,
    MeasurementWishes,
    OutcomeWishes,
  ],
})
export class PartnershipsModule {
  constructor({ httpAdapter }: HttpAdapterHost) {
    // Before the routes are made: they say how large a body they take.
    takeLines(httpAdapter.getInstance<FastifyInstance>());
  }
}
