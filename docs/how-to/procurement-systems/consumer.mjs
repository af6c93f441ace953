// Reads what Medspil publishes, from the beginning: each message once, those of a partnership in their order.
import { Kafka } from 'kafkajs';

const brokers = (process.env.KAFKA_BROKERS ?? 'localhost:9092').split(',');
const consumer = new Kafka({ brokers }).consumer({ groupId: 'our-procurement-system', readUncommitted: false });
// In a real system, kept in the same transaction as what the message leads to.
const known = new Set();

await consumer.connect();
await consumer.subscribe({ topics: ['medspil.partnerships.v1'], fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message: { key, headers, value } }) => {
    const id = `${headers.ce_source} ${headers.ce_id}`;
    if (known.has(id)) return;
    console.log(`${headers.ce_type} of partnership ${key}: ${value}`);
    known.add(id);
  },
});
process.once('SIGTERM', () => consumer.disconnect());
