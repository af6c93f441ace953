import type { Config } from '../config/config.js';
import type { EmbeddedIssuer } from './embedded-issuer.js';
import { Tokens } from './tokens.js';

/** Takes the tokens of the identity provider that is configured, or else those of the embedded issuer. */
export function tokensOf(
  { identityProvider, roleClaim, organisationClaim }: Config,
  embeddedIssuer: EmbeddedIssuer | undefined,
  roles: readonly string[],
): Tokens {
  const source = identityProvider ?? embeddedIssuer;
  if (!source) throw new Error('Neither an identity provider nor the embedded issuer is there');
  const { issuer, audience, keys } = source;
  return new Tokens({ issuer, audience, keys, roles, roleClaim, organisationClaim });
}
