import { basename, dirname } from 'node:path/posix';
import type { SourceFile } from './source-files.js';

/** A file below this number of lines counts as small. */
const smallFileLines = 15;

/** Files whose size is given by the framework or the tool: an index, a module, an entry, a command, a type declaration. */
const exempt = /(^|\/)(index|main)\.(ts|tsx|mjs)$|\/bin\/|\.module\.ts$|\.d\.ts$/;

const linesOf = (text: string): number => text.trimEnd().split('\n').length;
const filledLinesOf = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length;

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Product files of fewer than 15 lines that no framework asks for. */
export function smallFiles(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path, text, isSpec }) => !isSpec && !exempt.test(path) && linesOf(text) < smallFileLines)
    .map(({ path }) => path);
}

/** Folders below `src` that hold one product file and no further folder. */
export function oneFileFolders(files: readonly SourceFile[]): string[] {
  const product = files.filter(({ path, isSpec }) => !isSpec && path.includes('/src/'));
  const folders = groupBy(product, ({ path }) => dirname(path));
  return [...folders]
    .filter(([folder, own]) => own.length === 1 && /\/src\/.+/.test(folder))
    .filter(([folder]) => !product.some(({ path }) => path.startsWith(`${folder}/`) && dirname(path) !== folder))
    .map(([folder]) => folder);
}

/** Non-blank lines of product code and of specs in one project. */
export interface SpecShare {
  readonly project: string;
  readonly source: number;
  readonly spec: number;
}

/** The share of each project. */
export function specShares(files: readonly SourceFile[]): SpecShare[] {
  const sum = (own: readonly SourceFile[]): number => own.reduce((total, { text }) => total + filledLinesOf(text), 0);
  return [...groupBy(files, ({ project }) => project)]
    .map(([project, own]) => ({
      project,
      source: sum(own.filter(({ isSpec }) => !isSpec)),
      spec: sum(own.filter(({ isSpec }) => isSpec)),
    }))
    .toSorted((a, b) => a.project.localeCompare(b.project));
}

/** Shared lines that make a duplicate block. */
const blockLines = 8;

/** A block of lines that stands at two places. */
export interface DuplicateBlock {
  readonly first: string;
  readonly second: string;
}

/** Pairs of product files that share at least eight successive lines; imports, braces and blank lines do not count. */
export function duplicateBlocks(files: readonly SourceFile[]): DuplicateBlock[] {
  const seen = new Map<string, string>();
  const pairs = new Map<string, DuplicateBlock>();
  for (const { path, text, isSpec } of files) {
    if (isSpec || basename(path).includes('migration')) continue;
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line.length > 3 && !/^(import|export \{|\}|\/?\*|\/\/)/.test(line));
    for (let start = 0; start + blockLines <= lines.length; start += 1) {
      const block = lines.slice(start, start + blockLines).join('\n');
      const first = seen.get(block);
      if (first === undefined) seen.set(block, path);
      else if (first !== path) pairs.set(`${first} ${path}`, { first, second: path });
    }
  }
  return [...pairs.values()];
}
