export type TokenFault =
  | 'token-missing'
  | 'token-malformed'
  | 'token-not-genuine'
  | 'token-expired'
  | 'token-not-yet-valid'
  | 'token-of-another-issuer'
  | 'token-for-another-audience'
  | 'token-incomplete'
  | 'unusable-subject'
  | 'unknown-role'
  | 'unknown-organisation';

/** Nobody we know: the bearer token is missing, or not one to trust. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
  constructor(readonly reason: TokenFault) {
    super(reason);
  }
}

/** The issuer's public keys cannot be fetched, so no token can be checked. Repeating is safe. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
}
