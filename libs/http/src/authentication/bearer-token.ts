import { roles, type Caller } from '@vocalborn/task';
import { errors, jwtVerify } from 'jose';

/** An authenticated caller. */
export type Principal = Caller;

/** A principal, and until when the token proves it, in milliseconds since 1970. */
export interface ProvenPrincipal extends Principal {
  readonly expiresAt: number;
}

export interface TokenRules {
  readonly secret: string;
  readonly issuer: string;
  readonly audience: string;
}

/** The caller did not prove who they are. `reason` says what is wrong with the token, never what it holds. */
export class NotAuthenticatedError extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'NotAuthenticatedError';
  }
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Seconds by which the clocks of issuer and service may differ. */
const clockToleranceSeconds = 5;

/** Checks bearer tokens: HS256 signature, issuer, audience, expiry, and that `sub` and `role` make a principal. */
export class TokenVerifier {
  readonly #key: Uint8Array;

  constructor(private readonly rules: TokenRules) {
    this.#key = new TextEncoder().encode(rules.secret);
  }

  /**
   * @param authorization the Authorization header
   * @throws NotAuthenticatedError
   */
  async verify(authorization: string | undefined): Promise<ProvenPrincipal> {
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw new NotAuthenticatedError('send the header "Authorization: Bearer <token>"');
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
