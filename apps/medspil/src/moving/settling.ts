import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { landmarkOf, OtherStore, patientReads, placeInCopy, requireSameStore } from '#event-store';
import { INSIGHT_SCHEMA } from '../../../insight/src/read-models.js';
import type { Broker } from '../../../procurement/src/kafka/broker.js';
import { opened, reached, readCheckpoint } from '../../../procurement/src/outward/checkpoint.js';
import { CHECKPOINTS_TOPIC } from '../../../procurement/src/outward/topics.js';
import { awayTo, type MovingDesk, verify } from './moving.js';

/** What is kept by positions of the old store. */
export interface Kept {
  readonly readModelUrl: string;
  /** Absent where no broker is configured. */
  readonly gateway?: { readonly broker: Broker; readonly id: string };
}

/**
 * Lets go of what is kept by positions: the read models are dropped, which the next start builds anew; the gateway's
 * checkpoint is brought to the position of the same event in the new store.
 */
export async function settle(desk: MovingDesk, { readModelUrl, gateway }: Kept): Promise<number> {
  const { say } = desk;
  // Of all there is, as nothing may be recorded any more: also of receipts that no position bounds.
  if ((await verify(desk)) !== 0) {
    say('Nothing is settled: copy first.');
    return 1;
  }
  if (gateway && (await settleGateway(desk, gateway)) !== 0) return 1;
  await forgetReadModels(readModelUrl);
  say('The read models are gone; the next start builds them anew from the new store.');
  say(`Done. Next: start Medspil with EVENT_STORE_URL set to ${desk.names.to}.`);
  return 0;
}

/** The gateway's own list of what came in is kept: it is not built from the store. */
export async function forgetReadModels(url: string): Promise<void> {
  const builds = ['', '_next', '_previous'].map((suffix) => `${INSIGHT_SCHEMA}${suffix}`);
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    for (const schema of [...builds, 'projection']) await client.query(`drop schema if exists ${schema} cascade`);
  } finally {
    await client.end();
  }
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
