import { workspaceRoot } from '@vocalborn/system-harness';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files that the processes of a program (`app/entry`) have loaded, as `list-scripts.mjs` wrote them down. */
export async function loadedScripts(folder: string, program: string): Promise<string[]> {
  const names = await readdir(folder);
  const lists = names.filter((name) => new RegExp(`^${program.replace('/', '-')}-\\d+\\.txt$`).test(name));
  const texts = await Promise.all(lists.map((name) => readFile(`${folder}/${name}`, 'utf8')));
  const addresses = texts.flatMap((text) => text.split('\n')).filter(Boolean);
  return [...new Set(addresses.map((address) => (address.startsWith('file:') ? fileURLToPath(address) : address)))];
}

/** The modules in a script: those that its source map names, or else the script itself. */
export async function bundledModules(script: string): Promise<string[]> {
  const map = script.includes('/dist/') && !script.includes('/node_modules/') ? `${script}.map` : null;
  const text = map === null ? null : await readFile(map, 'utf8').catch(() => null);
  if (text === null) return [script];
  const { sources } = JSON.parse(text) as { sources: string[] };
  return sources.map((source) => resolve(dirname(script), source));
}

export async function bytesOf(scripts: readonly string[]): Promise<number> {
  const sizes = await Promise.all(scripts.map(async (script) => (await stat(script)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The npm package or the folder of the workspace that a module belongs to, such as `typeorm` or `libs/task/src`. */
export function packageOf(module: string): string {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1];
  return inPackage ?? dirname(relative(workspaceRoot, module)).replace(/\/dist(\/|$)/, '/src$1');
}
