import { describe } from '@jest/globals';
import { kafkaToTestWith } from './kafka.js';

const found = kafkaToTestWith();
// In CI a missing broker is a failure: the tests run, and fail where they start it.
const isSkipped = found === undefined && !process.env.CI;
if (isSkipped) {
  process.stderr.write(
    '\n*** Nothing was tested against Kafka: there is neither Java 17 nor a broker. Install Java and Maven (apt-get install openjdk-17-jre-headless maven), or name a broker in KAFKA_BROKERS. ***\n\n',
  );
}

/** Tests that need a Kafka broker. Skipped by name where there is none, except in CI. */
export const withKafka = isSkipped ? describe.skip : describe;
/** Tests that need one of their own, to stop it or to sign in to it. Skipped by name with one given in KAFKA_BROKERS, too. */
export const withOwnKafka = isSkipped || found === 'given' ? describe.skip : describe;
