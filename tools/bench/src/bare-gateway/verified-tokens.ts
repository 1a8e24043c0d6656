import { jwtVerify } from 'jose';

/**
 * Verifies HS256 tokens with issuer, audience and expiry, and remembers the valid ones until they expire. The bare
 * server makes the same checks as the product, so that the comparison is of the code around them.
 */
export class VerifiedTokens {
  readonly #key: Uint8Array;
  readonly #known = new Map<string, { userId: string; expiresAt: number }>();

  constructor(secret: string) {
    this.#key = new TextEncoder().encode(secret);
  }

  /** The id of the user. @throws Error when the token is not valid */
  async userOf(authorization = ''): Promise<string> {
    const token = authorization.slice('Bearer '.length);
    const known = this.#known.get(token);
    if (known && known.expiresAt > Date.now()) return known.userId;
    const options = { algorithms: ['HS256'], issuer: 'vocalborn', audience: 'vocalborn-analysis' };
    const { payload } = await jwtVerify(token, this.#key, { ...options, requiredClaims: ['exp', 'sub'] });
    const { sub = '', exp = 0 } = payload;
    this.#known.set(token, { userId: sub, expiresAt: exp * 1_000 });
    return sub;
  }
}
