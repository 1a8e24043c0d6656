import { readPostgresUrl } from '@vocalborn/database';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { workspaceRoot, type Target } from '../target.js';

/** Words of placeholders that were never replaced by a secret. */
const placeholder = /change.?me|example|placeholder|password|default|123456|secret for|too.?short/i;

/** Folders whose files are deployed and committed. */
const deployed = ['k8s', 'docker', 'apps', 'libs'];

/** A name of a secret with a literal of 16 characters or more as its value. */
const literalSecret =
  /\b[A-Z_]*(?:SECRET|PASSWORD|API_KEY|TOKEN)\b["']?\s*[:=]\s*["']?([A-Za-z0-9+/_-]{16,})["']?\s*(?:#.*)?$/;

/** Files that hold configuration. */
const configurationFile = /\.(ya?ml|env|json|conf|ini|toml)$|(^|\/)(Dockerfile[^/]*|\.env[^/]*)$/;

/** Finds weak secrets in the environment and secrets in files under `root`. Never returns a secret's value. */
export function weakSecrets(
  target: Pick<Target, 'JWT_SECRET' | 'MONITOR_BASIC_AUTH' | 'DATABASE_URL'>,
  root = workspaceRoot,
): string[] {
  const faults: string[] = [];
  const { JWT_SECRET: jwt, MONITOR_BASIC_AUTH: basic, DATABASE_URL: database } = target;
  if (jwt !== undefined && (jwt.length < 32 || isWeak(jwt))) faults.push('JWT_SECRET is weak');
  const password = basic?.slice(basic.indexOf(':') + 1);
  if (password !== undefined && (password.length < 12 || isWeak(password))) faults.push('MONITOR_BASIC_AUTH is weak');
  if (database !== undefined && isRemote(database) && weakDatabasePassword(database))
    faults.push('the password of DATABASE_URL is weak');
  return [...faults, ...secretsInFiles(root)];
}

/** A placeholder, or a text with fewer than six different characters. */
const isWeak = (secret: string): boolean => placeholder.test(secret) || new Set(secret).size < 6;

/** Whether one of the servers of a database is on another machine. */
const isRemote = (url: string): boolean =>
  readPostgresUrl(url).servers.some((server) => {
    const { hostname } = new URL(server.url);
    return !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  });

function weakDatabasePassword(url: string): boolean {
  const password = decodeURIComponent(new URL(readPostgresUrl(url).servers[0].url).password);
  return password.length < 12 || isWeak(password);
}

function secretsInFiles(root: string): string[] {
  return deployed
    .flatMap((folder) => filesUnder(join(root, folder)))
    .flatMap((file) => {
      const lines = readFileSync(file, 'utf8').split('\n');
      return lines.flatMap((line, index) => {
        const value = literalSecret.exec(line)?.[1];
        return value === undefined ? [] : [`${relative(root, file)}:${index + 1} holds a secret`];
      });
    });
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules' || name === 'dist') return [];
    if (statSync(path).isDirectory()) return filesUnder(path);
    return configurationFile.test(path) ? [path] : [];
  });
}
