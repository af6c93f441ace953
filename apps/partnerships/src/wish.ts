import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { codec, type Json, type Transaction, Transactor } from '#event-store';
import { type PartnershipCommand, type PartnershipEvent, partnership, partnershipStream } from '#partnership';
import type { Asked } from './asked.js';
import type { Recorded } from './recorded.js';
import { checkMarks } from './told.js';

/** What a body says about what it tells. */
export interface About {
  readonly illustrative?: readonly string[] | undefined;
  readonly source?: string | undefined;
}

/** An answer, and whether it is the first one given again. */
export interface Answer {
  readonly recorded: Recorded;
  readonly replayed: boolean;
}

/** A wish about one partnership. */
export class PartnershipWish extends Command<Answer> {
  constructor(
    readonly partnershipId: string,
    readonly command: PartnershipCommand,
    readonly about: About,
    readonly asked: Asked,
  ) {
    super();
  }
}

export const partnershipCodec = codec<PartnershipEvent>();

@CommandHandler(PartnershipWish)
export class PartnershipWishes implements ICommandHandler<PartnershipWish> {
  constructor(private readonly transactor: Transactor) {}

  async execute({ partnershipId, command, about, asked }: PartnershipWish): Promise<Answer> {
    const transaction = transactionOf(partnershipStream(partnershipId), command, about, asked);
    return answerOf(partnershipId, await this.transactor.transact(partnership, partnershipCodec, transaction), asked);
  }
}

type Decided = readonly { readonly type: string }[];

/**
 * A wish as the transactor takes it: with what is kept beside its events, and the receipt a retry finds.
 *
 * @throws Invalid when a value is marked that the body does not have
 */
export function transactionOf<Command extends { readonly occurredOn: string }>(
  stream: string,
  command: Command,
  { illustrative, source }: About,
  asked: Asked,
): Transaction<Command> {
  const { by, commandId, correlationId, seenRevision, keyed } = asked;
  checkMarks(asked.said, illustrative);
  return {
    stream,
    command,
    commandId,
    metadata: {
      by: by.subject,
      role: by.role,
      organisation: by.organisation,
      occurredOn: command.occurredOn,
      correlationId,
      causationId: commandId,
      commandId,
      ...(illustrative && { illustrative }),
      ...(source && { source }),
    },
    ...(seenRevision !== undefined && { expectedRevision: seenRevision }),
    ...(keyed && {
      receipt: {
        key: commandId,
        fingerprint: asked.fingerprint(),
        answer: (events: Decided): Json => ({ events: typesOf(events), ...(asked.ids && { ids: asked.ids }) }),
      },
    }),
  };
}

/** What the caller is told; a retry is told what the first request was. */
export function answerOf(
  id: string,
  {
    revision,
    position,
    events,
    repeated,
  }: { revision: number; position: number; events: Decided; repeated?: { answer: Json } },
  { ids }: Asked,
): Answer {
  if (!repeated)
    return { recorded: { id, revision, position, events: typesOf(events), ...(ids && { ids }) }, replayed: false };
  const first = repeated.answer as Pick<Recorded, 'events' | 'ids'>;
  return { recorded: { id, revision, position, ...first }, replayed: true };
}

const typesOf = (events: Decided) => events.map(({ type }) => type);
