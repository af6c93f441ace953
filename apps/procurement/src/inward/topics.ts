import { procurementTopic } from '#contracts';
import type { TopicWish } from '../kafka/broker.js';

/** Where procurement systems tell; key = partnership id. */
export const INBOUND_TOPIC = procurementTopic;
/** Where what was refused or could not be read goes, and what was put back from there is noted. */
export const DEAD_LETTER_TOPIC = 'medspil.procurement.dead-letters.v1';

/** What inbound messages need. A dead letter is kept until somebody has looked, however long that takes. */
export const inwardTopics: readonly TopicWish[] = [
  // Senders may compress as they like: the broker writes it in a way that is read here.
  { topic: INBOUND_TOPIC, partitions: 6, settings: { 'compression.type': 'uncompressed' } },
  { topic: DEAD_LETTER_TOPIC, partitions: 1, settings: { 'cleanup.policy': 'delete', 'retention.ms': '-1' } },
];

/** The group that works inbound messages off; one for all processes of a gateway. */
export const inwardGroup = (gateway: string) => `${gateway}-inward`;
