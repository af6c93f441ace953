// Tells Medspil that a company asked to take part: node producer.mjs <partnership> <candidate> <day> [<message id>]
import { randomUUID } from 'node:crypto';
import { Kafka, Partitioners } from 'kafkajs';

const [partnership, candidateId, receivedOn, id = randomUUID()] = process.argv.slice(2);
const brokers = (process.env.KAFKA_BROKERS ?? 'localhost:9092').split(',');
const createPartitioner = Partitioners.DefaultPartitioner;
const producer = new Kafka({ brokers }).producer({ idempotent: true, maxInFlightRequests: 1, createPartitioner });
const headers = {
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_id: id,
  ce_source: 'https://udbud.frederikssund.dk',
  ce_type: 'procurement.request-to-participate-received.v1',
  ce_subject: partnership,
};
const said = { candidateId, name: 'Konsortiet Nordlys', country: 'DK', receivedOn };

await producer.connect();
await producer.send({
  topic: 'procurement.events.v1',
  messages: [{ key: partnership, headers, value: JSON.stringify(said) }],
});
await producer.disconnect();
console.log(`Sent ${id}`);
