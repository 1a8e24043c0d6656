import { workspaceRoot } from '@vocalborn/system-harness';
import { ESLint } from 'eslint';
import { join } from 'node:path';
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
  ])('%s', async (_, place, imported) => {
    expect(await complaints(place, `import '${imported}';\n`)).toContain(boundary);
  });

  it('the environment read anywhere but in the settings', async () => {
    const text = 'export const home = process.env.HOME;\n';
    expect(await complaints('libs/result-cache/src/index.ts', text)).toContain('no-restricted-properties');
    expect(await complaints('libs/settings/src/index.ts', text)).not.toContain('no-restricted-properties');
  });
});
