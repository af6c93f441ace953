import { SpanKind } from '@opentelemetry/api';
import { type DoneSays, traceBatch } from '#event-store';
import type { Load } from './gathering.js';
import type { Step } from './translator.js';

/** Tells the traces of events that what they led to was published, in a load that began to be sent at `began` (of `performance.now()`). */
export function tracePublished({ traced, events }: Load, gateway: string, began: number): void {
  const attributes = { ...ofKafka, 'medspil.gateway': gateway, 'medspil.batch.events': events };
  traceBatch(
    began,
    { name: 'send', kind: SpanKind.CLIENT, attributes },
    traced,
    ({ traceparent, landmark }) => ({ traceparent, recordedAt: landmark!.recordedAt }),
    sent,
  );
}

const ofKafka = {
  'messaging.system': 'kafka',
  'messaging.operation.name': 'send',
  'messaging.operation.type': 'send',
};

/** A span for each topic. */
const sent = ({ position, landmark, outgoing }: Step): DoneSays[] =>
  outgoing.map(({ topic, messages }) => ({
    name: `send ${topic}`,
    kind: SpanKind.PRODUCER,
    attributes: {
      ...ofKafka,
      'messaging.destination.name': topic,
      'messaging.batch.message_count': messages.length,
      'medspil.stream': landmark!.stream,
      'medspil.position': position,
    },
  }));
