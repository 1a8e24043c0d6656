import { SignJWT } from 'jose';

export interface TokenOptions {
  readonly sub: string;
  readonly role: string;
  readonly secret: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly ttlSeconds?: number;
}

/** Signs an HS256 token like the platform's login. A negative `ttlSeconds` gives an expired token. */
export function mintToken(options: TokenOptions): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ role: options.role })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(options.sub)
    .setIssuer(options.issuer ?? 'vocalborn')
    .setAudience(options.audience ?? 'vocalborn-analysis')
    .setIssuedAt(now)
    .setExpirationTime(now + (options.ttlSeconds ?? 3600))
    .sign(new TextEncoder().encode(options.secret));
}
