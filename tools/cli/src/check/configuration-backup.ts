import { retryTable } from '@vocalborn/task';
import { settingsCatalogue } from '@vocalborn/settings';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failed } from '../failures.js';
import type { Target } from '../target.js';

/** Names of settings whose value must not be written to a file. */
const secretNames = /SECRET|KEY|AUTH|TOKEN|PASSWORD/;

/** The password of a URL, which may name several hosts. */
const passwordOfUrl = /^([a-z][a-z+]*:\/\/[^:@/?#]*:)[^/?#]*(?=@)/i;

const passwordParameter = /([?&][a-z_]*password=)[^&]*/gi;

export interface ConfigurationBackup {
  readonly file: string;
  readonly settings: number;
}

/**
 * Writes the configuration to a file and reads it back: every exported setting (secrets only as "is set"), the alert
 * rules and the retry table. ConfigMaps of a cluster are not included.
 * @throws CommandError when the file does not hold what was written
 */
export function backUpConfiguration(
  target: Target,
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ConfigurationBackup> {
  const names = new Set([...settingsCatalogue().values()].flat().map(({ name }) => name));
  const told: Record<string, string | number | null | undefined> = { ...target, ...env };
  const settings = Object.fromEntries(
    [...names].toSorted().flatMap((name) => {
      const value = told[name];
      return value === undefined || value === '' ? [] : [[name, shown(name, String(value))]];
    }),
  );
  const alertFile = target.ALERT_RULES_FILE;
  const alertRules = alertFile !== undefined && existsSync(alertFile) ? readFileSync(alertFile, 'utf8') : null;
  const backup = { taken_at: new Date().toISOString(), settings, alert_rules: alertRules, retry_table: retryTable };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `configuration-${backup.taken_at.replaceAll(/[:.]/g, '-')}.json`);
  const text = `${JSON.stringify(backup, null, 2)}\n`;
  writeFileSync(file, text, { mode: 0o600 });
  if (readFileSync(file, 'utf8') !== text) throw failed(`${file} does not hold what was written`);
  return Promise.resolve({ file, settings: Object.keys(settings).length });
}

function shown(name: string, value: string): string {
  if (secretNames.test(name)) return '(is set)';
  return value.replace(passwordOfUrl, '$1***').replaceAll(passwordParameter, '$1***');
}
