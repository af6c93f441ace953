export const saslMechanisms = ['none', 'plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'] as const;

/** How to sign in to Kafka. */
export type KafkaSignIn =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: string;
    }
  | {
      readonly mechanism: 'oauthbearer';
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly scope: string | undefined;
    };

/** Where the Kafka brokers are, and how to be let in. */
export interface KafkaConfig {
  /** Each host:port. */
  readonly brokers: readonly string[];
  readonly gatewayId: string;
  /** Unset: no TLS. Without a file, the authorities Node knows are trusted. */
  readonly tls: { readonly caFile: string | undefined } | undefined;
  /** Unset: nothing is asked for. */
  readonly signIn: KafkaSignIn | undefined;
}

/** What is read of the environment for it. */
export interface KafkaValues {
  readonly KAFKA_BROKERS: readonly string[] | undefined;
  readonly KAFKA_GATEWAY_ID: string;
  readonly KAFKA_TLS: 'off' | 'on';
  readonly KAFKA_TLS_CA_FILE: string | undefined;
  readonly KAFKA_SASL: (typeof saslMechanisms)[number];
  readonly KAFKA_USERNAME: string | undefined;
  readonly KAFKA_PASSWORD: string | undefined;
  readonly KAFKA_OAUTH_TOKEN_URL: string | undefined;
  readonly KAFKA_OAUTH_CLIENT_ID: string | undefined;
  readonly KAFKA_OAUTH_CLIENT_SECRET: string | undefined;
  readonly KAFKA_OAUTH_SCOPE: string | undefined;
}

const ofPassword = ['KAFKA_USERNAME', 'KAFKA_PASSWORD'] as const;
const ofTokens = ['KAFKA_OAUTH_TOKEN_URL', 'KAFKA_OAUTH_CLIENT_ID', 'KAFKA_OAUTH_CLIENT_SECRET'] as const;

/** What does not go together, in sentences without values. */
export function kafkaFaults(env: Readonly<Record<string, string | undefined>>): string[] {
  const faults: string[] = [];
  const sasl = env.KAFKA_SASL || 'none';
  if (env.KAFKA_TLS_CA_FILE && env.KAFKA_TLS !== 'on') faults.push('KAFKA_TLS_CA_FILE goes with KAFKA_TLS on');
  const [needed, idle]: [readonly string[], readonly string[]] =
    sasl === 'oauthbearer'
      ? [ofTokens, ofPassword]
      : sasl === 'none'
        ? [[], [...ofPassword, ...ofTokens, 'KAFKA_OAUTH_SCOPE']]
        : [ofPassword, [...ofTokens, 'KAFKA_OAUTH_SCOPE']];
  const missing = needed.filter((key) => !env[key]);
  const unused = idle.filter((key) => env[key]);
  const isKnown = saslMechanisms.some((mechanism) => mechanism === sasl);
  if (isKnown && missing.length > 0) faults.push(`${missing.join(' and ')} must be set too with KAFKA_SASL ${sasl}`);
  // A password that is set and not used is a mistake somewhere else.
  if (isKnown && unused.length > 0) faults.push(`${unused.join(' and ')} must not be set with KAFKA_SASL ${sasl}`);
  return faults;
}

export function kafkaOf(values: KafkaValues): KafkaConfig | undefined {
  const { KAFKA_BROKERS: brokers, KAFKA_GATEWAY_ID: gatewayId } = values;
  if (!brokers) return undefined;
  const tls = values.KAFKA_TLS === 'on' ? { caFile: values.KAFKA_TLS_CA_FILE } : undefined;
  return { brokers, gatewayId, tls, signIn: signInOf(values) };
}

/** Only what kafkaFaults let pass comes here: what a mechanism needs is there. */
function signInOf(values: KafkaValues): KafkaSignIn | undefined {
  const { KAFKA_SASL: mechanism } = values;
  if (mechanism === 'none') return undefined;
  if (mechanism !== 'oauthbearer')
    return { mechanism, username: values.KAFKA_USERNAME!, password: values.KAFKA_PASSWORD! };
  return {
    mechanism,
    tokenUrl: values.KAFKA_OAUTH_TOKEN_URL!,
    clientId: values.KAFKA_OAUTH_CLIENT_ID!,
    clientSecret: values.KAFKA_OAUTH_CLIENT_SECRET!,
    scope: values.KAFKA_OAUTH_SCOPE,
  };
}
