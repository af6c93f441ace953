import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { codec, EventStore, type StoredEvent, Transactor } from '#event-store';
import {
  kpiStream,
  type Measurement,
  type MeasurementEvent,
  type PartnershipCommand,
  type PaymentModel,
  partnership,
  partnershipStream,
  type RestsOn,
} from '#partnership';
import type { Asked } from '../asked.js';
import { type About, type Answer, answerOf, partnershipCodec, transactionOf } from '../wish.js';

/** A command whose measurements are known by id only; what the KPI's own stream says of them is fetched. */
type ById<Wish> = Wish extends { readonly data: infer Data }
  ? Omit<Wish, 'data'> & {
      readonly data: Omit<Data, 'measurements'> & { readonly measurements?: readonly string[] };
    }
  : never;
type Resting = Extract<PartnershipCommand, { type: 'VerifyOutcome' | 'CorrectOutcome' | 'ReleaseOutcomePayment' }>;
export type RestingById = ById<Resting>;

/** A wish to verify an outcome, to correct one, or to pay for it. */
export class OutcomeWish extends Command<Answer> {
  constructor(
    readonly partnershipId: string,
    readonly command: RestingById,
    readonly about: About,
    readonly asked: Asked,
  ) {
    super();
  }
}

const measurementCodec = codec<MeasurementEvent>();
const pageOf = 500;

@CommandHandler(OutcomeWish)
export class OutcomeWishes implements ICommandHandler<OutcomeWish> {
  constructor(
    private readonly transactor: Transactor,
    private readonly store: EventStore,
  ) {}

  async execute({ partnershipId, command: { data, ...wish }, about, asked }: OutcomeWish): Promise<Answer> {
    const model = await this.modelOf(partnershipId, data);
    // Whoever releases names no measurements: what was verified says which they are.
    const ids =
      wish.type === 'ReleaseOutcomePayment'
        ? new Map(Object.entries(model?.outcomes ?? {})).get(data.outcomeId)?.outcome.measurements
        : data.measurements;
    const measurements = ids && (await this.restsOn(partnershipId, model, ids));
    const command = { ...wish, data: { ...data, measurements } } as Resting;
    const transaction = transactionOf(partnershipStream(partnershipId), command, about, asked);
    return answerOf(partnershipId, await this.transactor.transact(partnership, partnershipCodec, transaction), asked);
  }

  private async modelOf(
    partnershipId: string,
    { contractId, modelId }: RestingById['data'],
  ): Promise<PaymentModel | undefined> {
    const stream = partnershipStream(partnershipId);
    const { state } = await this.transactor.stateOf(partnership, partnershipCodec, stream);
    const contracts = state.status === 'absent' ? undefined : new Map(Object.entries(state.contracts));
    return new Map(Object.entries(contracts?.get(contractId)?.paymentModels ?? {})).get(modelId);
  }

  /** The measurements, as the stream of the model's KPI tells them; where there is no such model, none of them is found. */
  private async restsOn(
    partnershipId: string,
    model: PaymentModel | undefined,
    ids: readonly string[],
  ): Promise<RestsOn[]> {
    const known = new Map<string, NonNullable<RestsOn['found']>>();
    const wanted = new Set(ids);
    if (model) {
      for await (const event of this.eventsOf(kpiStream(partnershipId, model.kpi))) learn(known, wanted, event);
    }
    return ids.map((measurementId) => {
      const found = known.get(measurementId);
      return found ? { measurementId, found } : { measurementId };
    });
  }

  private async *eventsOf(stream: string): AsyncGenerator<StoredEvent> {
    let from = 0;
    for (;;) {
      const events = await this.store.read(stream, { from, max: pageOf });
      yield* events;
      const last = events.at(-1);
      if (!last) return;
      from = last.revision + 1;
    }
  }
}

function learn(
  known: Map<string, NonNullable<RestsOn['found']>>,
  wanted: ReadonlySet<string>,
  stored: StoredEvent,
): void {
  const { by } = stored.metadata as { readonly by: string };
  const tells = ({ measurementId, evidenceLevel, contractId, period }: Measurement) => {
    if (!wanted.has(measurementId)) return;
    const suppliedBy = [...(known.get(measurementId)?.suppliedBy ?? []), by];
    const { revision } = stored;
    const of = contractId === undefined ? {} : { contractId };
    known.set(measurementId, { evidenceLevel, ...of, period, revision, suppliedBy });
  };
  const { type, data } = measurementCodec.decode(stored);
  if (type === 'MeasurementsRecorded') data.measurements.forEach(tells);
  else if (type === 'MeasurementCorrected') tells(data.measurement);
  else known.delete(data.measurementId);
}
