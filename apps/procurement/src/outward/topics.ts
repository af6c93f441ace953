import type { TopicWish } from '../kafka/broker.js';

/** What happens to partnerships; key = partnership id. */
export const PARTNERSHIPS_TOPIC = 'medspil.partnerships.v1';
/** The same as OCDS releases; key = ocid. */
export const OCDS_TOPIC = 'medspil.ocds.v1';
/** How far each gateway has published; key = gateway id. */
export const CHECKPOINTS_TOPIC = 'medspil.checkpoints.v1';

// Who begins to read later reads the whole history, as of an event store.
const forEver = { 'cleanup.policy': 'delete', 'retention.ms': '-1' };

/** What publishing needs. */
export const outwardTopics: readonly TopicWish[] = [
  { topic: PARTNERSHIPS_TOPIC, partitions: 6, settings: forEver },
  { topic: OCDS_TOPIC, partitions: 6, settings: forEver },
  {
    topic: CHECKPOINTS_TOPIC,
    partitions: 1,
    // Read from its beginning whenever a gateway begins: old positions are to be gone soon.
    settings: {
      'cleanup.policy': 'compact',
      'segment.bytes': '1048576',
      'segment.ms': '600000',
      'min.cleanable.dirty.ratio': '0.1',
    },
  },
];
