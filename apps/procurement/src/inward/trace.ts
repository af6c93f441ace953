import { propagation, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { isUnderstood } from '#contracts';
import { inSpan } from '#event-store';
import type { Incoming } from './incoming.js';
import type { Verdict } from './judge.js';

/**
 * Takes a message up in a span below the one its sender names, by the header `traceparent` or by that of CloudEvents' own
 * extension. Its key and id are the sender's words, and stand on it only where they were understood.
 */
export function inTraceOf({ message, read }: Incoming, judge: () => Promise<Verdict>): Promise<Verdict> {
  const { topic, partition, offset, headers } = message;
  const traceparent = headers.traceparent ?? headers.ce_traceparent;
  return inSpan(
    {
      name: `process ${topic}`,
      kind: SpanKind.CONSUMER,
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.name': 'process',
        'messaging.operation.type': 'process',
        'messaging.destination.name': topic,
        'messaging.destination.partition.id': String(partition),
        'messaging.kafka.offset': Number(offset),
        ...(isUnderstood(read) && {
          'messaging.kafka.message.key': read.partnershipId,
          'medspil.message.type': read.type,
        }),
      },
    },
    async (span) => {
      const verdict = await judge();
      span.setAttribute('medspil.outcome', verdict.outcome);
      if (verdict.reason !== undefined) span.setAttribute('medspil.reason', verdict.reason);
      return verdict;
    },
    propagation.extract(ROOT_CONTEXT, { traceparent, tracestate: headers.tracestate }),
  );
}
