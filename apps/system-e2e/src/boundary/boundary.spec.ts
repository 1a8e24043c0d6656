import { temporaryFolder, workspaceRoot } from '@vocalborn/system-harness';
import { ESLint } from 'eslint';
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint({ cwd: workspaceRoot });

/** Messages that lint gives for a file with this text at this place. */
async function complaints(place: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: join(workspaceRoot, place) });
  return (result?.messages ?? []).map((message) => message.ruleId ?? message.message);
}

const boundary = '@nx/enforce-module-boundaries';

describe('lint refuses', () => {
  it.each([
    ['an app that imports another app', 'apps/monitor/src/main.ts', '@vocalborn/api-gateway'],
    ['a pure lib that imports a storage client', 'libs/task/src/index.ts', 'ioredis'],
    ['a pure lib that imports an adapter', 'libs/task/src/index.ts', '@vocalborn/task-ledger'],
    ['an adapter that imports the settings', 'libs/task-queue/src/index.ts', '@vocalborn/settings'],
    ['a lib that imports Bull past the queue lib', 'libs/task-lifecycle/src/index.ts', 'bull'],
    ['production code that imports the test harness', 'apps/api-gateway/src/main.ts', '@vocalborn/system-harness'],
    [
      'a script of a lib that imports the settings',
      'libs/audio-decoding/install-audio-tools.mjs',
      '@vocalborn/settings',
    ],
    ['the dashboard that imports server code', 'apps/monitor-web/src/app.tsx', '@vocalborn/task-ledger'],
  ])('%s', async (_, place, imported) => {
    expect(await complaints(place, `import '${imported}';\n`)).toContain(boundary);
  });

  it('the environment read anywhere but in the settings', async () => {
    const text = 'export const home = process.env.HOME;\n';
    expect(await complaints('libs/result-cache/src/index.ts', text)).toContain('no-restricted-properties');
    expect(await complaints('libs/settings/src/index.ts', text)).not.toContain('no-restricted-properties');
  });

  it('two files that import each other', async () => {
    const text = "import { nextAttempt } from './next-attempt.js';\nexport const next = nextAttempt;\n";
    expect(await complaints('libs/task/src/retry-table.ts', text)).toContain('import-x/no-cycle');
  });

  it.each([
    ['a file that nothing imports', { 'src/unused.ts': 'export const unused = 1;\n' }, 'src/unused.ts'],
    ['an export that nothing uses', { 'src/used.ts': 'export const used = 1;\nexport const unused = 2;\n' }, 'unused'],
    ['a dependency that nothing imports', { 'package.json': manifest({ zod: '4.0.0' }) }, 'zod'],
  ])('%s', async (_, files, found) => {
    const folder = temporaryFolder('vocalborn-knip');
    const sound = {
      'package.json': manifest({}),
      'src/index.ts': "import { used } from './used.js';\nconsole.log(used);\n",
      'src/used.ts': 'export const used = 1;\n',
    };
    expect(await knip(folder.path, sound)).toBe('');
    expect(await knip(folder.path, { ...sound, ...files })).toContain(found);
    folder.remove();
  });
});

const manifest = (dependencies: Readonly<Record<string, string>>): string =>
  JSON.stringify({ name: 'fixture', type: 'module', dependencies });

/** What knip reports of a project of these files; empty when it reports nothing. */
async function knip(folder: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const program = join(workspaceRoot, 'node_modules/knip/bin/knip.js');
  const run = promisify(execFile)(process.execPath, [
    program,
    '--directory',
    folder,
    '--no-progress',
    '--no-config-hints',
  ]);
  return run.then(
    () => '',
    (error: unknown) => (error as { stdout: string }).stdout,
  );
}
