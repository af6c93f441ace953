import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { PartnershipCommand } from '#partnership';
import { answerRevision } from '#platform';
import type { Asked } from './asked.js';
import type { Recorded } from './recorded.js';
import { type About, type Answer, PartnershipWish } from './wish.js';

export type CommandType = PartnershipCommand['type'];
export type DataOf<Type extends CommandType> = Extract<PartnershipCommand, { type: Type }>['data'];

/** A command's data as a body says it, without what the path says or may be left out. */
export type Says<Type extends CommandType, Elsewhere extends keyof DataOf<Type> = never> = Omit<
  DataOf<Type>,
  Elsewhere
>;

interface Told extends About {
  readonly occurredOn?: string | undefined;
}

/** Every field of a command and no other, so that a body cannot fall behind the command it stands for. */
type Whole<Given, Data> = [Exclude<keyof Data, keyof Given> | Exclude<keyof Given, keyof Data | keyof Told>] extends [
  never,
]
  ? unknown
  : { readonly missingOrUnknown: Exclude<keyof Data, keyof Given> | Exclude<keyof Given, keyof Data | keyof Told> };

/** What the controllers of all rooms do alike: make a wish of a request, and answer with what came of it. */
@Injectable()
export abstract class Recorder {
  constructor(protected readonly commands: CommandBus) {}

  /** Gives a command whose body may also say when it happened, which values are illustrative and where it is known from. */
  protected record<Type extends CommandType, Given extends DataOf<Type> & Told>(
    type: Type,
    asked: Asked,
    partnershipId: string,
    given: Given & Whole<Given, DataOf<Type>>,
  ): Promise<Recorded> {
    const { occurredOn, illustrative, source, ...data } = given;
    return this.wish(type, asked, partnershipId, data as unknown as DataOf<Type>, { occurredOn, illustrative, source });
  }

  protected async wish<Type extends CommandType>(
    type: Type,
    asked: Asked,
    partnershipId: string,
    data: DataOf<Type>,
    { occurredOn = asked.today, ...about }: Told,
  ): Promise<Recorded> {
    const { by, at, today } = asked;
    const command = { type, data, by, at, today, occurredOn } as PartnershipCommand;
    return answer(asked, await this.commands.execute(new PartnershipWish(partnershipId, command, about, asked)));
  }
}

/** Sets the headers of an answer, and gives its body. */
export function answer({ reply }: Asked, { recorded, replayed }: Answer): Recorded {
  answerRevision(reply, recorded.revision);
  if (replayed) reply.header('idempotency-replayed', 'true');
  return recorded;
}
