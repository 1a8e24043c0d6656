import { roles, type Caller } from '@vocalborn/task';
import { errors, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';

/** An authenticated caller. */
export type Principal = Caller;

/** A principal with the end of its token's validity. */
export interface ProvenPrincipal extends Principal {
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What a token must be signed with and name. */
export interface TokenRules {
  readonly secret: string;
  readonly issuer: string;
  readonly audience: string;
}

/** The settings of an app that verifies tokens. */
export interface TokenSettings {
  readonly JWT_SECRET: string;
  readonly JWT_ISSUER: string;
  readonly JWT_AUDIENCE: string;
}

/** The caller is not authenticated. `reason` tells what is wrong with the token and never repeats its content. */
export class NotAuthenticatedError extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'NotAuthenticatedError';
  }
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Largest accepted difference between the clocks of the issuer and this service. */
const clockToleranceSeconds = 5;

/** Tokens that are remembered as valid: some 0.5 kB each. A platform has far fewer users at the same time. */
const rememberedTokens = 10_000;

/**
 * Verifies bearer tokens: HS256 signature, issuer, audience, expiry, and the claims `sub` and `role`. A valid token is
 * remembered until it expires, because a client that polls sends the same one again and again.
 */
export class TokenVerifier {
  readonly #key: Uint8Array;
  readonly #valid = new LRUCache<string, ProvenPrincipal>({ max: rememberedTokens });

  constructor(private readonly rules: TokenRules) {
    this.#key = new TextEncoder().encode(rules.secret);
  }

  static fromSettings({
    JWT_SECRET: secret,
    JWT_ISSUER: issuer,
    JWT_AUDIENCE: audience,
  }: TokenSettings): TokenVerifier {
    return new TokenVerifier({ secret, issuer, audience });
  }

  /**
   * The caller that a token names.
   * @param authorization the Authorization header
   * @throws NotAuthenticatedError
   */
  async verify(authorization: string | undefined): Promise<ProvenPrincipal> {
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new NotAuthenticatedError('send the header "Authorization: Bearer <token>"');
    const remembered = this.#valid.get(token);
    if (remembered && remembered.expiresAt > Date.now()) return remembered;
    this.#valid.delete(token);
    const principal = await this.verifyToken(token);
    this.#valid.set(token, principal);
    return principal;
  }

  private async verifyToken(token: string): Promise<ProvenPrincipal> {
    const { sub, role, exp } = await this.claims(token);
    if (typeof sub !== 'string' || !uuidForm.test(sub)) {
      throw new NotAuthenticatedError('the token\'s "sub" is not a user id');
    }
    const known = roles.find((candidate) => candidate === role);
    if (!known) throw new NotAuthenticatedError(`the token's "role" is none of ${roles.join(', ')}`);
    return { userId: sub.toLowerCase(), role: known, expiresAt: (exp + clockToleranceSeconds) * 1_000 };
  }

  private async claims(token: string): Promise<{ sub?: unknown; role?: unknown; exp: number }> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        issuer: this.rules.issuer,
        audience: this.rules.audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: clockToleranceSeconds,
      });
      return { ...payload, exp: payload.exp ?? 0 };
    } catch (error) {
      throw new NotAuthenticatedError(reasonOf(error));
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired: get a new one';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token's "${error.claim}" is not accepted`;
  return 'the token is not valid';
}
