import { System, waitFor, workspaceRoot } from '@vocalborn/system-harness';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import prettier from 'prettier';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';

const text = (path: string): string => readFileSync(join(workspaceRoot, path), 'utf8');

/** A module of tools/generate, which is not built. */
const generator = async <Module>(name: string): Promise<Module> =>
  (await import(pathToFileURL(join(workspaceRoot, `tools/generate/${name}.mjs`)).href)) as Module;

interface ClientGenerator {
  readonly clientFolder: string;
  readonly filesBelow: (folder: string) => string[];
  readonly generateClients: (folder: string) => Promise<void>;
}

/** The shell block that follows `<!-- tested: name -->`. */
function block(name: string): string {
  const found = new RegExp(`<!-- tested: ${name} -->\\s+\`\`\`sh\\n([\\s\\S]*?)\`\`\``).exec(text('README.md'));
  if (!found?.[1]) throw new Error(`README.md has no block ${name}`);
  return found[1];
}

describe('the generated documents', () => {
  it('say what the code says', async () => {
    const { documents } = await generator<{ documents: Record<string, () => string | Promise<string>> }>('documents');
    for (const [path, render] of Object.entries(documents)) {
      const config = await prettier.resolveConfig(join(workspaceRoot, path));
      expect(text(path)).toBe(await prettier.format(await render(), { ...config, filepath: path }));
    }
  });

  it.each(['docs/openapi/gateway.json', 'docs/openapi/monitor.json'])(
    'keep the rules of OpenAPI in %s',
    async (path) => {
      const { openApiFaults } = await generator<{ openApiFaults: (source: string) => Promise<string[]> }>('openapi');
      expect(await openApiFaults(text(path))).toEqual([]);
    },
  );
});

describe('the generated clients', () => {
  it('are generated from the committed OpenAPI documents', async () => {
    const { clientFolder, filesBelow, generateClients } = await generator<ClientGenerator>('client');
    const folder = mkdtempSync(join(tmpdir(), 'clients-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    await generateClients(folder);
    expect(filesBelow(clientFolder)).toEqual(filesBelow(folder));
    for (const file of filesBelow(folder)) {
      expect(text(join('libs/client/src/generated', file)), file).toBe(readFileSync(join(folder, file), 'utf8'));
    }
  });
});

describe('the architecture document', () => {
  it('names places that exist', () => {
    const paths = [...text('docs/architecture.md').matchAll(/`((?:apps|libs)\/[\w./-]+)`/g)].map((match) => match[1]);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(workspaceRoot, path ?? '')))).toEqual([]);
  });
});

describe('the runbooks', () => {
  it('have a section for every alert of the rules for Prometheus', () => {
    const links = [...text('k8s/monitoring/vocalborn.rules.yaml').matchAll(/runbook_url: docs\/operations\.md#(\S+)/g)];
    const anchors = [...text('docs/operations.md').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading.toLowerCase().replaceAll(' ', '-'),
    );
    expect(links.length).toBeGreaterThan(6);
    expect(links.map(([, anchor]) => anchor).filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
    expect(links.filter(([, anchor]) => anchor === 'runbooks')).toEqual([]);
  });
});

describe('the commands of the README', () => {
  let system: System;
  let folder: string;

  beforeAll(async () => {
    system = await System.start({ topology: 'single' });
    folder = join(system.wiring.audioFolder, '..', 'reader');
    mkdirSync(join(folder, '.local'), { recursive: true });
    symlinkSync(join(workspaceRoot, 'tools'), join(folder, 'tools'));
    const { tokens, wiring, gatewayUrl } = system;
    const endpoints = {
      gateway: gatewayUrl,
      broker_url: wiring.brokerUrl,
      result_backend: wiring.resultBackendUrl,
      tokens,
    };
    writeFileSync(join(folder, '.local/endpoints.json'), JSON.stringify(endpoints));
  });
  afterAll(() => system.stop());

  async function shell(script: string): Promise<string> {
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      cwd: folder,
      env: system.redis.cliEnvironment(),
    });
    return stdout;
  }

  it('upload, analyse, poll, fetch and look into Redis', async () => {
    const api = block('api');
    const output = await shell(`${api}\necho "TASK=$TASK"`);
    const task = /TASK=(.+)/.exec(output)?.[1] ?? '';
    expect(output).toContain(`"task_id":"${task}"`);
    const client = { headers: { Authorization: `Bearer ${system.tokens.patient}` } };
    const result = await waitFor(
      async () => {
        const response = await fetch(`${system.gatewayUrl}/tasks/${task}/result`, client);
        return response.ok ? ((await response.json()) as object) : null;
      },
      { what: 'the result' },
    );
    expect(result).toHaveProperty('overall_score');
    const redis = await shell(`TASK=${task}\n${block('redis')}`);
    expect(redis).toContain('SUCCESS');
  });
});
