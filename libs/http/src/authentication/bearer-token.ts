import { roles, type Caller } from '@vocalborn/task';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import { LRUCache } from 'lru-cache';
import { KeysUnavailableError, PublishedKeys } from './published-keys.js';

/** An authenticated caller. */
export type Principal = Caller;

/** A principal with the end of its token's validity. */
export interface ProvenPrincipal extends Principal {
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** What a token must be signed with and name. */
export interface TokenRules {
  /** The secret of HS256 tokens, or the address at which the issuer publishes the keys of RS256, ES256 and EdDSA tokens. */
  readonly key: { readonly secret: string } | { readonly jwksUrl: string };
  readonly issuer: string;
  readonly audience: string;
  /** Longest time in seconds between `iat` and `exp`; no limit by default. */
  readonly longestLifetimeSeconds?: number | undefined;
}

/** The settings of an app that verifies tokens: one of secret and address is given. */
export interface TokenSettings {
  readonly JWT_SECRET?: string | undefined;
  readonly JWT_JWKS_URL?: string | undefined;
  readonly JWT_ISSUER: string;
  readonly JWT_AUDIENCE: string;
  readonly JWT_MAX_AGE_SECONDS?: number | undefined;
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

/** A shared secret verifies nothing else, so that no public key of an issuer can be taken for the secret of an HS256 token. */
const secretAlgorithms = ['HS256'];
const publishedAlgorithms = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];

type Verify = (token: string, options: JWTVerifyOptions) => Promise<JWTPayload>;

/**
 * Verifies bearer tokens: signature, issuer, audience, times, and the claims `sub` and `role`. A valid token is remembered
 * until it expires or the issuer changes its keys, because a client that polls sends the same one again and again.
 */
export class TokenVerifier {
  readonly #verify: Verify;
  readonly #valid = new LRUCache<string, ProvenPrincipal>({ max: rememberedTokens });

  constructor(private readonly rules: TokenRules) {
    const { key } = rules;
    if ('secret' in key) {
      const secret = new TextEncoder().encode(key.secret);
      this.#verify = async (token, options) =>
        (await jwtVerify(token, secret, { ...options, algorithms: secretAlgorithms })).payload;
      return;
    }
    const keys = new PublishedKeys(new URL(key.jwksUrl), () => this.#valid.clear());
    this.#verify = async (token, options) => {
      const find: typeof keys.find = (header, input) => keys.find(header, input);
      return (await jwtVerify(token, find, { ...options, algorithms: publishedAlgorithms })).payload;
    };
  }

  static fromSettings(settings: TokenSettings): TokenVerifier {
    const { JWT_SECRET: secret, JWT_JWKS_URL: jwksUrl = '', JWT_ISSUER: issuer, JWT_AUDIENCE: audience } = settings;
    const key = secret === undefined ? { jwksUrl } : { secret };
    return new TokenVerifier({ key, issuer, audience, longestLifetimeSeconds: settings.JWT_MAX_AGE_SECONDS });
  }

  /**
   * The caller that a token names.
   * @param authorization the Authorization header
   * @throws NotAuthenticatedError
   * @throws KeysUnavailableError while the issuer cannot be asked for an unknown key
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
    const { sub, role, exp, iat } = await this.claims(token);
    this.checkTimes(exp, iat);
    if (typeof sub !== 'string' || !uuidForm.test(sub)) {
      throw new NotAuthenticatedError('the token\'s "sub" is not a user id');
    }
    const known = roles.find((candidate) => candidate === role);
    if (!known) throw new NotAuthenticatedError(`the token's "role" is none of ${roles.join(', ')}`);
    return { userId: sub.toLowerCase(), role: known, expiresAt: (exp + clockToleranceSeconds) * 1_000 };
  }

  /** @throws NotAuthenticatedError for a token from the future, and for one that is valid for too long */
  private checkTimes(exp: number, iat: number | undefined): void {
    const { longestLifetimeSeconds } = this.rules;
    if (iat !== undefined && iat > Date.now() / 1_000 + clockToleranceSeconds) {
      throw new NotAuthenticatedError('the token\'s "iat" lies in the future');
    }
    if (longestLifetimeSeconds === undefined) return;
    if (iat === undefined) throw new NotAuthenticatedError('the token has no "iat"');
    if (exp - iat <= longestLifetimeSeconds) return;
    throw new NotAuthenticatedError(`the token is valid for more than ${longestLifetimeSeconds} seconds`);
  }

  private async claims(
    token: string,
  ): Promise<{ sub?: unknown; role?: unknown; exp: number; iat?: number | undefined }> {
    try {
      const payload = await this.#verify(token, {
        issuer: this.rules.issuer,
        audience: this.rules.audience,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: clockToleranceSeconds,
      });
      return { ...payload, exp: payload.exp ?? 0 };
    } catch (error) {
      if (error instanceof KeysUnavailableError) throw error;
      throw new NotAuthenticatedError(reasonOf(error));
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'the token has expired: get a new one';
  if (error instanceof errors.JWTClaimValidationFailed) return `the token's "${error.claim}" is not accepted`;
  return 'the token is not valid';
}
