import type { ImportGraph } from './imports.js';

/** A line of the list in docs/architecture.md: a file, and the place where a task enters it from outside. */
export interface PathEntry {
  readonly path: string;
  /** `http`, `queue`, `thread` or null for a file that an earlier one imports. */
  readonly entry: string | null;
}

const line = /^\d+\. `((?:apps|libs)\/[^`]+)`(?: \((http|queue|thread)\))?/gm;

/** Reads the list of files that one task passes, from the section "The path of a task". */
export function readTaskPath(architecture: string): PathEntry[] {
  const section = /^## The path of a task$([\s\S]*?)(?=^## )/m.exec(architecture)?.[1] ?? '';
  return [...section.matchAll(line)].map(([, path = '', entry]) => ({ path, entry: entry ?? null }));
}

/**
 * Files of the list that no earlier file imports, directly or through the index of a lib, and that are no entry: there
 * the list is not what the code says.
 */
export function unreachedFiles(entries: readonly PathEntry[], graph: ImportGraph): string[] {
  const reached = new Set<string>();
  const unreached: string[] = [];
  for (const { path, entry } of entries) {
    if (entry === null && !reached.has(path)) unreached.push(path);
    for (const target of graph.get(path) ?? []) {
      reached.add(target);
      if (target.endsWith('/index.ts')) for (const exported of graph.get(target) ?? []) reached.add(exported);
    }
  }
  return unreached;
}
