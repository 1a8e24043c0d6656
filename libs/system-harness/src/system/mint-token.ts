import { SignJWT } from 'jose';

/** Who the token speaks for, and how it is signed. */
export interface TokenOptions {
  readonly sub: string;
  readonly role: 'patient' | 'therapist' | 'admin';
  readonly secret: string;
  readonly issuer?: string;
  readonly audience?: string;
  readonly ttlSeconds?: number;
}

/** Signs a token as the product's identity provider would (HS256). A negative lifetime gives an expired one. */
export async function mintToken(options: TokenOptions): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return await new SignJWT({ role: options.role })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(options.sub)
    .setIssuer(options.issuer ?? 'vocalborn')
    .setAudience(options.audience ?? 'vocalborn-analysis')
    .setIssuedAt(now)
    .setExpirationTime(now + (options.ttlSeconds ?? 3600))
    .sign(new TextEncoder().encode(options.secret));
}
