import { chmod, chown, copyFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Certificates } from './certificates.js';

/**
 * Makes a server accept nothing but TLS from clients that show a certificate of the authority.
 * @returns its settings
 */
export async function requireTls(dataDir: string, { caFile, server }: Certificates): Promise<Record<string, string>> {
  const { uid, gid } = await stat(dataDir);
  const own = async (file: string, name: string): Promise<string> => {
    const copy = join(dataDir, name);
    await copyFile(file, copy);
    await chmod(copy, 0o600);
    await chown(copy, uid, gid);
    return copy;
  };
  const settings = {
    ssl: 'on',
    ssl_ca_file: await own(caFile, 'ca.pem'),
    ssl_cert_file: await own(server.certFile, 'server.pem'),
    ssl_key_file: await own(server.keyFile, 'server-key.pem'),
  };
  await writeFile(join(dataDir, 'pg_hba.conf'), 'hostssl all all 127.0.0.1/32 trust clientcert=verify-ca\n');
  return settings;
}

/** The parameters of a URL for a client that shows its certificate. */
export function tlsParameters({ caFile, client }: Certificates): string {
  const files = { sslrootcert: caFile, sslcert: client.certFile, sslkey: client.keyFile };
  return new URLSearchParams({ sslmode: 'verify-full', ...files }).toString();
}
