import { dirname, join, normalize } from 'node:path/posix';
import type { SourceFile } from './source-files.js';

/** The files that each file imports, type imports included. A package of the workspace counts as its index. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const specifier = /^\s*(?:import|export)\b[^'";]*?from\s+'([^']+)'|^\s*import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/** Builds the graph from the text of the files. */
export function readImports(files: readonly SourceFile[]): ImportGraph {
  const known = new Set(files.map(({ path }) => path));
  return new Map(
    files.map(({ path, text }) => {
      const targets = [...text.matchAll(specifier)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '');
      const found = targets.map((target) => resolve(path, target, known)).filter((target) => target !== null);
      return [path, [...new Set(found)]];
    }),
  );
}

function resolve(from: string, target: string, known: ReadonlySet<string>): string | null {
  const inWorkspace = /^@vocalborn\/([^/]+)(?:\/(.+))?$/.exec(target);
  if (inWorkspace) {
    const [, lib = '', subpath] = inWorkspace;
    return firstOf([`libs/${lib}/src/${subpath === undefined ? '' : `${subpath}/`}index.ts`], known);
  }
  if (!target.startsWith('.')) return null;
  const path = normalize(join(dirname(from), target));
  const stem = path.replace(/\.js$/, '');
  return firstOf([`${stem}.ts`, `${stem}.tsx`, path, `${path}/index.ts`], known);
}

const firstOf = (candidates: readonly string[], known: ReadonlySet<string>): string | null =>
  candidates.find((candidate) => known.has(candidate)) ?? null;

/** The strongly connected components of more than one node (Tarjan 1972), each sorted. */
export function cyclesOf(graph: ImportGraph): string[][] {
  const [index, low] = [new Map<string, number>(), new Map<string, number>()];
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) ?? 0);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== index.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    if (component.length > 1) cycles.push(component.toSorted());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return cycles;
}

/** The graph of the folders inside each project: a folder imports another one when one of its files does. */
export function foldersOf(graph: ImportGraph): ImportGraph {
  const folders = new Map<string, Set<string>>();
  for (const [path, targets] of graph) {
    const from = dirname(path);
    const own = folders.get(from) ?? new Set<string>();
    folders.set(from, own);
    for (const target of targets) {
      const to = dirname(target);
      const isSibling = to.split('/').slice(0, 2).join('/') === from.split('/').slice(0, 2).join('/');
      // A folder may use what lies above it or below it: only siblings can be tangled.
      const isNested = `${to}/`.startsWith(`${from}/`) || `${from}/`.startsWith(`${to}/`);
      if (isSibling && !isNested) own.add(to);
    }
  }
  return new Map([...folders].map(([folder, targets]) => [folder, [...targets]]));
}
