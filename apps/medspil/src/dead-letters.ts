import pg from 'pg';
import { openLog, readConfig } from '#platform';
import { lookAfterDeadLetters, understandDeadLetters } from '../../procurement/src/dead-letters/dead-letters.js';
import { DeadLetters } from '../../procurement/src/dead-letters/letters.js';
import { ReceivedMessages } from '../../procurement/src/inward/received.js';
import { KafkaJsBroker } from '../../procurement/src/kafka/kafkajs.js';
import { prepareTables } from '../../procurement/src/read-models.js';
import { openDatabases } from './installation.js';
import { operator } from './operator.js';
import { runTool } from './tool.js';

runTool(async (say) => {
  const understood = understandDeadLetters(process.argv.slice(2));
  if ('says' in understood) {
    say(understood.says);
    return understood.code;
  }
  const config = readConfig();
  if (!config.kafka) {
    say('Dead letters are kept in Kafka: set KAFKA_BROKERS, as where Medspil runs.');
    return 1;
  }
  const databases = await openDatabases(config, say, { shared: true });
  const pool = new pg.Pool({ connectionString: databases.readModelUrl, max: 2, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => {});
  const broker = new KafkaJsBroker(config.kafka, openLog('error'));
  try {
    await prepareTables(databases.readModelUrl);
    const letters = new DeadLetters(broker, new ReceivedMessages(pool), config.kafka.gatewayId);
    return await lookAfterDeadLetters(understood.command, { letters, operator: operator(), say });
  } finally {
    await broker.close();
    await pool.end();
    await databases.close();
  }
});
