import { commandLineSettings, SettingsError, type CommandLineSettings } from '@vocalborn/settings';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wrongUse } from './failures.js';

/** The folder of the clone. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** The addresses of the system and the operator's credentials. */
export interface Target extends CommandLineSettings {
  /** Authorization header for the monitor; null without credentials. */
  readonly authorization: string | null;
}

interface Endpoints {
  readonly gateway?: string;
  readonly ai_service?: string;
  readonly monitor?: string;
  readonly database_url?: string;
  readonly broker_url?: string;
  readonly result_backend?: string;
  readonly tokens?: { readonly admin?: string };
}

/**
 * Reads the environment, and fills what is missing from the endpoints file of a running `npm start`. Ignores that file
 * when an exported address differs from it, so that a command never works on parts of two systems.
 * @param monitor the address given as --monitor
 */
export function readTarget(monitor?: string, env: NodeJS.ProcessEnv = process.env): Target {
  const given = { ...env, ...(monitor === undefined ? {} : { VOCALBORN_MONITOR_URL: monitor }) };
  const local = localSystem(given);
  try {
    const settings = commandLineSettings({ ...local, ...withoutEmpty(given) });
    return { ...settings, authorization: authorizationOf(settings) };
  } catch (error) {
    if (error instanceof SettingsError) throw wrongUse(error.faults.join('; '), 'correct the environment or --monitor');
    throw error;
  }
}

function authorizationOf({ VOCALBORN_TOKEN: token, MONITOR_BASIC_AUTH: basic }: CommandLineSettings): string | null {
  if (token !== undefined) return `Bearer ${token}`;
  return basic === undefined ? null : `Basic ${Buffer.from(basic).toString('base64')}`;
}

/** The endpoints of the running `npm start` as variables; empty when the environment names another system. */
function localSystem(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  const path = env['VOCALBORN_ENDPOINTS'] || join(workspaceRoot, '.local/endpoints.json');
  if (!existsSync(path)) return {};
  const told = JSON.parse(readFileSync(path, 'utf8')) as Endpoints;
  const addresses = {
    VOCALBORN_MONITOR_URL: told.monitor,
    VOCALBORN_GATEWAY_URL: told.gateway,
    DATABASE_URL: told.database_url,
    CELERY_BROKER_URL: told.broker_url,
    CELERY_RESULT_BACKEND: told.result_backend,
    AI_SERVICE_URL: told.ai_service,
  };
  const same = Object.entries(addresses).every(([name, value]) => !env[name] || env[name] === value);
  if (!same) return {};
  const hasOwnCredentials = Boolean(env['VOCALBORN_TOKEN'] || env['MONITOR_BASIC_AUTH']);
  return { ...addresses, VOCALBORN_TOKEN: hasOwnCredentials ? undefined : told.tokens?.admin };
}

const withoutEmpty = (env: NodeJS.ProcessEnv) => Object.fromEntries(Object.entries(env).filter(([, value]) => value));
