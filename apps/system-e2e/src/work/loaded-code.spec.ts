import { System, temporaryFolder, workspaceRoot } from '@vocalborn/system-harness';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeLimits, loadedTooEarly, programs, usedLate, type Program } from './code-limits.js';
import { bundledModules, bytesOf, loadedScripts, packageOf } from './loaded-code.js';

const scriptsFolder = temporaryFolder('vocalborn-scripts');
let system: System;

/** Starts everything and asks nothing of it: what is loaded now is loaded by every start. */
beforeAll(async () => {
  const preload = pathToFileURL(join(workspaceRoot, 'apps/system-e2e/list-scripts.mjs')).href;
  const env = { NODE_OPTIONS: `--import ${preload}`, SCRIPTS_FOLDER: scriptsFolder.path };
  system = await System.start({
    env: { 'api-gateway': env, 'analysis-worker': env, monitor: env, 'ai-service': env },
  });
});
afterAll(async () => {
  await system.stop();
  scriptsFolder.remove();
});

function entryOf(program: Program): string {
  const [app = '', entry] = program.split('/');
  return join(workspaceRoot, 'apps', app, 'dist', `${entry}.js`);
}

async function modulesOf(program: Program): Promise<string[]> {
  const scripts = await loadedScripts(scriptsFolder.path, program);
  return (await Promise.all(scripts.map(bundledModules))).flat();
}

describe.each(programs)('a started %s', (program) => {
  it('has its own entry among the scripts that were seen', async () => {
    expect(await loadedScripts(scriptsFolder.path, program)).toContain(entryOf(program));
  });

  it('has loaded no more modules and kilobytes than its limit', async () => {
    const { modules, loaded, entry } = codeLimits[program];
    const scripts = await loadedScripts(scriptsFolder.path, program);
    expect.soft((await modulesOf(program)).length).toBeLessThanOrEqual(modules.limit);
    expect.soft((await bytesOf(scripts)) / 1_000).toBeLessThanOrEqual(loaded.limit);
    expect.soft((await bytesOf([entryOf(program)])) / 1_000).toBeLessThanOrEqual(entry.limit);
  });

  it('has loaded nothing that is used late, if at all', async () => {
    const packages = new Set((await modulesOf(program)).map(packageOf));
    const early = usedLate.filter((name) => [...packages].some((each) => each === name || each.startsWith(`${name}/`)));
    expect(early).toEqual(loadedTooEarly[program] ?? []);
  });
});
