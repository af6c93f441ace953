import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Decider } from '#decider';
import { codec, Transactor } from '#event-store';
import {
  kpiContext,
  kpiMeasurements,
  kpiStream,
  type MeasurementCommand,
  type MeasurementEvent,
  type Measurements,
  type Partnership,
  partnership,
  partnershipStream,
  type Wish,
} from '#partnership';
import type { Asked } from '../asked.js';
import { type About, type Answer, answerOf, partnershipCodec, transactionOf } from '../wish.js';

/** A command about measurements without what the partnership says about the KPI, which is fetched. */
type Contextless<Command> = Command extends { type: infer Type; data: infer Data }
  ? { readonly type: Type; readonly data: Omit<Data, 'context'> }
  : never;
export type Measuring = Contextless<MeasurementCommand>;
type MeasuringWish = Measuring & Omit<Wish<string, unknown>, 'type' | 'data'>;

/** A wish about the measurements of one KPI. */
export class MeasurementWish extends Command<Answer> {
  constructor(
    readonly partnershipId: string,
    readonly kpi: string,
    readonly command: MeasuringWish,
    readonly about: About,
    readonly asked: Asked,
  ) {
    super();
  }
}

type InPartnership = MeasuringWish & { readonly of: readonly [id: string, state: Partnership, kpi: string] };

/**
 * The rules of measurements, on what the partnership says by now. That may refuse too, and does so inside the decision,
 * where a retry of what was once accepted still finds its answer.
 */
const measurements: Decider<InPartnership, MeasurementEvent, Measurements> = {
  ...kpiMeasurements,
  decide({ of: [id, state, kpi], ...command }, measured) {
    const context = kpiContext(command.type, command.by, id, state, kpi);
    return kpiMeasurements.decide({ ...command, data: { ...command.data, context } } as MeasurementCommand, measured);
  },
};

const measurementCodec = codec<MeasurementEvent>();

@CommandHandler(MeasurementWish)
export class MeasurementWishes implements ICommandHandler<MeasurementWish> {
  constructor(private readonly transactor: Transactor) {}

  async execute({ partnershipId, kpi, command, about, asked }: MeasurementWish): Promise<Answer> {
    const { state } = await this.transactor.stateOf(partnership, partnershipCodec, partnershipStream(partnershipId));
    const inPartnership: InPartnership = { ...command, of: [partnershipId, state, kpi] };
    const transaction = transactionOf(kpiStream(partnershipId, kpi), inPartnership, about, asked);
    return answerOf(partnershipId, await this.transactor.transact(measurements, measurementCodec, transaction), asked);
  }
}
