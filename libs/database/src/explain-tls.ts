import type { TlsFiles } from './postgres-url.js';

/** Codes of OpenSSL for a certificate whose authority is not known. */
const unknownAuthority: ReadonlySet<unknown> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** No encrypted connection is made, which waiting does not cure. */
class DatabaseTlsError extends Error {
  constructor(message: string, cause: Error) {
    super(message, { cause });
    this.name = 'DatabaseTlsError';
  }
}

/** An error of a connection, in the words of the URL's parameters if TLS is the reason. */
export function explainTls(error: Error, server: string, tls: TlsFiles | null): Error {
  const { code } = error as { code?: unknown };
  const explained = (message: string): Error =>
    new DatabaseTlsError(`Postgres at ${server} ${message} (${error.message})`, error);
  if (unknownAuthority.has(code)) {
    return explained(
      tls?.ca === undefined
        ? 'has a certificate that no public authority signed: name its authority with sslrootcert'
        : 'has a certificate that no authority of sslrootcert signed',
    );
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return explained('has a certificate that does not name this host');
  if (code === 'CERT_HAS_EXPIRED') return explained('has a certificate that has expired');
  if (typeof code === 'string' && /^ERR_SSL_.*ALERT/.test(code)) {
    return explained(tls?.cert === undefined ? 'refuses the client' : 'refuses the client certificate of sslcert');
  }
  if (error.message === 'The server does not support SSL connections') return explained('offers no TLS (ssl = off)');
  return error;
}
