import { type Followed, following, messagesOf, ocidOf, type Publisher, releaseOf, toHeaders } from '#contracts';
import { OCDS_TOPIC, PARTNERSHIPS_TOPIC } from './topics.js';
import type { Language } from './translator.js';

export type PublicLanguage = Language<Followed>;

const ocdsHeaders = { 'content-type': 'application/json' };
const json = (value: unknown) => Buffer.from(JSON.stringify(value));

/**
 * Public messages and OCDS releases as they lie on Kafka.
 *
 * @param source who publishes, as a URI reference
 */
export const publicLanguage = (source: string, { prefix }: Pick<Publisher, 'prefix'>): PublicLanguage => ({
  following,
  messagesOf(told, before) {
    const facts = messagesOf(told, before);
    const release = releaseOf(told, before, { prefix });
    return [
      ...(facts.length > 0
        ? [
            {
              topic: PARTNERSHIPS_TOPIC,
              messages: facts.map((fact) => ({
                key: told.partnershipId,
                value: json(fact.data),
                headers: toHeaders(fact, source),
              })),
            },
          ]
        : []),
      ...(release
        ? [
            {
              topic: OCDS_TOPIC,
              messages: [{ key: ocidOf(prefix, told.partnershipId), value: json(release), headers: ocdsHeaders }],
            },
          ]
        : []),
    ];
  },
});
