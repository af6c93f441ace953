import { setTimeout as pause } from 'node:timers/promises';
import { BrokerUnavailable, Fenced, TooLarge } from '../broker.js';

const fencing = ['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'TRANSACTION_COORDINATOR_FENCED'];
/** What no waiting mends: the messages themselves are at fault. */
const ofMessages = ['INVALID_RECORD', 'INVALID_TOPIC_EXCEPTION'];
const tooLarge = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];
const handingOver = ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'NOT_COORDINATOR_FOR_GROUP'];
/** What is over in a moment: a coordinator that is starting, or a transaction that is still being written out. */
const passing = [
  'CONCURRENT_TRANSACTIONS',
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
];
/** What a topic without a leader says, as for a moment after it was made. */
export const leaderless = ['LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION'];
/** What one says that was made just now. */
export const fresh = ['UNKNOWN_TOPIC_OR_PARTITION', ...leaderless];

/** The names Kafka gives to what is wrong, of an error and all that led to it. */
function typesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { type, cause, errors = [] } = error as { type?: string; cause?: unknown; errors?: readonly unknown[] };
  return [...(type ? [type] : []), ...[cause, ...errors].flatMap(typesOf)];
}

const has = (error: unknown, types: readonly string[]) => typesOf(error).some((type) => types.includes(type));

/** Whether the group gives the partitions out anew. */
export const isHandingOver = (error: unknown): boolean => has(error, handingOver);

/** What an error of kafkajs is to whoever uses the port. Errors of the program itself stay what they are. */
export function faultOf(error: unknown): Error {
  if (!(error instanceof Error)) return new BrokerUnavailable(String(error));
  if (has(error, fencing)) return new Fenced('Another sender with the same id has taken over', { cause: error });
  if (has(error, tooLarge)) return new TooLarge(error.message, { cause: error });
  const isOfKafka = error.name.startsWith('KafkaJS') || 'code' in error;
  if (!isOfKafka || has(error, ofMessages)) return error;
  return new BrokerUnavailable(error.message, { cause: error });
}

/** Does it, or says that the broker is away when that takes longer than so many milliseconds. What else goes wrong is a fault of the port. */
export async function within<Result>(longest: number, what: string, work: () => Promise<Result>): Promise<Result> {
  const answered = new AbortController();
  const late = pause(longest, undefined, { signal: answered.signal, ref: false }).then(() => {
    throw new BrokerUnavailable(`The Kafka broker did not answer within ${longest / 1_000} s: ${what}`);
  });
  late.catch(() => {});
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    throw faultOf(error);
  } finally {
    answered.abort();
  }
}

/** Does it, and does it again as long as the broker asks for a moment. To be bounded by `within`. */
export async function patiently<Result>(
  work: () => Promise<Result>,
  alsoPassing: readonly string[] = [],
): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!has(error, [...passing, ...alsoPassing])) throw error;
      await pause(25);
    }
  }
}
