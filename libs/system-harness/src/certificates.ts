import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Paths of PEM files. */
interface KeyPair {
  readonly certFile: string;
  readonly keyFile: string;
}

/** An authority, and what it signed: a certificate for servers on the loopback address, and one for clients. */
export interface Certificates {
  readonly caFile: string;
  readonly server: KeyPair;
  readonly client: KeyPair;
}

/** Makes certificates that hold for a day, with openssl. @param folder where the files are written */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const pairOf = (name: string): KeyPair => ({
    certFile: join(folder, `${name}.pem`),
    keyFile: join(folder, `${name}-key.pem`),
  });
  const [ca, server, client] = [pairOf('ca'), pairOf('server'), pairOf('client')];
  await make(ca, 'test authority');
  const signedBy = ['-CA', ca.certFile, '-CAkey', ca.keyFile];
  const names = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
  await make(server, 'server', [...signedBy, '-addext', names]);
  await make(client, 'client', signedBy);
  return { caFile: ca.certFile, server, client };
}

async function make({ certFile, keyFile }: KeyPair, name: string, more: readonly string[] = []): Promise<void> {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  const args = ['req', '-x509', ...key, '-out', certFile, '-days', '1', '-subj', `/CN=${name}`, ...more];
  await promisify(execFile)('openssl', args);
}
