import { Ajv } from 'ajv';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compose, filledVariables } from './filled-compose.js';
import { composeFolder } from './read-compose.js';

/** The JSON schema of the Compose specification, as the linter dclint ships it. */
const schemaFile = join(
  dirname(createRequire(import.meta.url).resolve('dclint/package.json')),
  'schemas/compose.schema.json',
);

/** What the schema finds wrong, with its place; an unknown key is one of them. */
function faultsOf(document: object): string[] {
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false, validateSchema: false }).compile(
    JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
  );
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, (params as { additionalProperty?: string }).additionalProperty].join(' '),
  );
}

const dockerCompose = (...args: string[]) =>
  spawnSync('docker-compose', ['--file', join(composeFolder, 'compose.yaml'), ...args], {
    env: { PATH: process.env['PATH'], ...filledVariables },
    encoding: 'utf8',
  });
// Undefined where there is no such program, whatever the type says.
const version = spawnSync('docker-compose', ['version', '--short'], { encoding: 'utf8' }).stdout as string | null;
const isInstalled = version?.replace(/^v/, '').startsWith('2.') ?? false;

describe('the Compose file', () => {
  it('is valid by the schema of the specification, which knows each of its keys', () => {
    expect(faultsOf(compose)).toEqual([]);
  });

  it('would not be valid with a misspelt key, or with a value of the wrong type', () => {
    const wrong = { services: { one: { image: 'one', restarts: 'always', init: 'yes please', ports: 8000 } } };
    const faults = faultsOf(wrong).join('\n');
    expect(faults).toContain('restarts');
    expect(faults).toContain('/services/one/ports');
  });

  it.skipIf(!isInstalled)('is accepted by docker-compose 2, where that is installed', () => {
    const { status, stderr } = dockerCompose('--profile', '*', 'config', '--quiet');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it.skipIf(!isInstalled)('is read by docker-compose 2, where that is installed, as by these tests', () => {
    const { stdout } = dockerCompose('--profile', '*', 'config', '--format', 'json');
    const { services } = JSON.parse(stdout) as { services: Record<string, { environment?: object }> };
    const environments = (all: Readonly<Record<string, { environment?: object }>>) =>
      Object.fromEntries(Object.entries(all).map(([name, { environment = {} }]) => [name, environment]));
    expect(environments(services)).toEqual(environments(compose.services));
  });
});
