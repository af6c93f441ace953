import { randomUUID } from 'node:crypto';
import { landmarkOf, OtherStore, patientReads, placeInCopy, requireSameStore } from '#event-store';
import type { Broker } from '../../../procurement/src/kafka/broker.js';
import { opened, reached, readCheckpoint } from '../../../procurement/src/outward/checkpoint.js';
import { CHECKPOINTS_TOPIC } from '../../../procurement/src/outward/topics.js';
import { awayTo, type MovingDesk, verify } from './moving.js';
import { forgetReadModels, mayBeForgotten, type ReadModels } from './read-models.js';

/** What is kept by positions of the old store. */
export interface Kept {
  readonly readModels: ReadModels;
  /** Absent where no broker is configured. */
  readonly gateway?: { readonly broker: Broker; readonly id: string };
}

/**
 * Lets go of what is kept by positions: the read models are dropped, which the next start builds anew; the gateway's
 * checkpoint is brought to the position of the same event in the new store.
 */
export async function settle(desk: MovingDesk, { readModels, gateway }: Kept): Promise<number> {
  const { from, say } = desk;
  // Of all there is, as nothing may be recorded any more: also of receipts that no position bounds.
  if ((await verify(desk)) !== 0) {
    say('Nothing is settled: copy first.');
    return 1;
  }
  if (!(await mayBeForgotten(readModels, from, say))) return 1;
  if (gateway && (await settleGateway(desk, gateway)) !== 0) return 1;
  await forgetReadModels(readModels, say);
  say(`Done. Next: start Medspil with EVENT_STORE_URL set to ${desk.names.to}.`);
  return 0;
}

async function settleGateway(
  { names, say, ...stores }: MovingDesk,
  { broker, id }: NonNullable<Kept['gateway']>,
): Promise<number> {
  const onAway = awayTo(say);
  const [from, to] = [patientReads(stores.from, { onAway }), patientReads(stores.to, { onAway })];
  // From here on no other gateway of this id publishes any more, and so what is read is where they came to.
  const sender = await broker.openSender(id);
  try {
    const checkpoint = await readCheckpoint(broker, id);
    const { position } = checkpoint;
    const moved = await lastMove(broker, id);
    if (moved?.to === names.to && moved.position === position) {
      say(`The gateway ${id} was settled before: it publishes on from ${position}.`);
      return 0;
    }
    await requireSameStore(from, checkpoint);
    const event = await placeInCopy(from, to, position);
    const place = event?.position ?? 0;
    await sender.send([
      {
        topic: CHECKPOINTS_TOPIC,
        messages: [
          opened(id, randomUUID()),
          moveNote(id, { to: names.to, position: place }),
          ...(event ? [reached(id, landmarkOf(event))] : []),
        ],
      },
    ]);
    say(`The gateway ${id} came to ${position}, and publishes on from the same event at ${place}.`);
    return 0;
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof OtherStore)) throw error;
    say(`Refused: the gateway ${id} published from another store than --from. ${error.message}.`);
    return 1;
  } finally {
    await sender.close();
  }
}

interface Move {
  /** The store that was moved to. */
  readonly to: string;
  /** Where the gateway was to go on there. */
  readonly position: number;
}

const moveKey = (gateway: string) => `${gateway}/moved`;

const moveNote = (gateway: string, move: Move) => ({
  key: moveKey(gateway),
  value: Buffer.from(JSON.stringify(move)),
  headers: { 'content-type': 'application/json' },
});

async function lastMove(broker: Broker, gateway: string): Promise<Move | undefined> {
  let move: Move | undefined;
  for await (const { key, value } of broker.everything(CHECKPOINTS_TOPIC))
    if (key === moveKey(gateway) && value) move = JSON.parse(value.toString()) as Move;
  return move;
}
