import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { isOrganisation, isSubjectId } from '../fields/identifier.js';
import type { Principal } from './principal.js';
import { KeysUnavailable, type TokenFault, Unauthenticated } from './unauthenticated.js';

export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer publishes its keys, or the keys themselves. */
  readonly keys: URL | JWTVerifyGetKey;
  /** The roles known here. */
  readonly roles: readonly string[];
  /** The claim that holds the role; `role` unless given. */
  readonly roleClaim?: string;
  /** The claim that holds the organisation; `org` unless given. */
  readonly organisationClaim?: string;
}

interface Verified {
  readonly principal: Principal;
  readonly expires: number;
}

/** Clocks of issuer and server may differ by so many seconds. */
const clockTolerance = 10;
/** A withdrawn key is noticed after so many milliseconds at the latest. */
const longestTrust = 5 * 60_000;
/** Signatures made with a key both sides share are not accepted, whatever the token says. */
const algorithms = [
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
];

/** Tells who a bearer token is, checking its signature once and remembering the answer for a while. */
export class Tokens {
  private readonly keys: JWTVerifyGetKey;
  private readonly verified = new LRUCache<string, Verified>({ max: 10_000, ttl: longestTrust });

  constructor(private readonly rules: TokenRules) {
    this.keys = rules.keys instanceof URL ? createRemoteJWKSet(rules.keys) : rules.keys;
  }

  /** The principal of a token whose signature was checked a moment ago. */
  known(token: string): Principal | undefined {
    const verified = this.verified.get(token);
    return verified && verified.expires > Date.now() ? verified.principal : undefined;
  }

  /** Until when a token that was checked a moment ago is good, in milliseconds since 1970. */
  goodUntil(token: string): number | undefined {
    return this.verified.get(token)?.expires;
  }

  /**
   * The principal of a token.
   *
   * @throws Unauthenticated saying what is wrong with it
   * @throws KeysUnavailable when the issuer's keys cannot be fetched
   */
  async verify(token: string): Promise<Principal> {
    const { issuer, audience } = this.rules;
    const requiredClaims = ['sub', 'exp'];
    let payload: JWTPayload;
    try {
      const options = { issuer, audience, algorithms, clockTolerance, requiredClaims };
      ({ payload } = await jwtVerify(token, this.keys, options));
    } catch (error) {
      throw refusalOf(error);
    }
    const principal = this.principalOf(payload);
    const expires = ((payload.exp as number) + clockTolerance) * 1000;
    this.verified.set(token, { principal, expires });
    return principal;
  }

  private principalOf(payload: JWTPayload): Principal {
    const { roles, roleClaim = 'role', organisationClaim = 'org' } = this.rules;
    const { sub: subject, [roleClaim]: role, [organisationClaim]: organisation } = payload;
    if (subject === undefined || subject === '') throw new Unauthenticated('token-incomplete');
    // It is kept in events for ever: an e-mail address there could never be erased.
    if (!isSubjectId(subject)) throw new Unauthenticated('unusable-subject');
    if (typeof role !== 'string' || !roles.includes(role)) throw new Unauthenticated('unknown-role');
    if (!isOrganisation(organisation)) throw new Unauthenticated('unknown-organisation');
    const { permissions } = payload;
    if (!isListOfText(permissions)) return { subject, role, organisation };
    return { subject, role, organisation, permissions };
  }
}

function refusalOf(error: unknown): Unauthenticated | KeysUnavailable {
  if (error instanceof errors.JWTClaimValidationFailed) return new Unauthenticated(faultOfClaim(error));
  switch (error instanceof errors.JOSEError ? error.code : undefined) {
    case 'ERR_JWT_EXPIRED':
      return new Unauthenticated('token-expired');
    case 'ERR_JWS_INVALID':
    case 'ERR_JWT_INVALID':
      return new Unauthenticated('token-malformed');
    case 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED':
    case 'ERR_JWKS_NO_MATCHING_KEY':
    case 'ERR_JWKS_MULTIPLE_MATCHING_KEYS':
    case 'ERR_JOSE_ALG_NOT_ALLOWED':
    case 'ERR_JOSE_NOT_SUPPORTED':
      return new Unauthenticated('token-not-genuine');
    default:
      return new KeysUnavailable('The keys of the token issuer cannot be fetched', { cause: error });
  }
}

function faultOfClaim({ claim }: errors.JWTClaimValidationFailed): TokenFault {
  if (claim === 'aud') return 'token-for-another-audience';
  if (claim === 'iss') return 'token-of-another-issuer';
  return claim === 'nbf' ? 'token-not-yet-valid' : 'token-incomplete';
}

function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
