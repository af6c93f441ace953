import { describe, expect, it } from '@jest/globals';
import { BadConfig, readConfig, settings } from './config.js';

describe('the configuration', () => {
  it('of an empty environment is the embedded default', () => {
    expect(readConfig({})).toEqual({
      port: 3000,
      host: '127.0.0.1',
      dataDirectory: '.medspil',
      eventStoreUrl: undefined,
      readModelUrl: undefined,
      identityProvider: undefined,
      roleClaim: 'role',
      organisationClaim: 'org',
      kafka: undefined,
      publisher: { prefix: 'ocds-medspl', name: 'Medspil' },
      telemetry: undefined,
      logLevel: 'info',
      stopping: { drain: 0, within: 25 },
      bodyLimit: 1_048_576,
    });
  });

  it('takes an empty variable for one left out', () => {
    const empty = Object.fromEntries(Object.keys(settings).map((key) => [key, '']));
    expect(readConfig(empty)).toEqual(readConfig({}));
  });

  it('reads every key', () => {
    expect(
      readConfig({
        PORT: '0',
        HOST: '0.0.0.0',
        DATA_DIR: '/var/lib/medspil',
        EVENT_STORE_URL: 'postgres://u:p@db/events',
        READ_MODEL_URL: 'postgresql://u:p@db/models',
        AUTH_ISSUER: 'https://idp.example',
        AUTH_AUDIENCE: 'medspil',
        AUTH_JWKS_URL: 'https://idp.example/keys',
        AUTH_ROLE_CLAIM: 'rolle',
        AUTH_ORGANISATION_CLAIM: 'kommune',
        KAFKA_BROKERS: 'kafka-1.example:9093, kafka-2.example:9093',
        KAFKA_GATEWAY_ID: 'medspil-north',
        KAFKA_TLS: 'on',
        KAFKA_TLS_CA_FILE: '/etc/medspil/ca.pem',
        KAFKA_SASL: 'scram-sha-512',
        KAFKA_USERNAME: 'gateway',
        KAFKA_PASSWORD: 'hunter2',
        OCDS_PREFIX: 'ocds-abc123',
        OCDS_PUBLISHER_NAME: 'Esbjerg Kommune',
        OCDS_PUBLISHER_CVR: '29189803',
        OCDS_PUBLISHER_URI: 'https://www.esbjerg.dk',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otlp.example:4318',
        OTEL_EXPORTER_OTLP_HEADERS: 'Api-Key=a%20b, x-tenant=north',
        OTEL_SERVICE_NAME: 'medspil-north',
        OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
        LOG_LEVEL: 'warn',
        DRAIN_SECONDS: '5',
        STOP_SECONDS: '40',
        BODY_LIMIT: '2048',
      }),
    ).toEqual({
      port: 0,
      host: '0.0.0.0',
      dataDirectory: '/var/lib/medspil',
      eventStoreUrl: 'postgres://u:p@db/events',
      readModelUrl: 'postgresql://u:p@db/models',
      identityProvider: {
        issuer: 'https://idp.example',
        audience: 'medspil',
        keys: new URL('https://idp.example/keys'),
      },
      roleClaim: 'rolle',
      organisationClaim: 'kommune',
      kafka: {
        brokers: ['kafka-1.example:9093', 'kafka-2.example:9093'],
        gatewayId: 'medspil-north',
        tls: { caFile: '/etc/medspil/ca.pem' },
        signIn: { mechanism: 'scram-sha-512', username: 'gateway', password: 'hunter2' },
      },
      publisher: {
        prefix: 'ocds-abc123',
        name: 'Esbjerg Kommune',
        scheme: 'DK-CVR',
        uid: '29189803',
        uri: 'https://www.esbjerg.dk',
      },
      telemetry: {
        endpoint: 'https://otlp.example:4318',
        headers: { 'api-key': 'a b', 'x-tenant': 'north' },
        serviceName: 'medspil-north',
        sampler: 'parentbased_traceidratio',
        ratio: 0.25,
      },
      logLevel: 'warn',
      stopping: { drain: 5, within: 40 },
      bodyLimit: 2048,
    });
  });

  it('names every bad key together, and no secret', () => {
    const bad = {
      PORT: 'http',
      EVENT_STORE_URL: 'mysql://root:hunter2@db',
      OCDS_PREFIX: 'medspil',
      OCDS_PUBLISHER_CVR: '0561',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'otlp.example:4317',
      OTEL_EXPORTER_OTLP_HEADERS: 'hunter2',
      OTEL_TRACES_SAMPLER: 'all',
      OTEL_TRACES_SAMPLER_ARG: '1.5',
      LOG_LEVEL: 'loud',
      DRAIN_SECONDS: '30',
      BODY_LIMIT: '1',
      AUTH_ISSUER: 'https://idp.example',
      KAFKA_BROKERS: 'kafka.example',
      KAFKA_GATEWAY_ID: 'my gateway',
      KAFKA_TLS: 'yes',
      KAFKA_TLS_CA_FILE: '/etc/medspil/ca.pem',
      KAFKA_SASL: 'plain',
      KAFKA_PASSWORD: 'hunter2',
      KAFKA_OAUTH_CLIENT_SECRET: 'hunter3',
    };
    expect(() => readConfig(bad)).toThrow(BadConfig);
    expect(() => readConfig(bad)).toThrow(
      [
        'The configuration cannot be used:',
        '  PORT must be a whole number from 0 to 65535',
        '  EVENT_STORE_URL must be a URL that starts with postgres:// or postgresql://, or kurrentdb:// or kurrentdb+discover://',
        '  KAFKA_BROKERS must be a list of host:port, separated by commas',
        '  KAFKA_GATEWAY_ID must be up to 100 letters, digits and ._-',
        '  KAFKA_TLS must be one of off, on',
        '  OCDS_PREFIX must be ocds- and six letters or digits',
        '  OCDS_PUBLISHER_CVR must be a CVR number of eight digits',
        '  OTEL_EXPORTER_OTLP_ENDPOINT must be a URL that starts with http:// or https://',
        '  OTEL_EXPORTER_OTLP_HEADERS must be a list of name=value, separated by commas',
        '  OTEL_TRACES_SAMPLER must be one of parentbased_always_on, parentbased_always_off, parentbased_traceidratio, always_on, always_off, traceidratio',
        '  OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1',
        '  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
        '  BODY_LIMIT must be a whole number from 1024 to 104857600',
        '  AUTH_AUDIENCE and AUTH_JWKS_URL must be set too: AUTH_ISSUER, AUTH_AUDIENCE, AUTH_JWKS_URL go together',
        '  STOP_SECONDS must be more than DRAIN_SECONDS',
        '  KAFKA_TLS_CA_FILE goes with KAFKA_TLS on',
        '  KAFKA_USERNAME must be set too with KAFKA_SASL plain',
        '  KAFKA_OAUTH_CLIENT_SECRET must not be set with KAFKA_SASL plain',
      ].join('\n'),
    );
  });

  it('signs in to Kafka with tokens of an authorization server', () => {
    const tokens = {
      KAFKA_SASL: 'oauthbearer',
      KAFKA_OAUTH_TOKEN_URL: 'https://idp.example/token',
      KAFKA_OAUTH_CLIENT_ID: 'gateway',
      KAFKA_OAUTH_CLIENT_SECRET: 'hunter2',
      KAFKA_OAUTH_SCOPE: 'kafka',
    };
    expect(readConfig({ KAFKA_BROKERS: 'kafka.example:9092', ...tokens }).kafka).toEqual({
      brokers: ['kafka.example:9092'],
      gatewayId: 'medspil',
      tls: undefined,
      signIn: {
        mechanism: 'oauthbearer',
        tokenUrl: 'https://idp.example/token',
        clientId: 'gateway',
        clientSecret: 'hunter2',
        scope: 'kafka',
      },
    });
    expect(readConfig(tokens).kafka).toBeUndefined();
    expect(() => readConfig({ KAFKA_SASL: 'oauthbearer', KAFKA_PASSWORD: 'hunter2' })).toThrow(
      [
        '  KAFKA_OAUTH_TOKEN_URL and KAFKA_OAUTH_CLIENT_ID and KAFKA_OAUTH_CLIENT_SECRET must be set too with KAFKA_SASL oauthbearer',
        '  KAFKA_PASSWORD must not be set with KAFKA_SASL oauthbearer',
      ].join('\n'),
    );
  });

  it.each(['kurrentdb://db:2113?tls=false', 'kurrentdb+discover://u:p@db.example:2113', 'esdb://a:2113,b:2113,c:2113'])(
    'takes %j for an event store',
    (EVENT_STORE_URL) => {
      expect(readConfig({ EVENT_STORE_URL }).eventStoreUrl).toBe(EVENT_STORE_URL);
    },
  );

  it('tells what is wrong with the address of a KurrentDB, and nothing of its password', () => {
    const EVENT_STORE_URL = 'kurrentdb://admin:s3cret@db.example?tlsCaFilePath=ca.pem';
    expect(() => readConfig({ EVENT_STORE_URL })).toThrow('EVENT_STORE_URL has the option tlsCaFilePath, and may have');
    expect(() => readConfig({ EVENT_STORE_URL })).not.toThrow('s3cret');
  });

  it.each(['-1', '65536', '3000.5', ' 3000', '0x10', '1e3'])('does not take %j for a port', (PORT) => {
    expect(() => readConfig({ PORT })).toThrow('PORT');
  });

  it('tells of every key what it says and its default', () => {
    for (const [key, { says, default: standard, read }] of Object.entries(settings)) {
      expect([key, says.length > 10, standard.length > 0]).toEqual([key, true, true]);
      const value = read(undefined);
      if (value !== undefined) expect(String(value)).toBe(standard);
    }
  });
});
