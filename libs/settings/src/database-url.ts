import { z } from 'zod';
import { certificateFile, isKeyOf, privateKeyFile } from './pem-file.js';

/** Hosts and parameters of postgres://user:password@host:port,host:port/database?parameters. */
const form = /^postgres(?:ql)?:\/\/(?:[^/?#]*@)?([^/?#]*)[^?#]*(?:\?([^#]*))?$/i;

const hostForm = /^(?:\[[0-9a-f:.]+\]|[^\s:[\]@]*)(?::(\d{1,5}))?$/i;

/** The parameters that have few values here, with what is said of others. */
const choices: Readonly<Record<string, { readonly values: readonly string[]; readonly message: string }>> = {
  sslmode: {
    values: ['disable', 'require', 'verify-ca', 'verify-full'],
    message: 'sslmode must be verify-full or disable: the certificate of the server is always verified (sslrootcert)',
  },
  ssl: {
    values: ['true', '1', 'false', '0'],
    message: 'ssl must be true or false: the certificate of the server is always verified (sslrootcert)',
  },
  target_session_attrs: {
    values: ['read-write', 'primary'],
    message: 'target_session_attrs must be read-write or primary: every app writes',
  },
};

const fileParameters = { sslrootcert: certificateFile, sslcert: certificateFile, sslkey: privateKeyFile };

/** A URL of Postgres, with one host or several, and the TLS parameters of libpq. The message does not contain the value. */
export const databaseUrl: z.ZodType<string> = z.string().superRefine((text, context) => {
  for (const message of faultsOf(text)) context.addIssue({ code: 'custom', message });
});

function faultsOf(text: string): string[] {
  const [whole, hosts = '', query = ''] = form.exec(text) ?? [];
  if (whole === undefined) return ['must be a URL that begins with postgres:// or postgresql://'];
  const parameters = new URLSearchParams(query);
  const chosen = Object.entries(choices).flatMap(([name, { values, message }]) =>
    values.includes(parameters.get(name) ?? values[0] ?? '') ? [] : [message],
  );
  return [...hostFaults(hosts.split(',')), ...chosen, ...fileFaults(parameters)];
}

function hostFaults(hosts: readonly string[]): string[] {
  const isHost = (host: string): boolean => {
    const [whole, port = '5432'] = hostForm.exec(host) ?? [];
    return whole !== undefined && (whole !== '' || hosts.length === 1) && Number(port) >= 1 && Number(port) <= 65_535;
  };
  return hosts.every(isHost) ? [] : ['must name each server as host or host:port, with a port from 1 to 65535'];
}

function fileFaults(parameters: URLSearchParams): string[] {
  const faults = Object.entries(fileParameters).flatMap(([name, file]) => {
    const path = parameters.get(name);
    const found = path === null ? undefined : file.safeParse(path);
    return (found?.error?.issues ?? []).map(({ message }) => `${name}: ${message}`);
  });
  const [certificate, key] = [parameters.get('sslcert'), parameters.get('sslkey')];
  if ((certificate === null) !== (key === null)) return [...faults, 'sslcert and sslkey belong together'];
  if (certificate === null || key === null || faults.length > 0) return faults;
  return isKeyOf(key, certificate) ? [] : ['sslkey is not the key of the certificate in sslcert'];
}
