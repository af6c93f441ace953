import type { IHeaders, Message as KafkaJsMessage, KafkaMessage } from 'kafkajs';
import { bytesOf, type Message, type Outgoing, type Received } from '../broker.js';

export function receivedFrom(topic: string, partition: number, message: KafkaMessage): Received {
  return {
    topic,
    partition,
    offset: message.offset,
    key: message.key?.toString() ?? null,
    value: message.value,
    headers: headersFrom(message.headers),
    at: new Date(Number(message.timestamp)),
  };
}

/** Of a header that is there twice the last one holds, as in Kafka's own clients. */
function headersFrom(headers: IHeaders = {}): Record<string, string> {
  const last = (value: IHeaders[string]) => (Array.isArray(value) ? value.at(-1) : value);
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, last(value)?.toString() ?? '']));
}

const toKafkaJs = ({ key, value, headers }: Message): KafkaJsMessage => ({ key, value, headers: { ...headers } });

/**
 * The same in requests that a broker takes: kafkajs makes one batch of all there is for a partition, and brokers refuse
 * batches beyond a megabyte. A message that is too large by itself stays alone.
 */
export function requestsOf(
  outgoing: readonly Outgoing[],
  largest = 900_000,
): { topic: string; messages: KafkaJsMessage[] }[][] {
  const requests: { topic: string; messages: KafkaJsMessage[] }[][] = [];
  let left = 0;
  for (const { topic, messages } of outgoing) {
    for (const message of messages) {
      const size = bytesOf(message);
      if (requests.length === 0 || size > left) {
        requests.push([]);
        left = largest;
      }
      left -= size;
      const request = requests.at(-1)!;
      if (request.at(-1)?.topic !== topic) request.push({ topic, messages: [] });
      request.at(-1)!.messages.push(toKafkaJs(message));
    }
  }
  return requests;
}
