// Fetches the Kafka broker ahead of the tests, so that the first of them does not wait for it.
import { register } from '../typescript.js';

register();
const { kafkaJars } = await import('./jars.ts');
console.log(await kafkaJars());
