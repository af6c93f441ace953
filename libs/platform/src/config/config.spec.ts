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
      logLevel: 'info',
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
        LOG_LEVEL: 'warn',
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
      logLevel: 'warn',
      bodyLimit: 2048,
    });
  });

  it('names every bad key together, and no secret', () => {
    const bad = {
      PORT: 'http',
      EVENT_STORE_URL: 'mysql://root:hunter2@db',
      LOG_LEVEL: 'loud',
      BODY_LIMIT: '1',
      AUTH_ISSUER: 'https://idp.example',
    };
    expect(() => readConfig(bad)).toThrow(BadConfig);
    expect(() => readConfig(bad)).toThrow(
      [
        'The configuration cannot be used:',
        '  PORT must be a whole number from 0 to 65535',
        '  EVENT_STORE_URL must be a URL that starts with postgres:// or postgresql://',
        '  LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
        '  BODY_LIMIT must be a whole number from 1024 to 104857600',
        '  AUTH_AUDIENCE and AUTH_JWKS_URL must be set too: AUTH_ISSUER, AUTH_AUDIENCE, AUTH_JWKS_URL go together',
      ].join('\n'),
    );
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
