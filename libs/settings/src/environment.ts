import { readFileSync } from 'node:fs';

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that hold a secret, also as part of an address. */
const secrets: ReadonlySet<string> = new Set([
  ...['DATABASE_URL', 'DATABASE_DIRECT_URL', 'CELERY_BROKER_URL', 'CELERY_RESULT_BACKEND', 'REDIS_SENTINEL_PASSWORD'],
  ...['JWT_SECRET', 'AUDIO_LINK_SECRET', 'LOG_PSEUDONYM_KEY', 'WEBHOOK_SECRET_KEYS'],
  ...['AI_SERVICE_API_KEY', 'LLM_API_KEY'],
  ...['MONITOR_BASIC_AUTH', 'MONITOR_READONLY_AUTH', 'VOCALBORN_TOKEN'],
  ...['ALERT_WEBHOOK_URL', 'ALERT_SLACK_URL', 'ALERT_SMTP_URL'],
]);

/** Whether the setting may be given as a file: `NAME_FILE` is the path of a file that holds the value of `NAME`. */
export const mayBeFile = (name: string): boolean => secrets.has(name);

/**
 * The texts of settings, those of secrets also from the files that Docker and Kubernetes mount. An empty variable counts as
 * unset, because a ConfigMap sets a variable with `FOO=` to the empty string.
 * @returns `faults` names each secret that is given twice, or whose file cannot be read
 */
export function textsOf(names: readonly string[], env: Environment): { given: Environment; faults: string[] } {
  const faults: string[] = [];
  const given = names.map((name) => {
    const text = env[name] === '' ? undefined : env[name];
    const path = mayBeFile(name) ? env[`${name}_FILE`] : undefined;
    if (!path) return [name, text] as const;
    if (text !== undefined) faults.push(`${name} and ${name}_FILE exclude each other: set one`);
    try {
      return [name, readFileSync(path, 'utf8').trim()] as const;
    } catch (error) {
      faults.push(`${name}_FILE: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
      return [name, text] as const;
    }
  });
  return { given: Object.fromEntries(given), faults };
}
