import { type DoneSays, traceBatch, traceparentOf } from '#event-store';
import type { Build } from './build.js';
import type { Planned, Tally } from './fold.js';
import type { AnyProjection } from './projection.js';

/** Tells the traces of events that a projection worked them in, in a batch that began at `began` (of `performance.now()`). */
export function traceApplied(
  { schema }: Pick<Build, 'schema'>,
  { name: projection }: Pick<AnyProjection, 'name'>,
  planned: readonly Planned[],
  tally: Tally,
  began: number,
): void {
  const name = `apply ${projection}`;
  const attributes = {
    'medspil.projection': projection,
    'medspil.build': schema,
    'medspil.batch.events': planned.length,
  };
  traceBatch(
    began,
    { name, attributes },
    planned,
    // What an event leaves alone is no part of its way.
    (one) => ({
      traceparent: one.touches || one.error ? traceparentOf(one.event) : undefined,
      recordedAt: one.event.recordedAt,
    }),
    ({ event: { stream, type, position }, partition }): DoneSays[] => [
      {
        name,
        attributes: {
          'medspil.projection': projection,
          'medspil.stream': stream,
          'medspil.event.type': type,
          'medspil.position': position,
        },
        failed: isParked(tally, partition, position) ? 'Parked' : undefined,
      },
    ],
  );
}

const isParked = ({ parked, waiting }: Tally, partition: string, position: number): boolean =>
  waiting.has(partition) || (parked.get(partition)?.position ?? Number.POSITIVE_INFINITY) <= position;
