import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { workspaceRoot } from '../target.js';

/** Finds relative links in the Markdown files of the root and of docs/ whose target file does not exist. */
export function brokenLinks(root = workspaceRoot): { readonly files: number; readonly broken: readonly string[] } {
  const inDocs = existsSync(join(root, 'docs')) ? readdirSync(join(root, 'docs'), { recursive: true }).map(String) : [];
  const files = [...readdirSync(root), ...inDocs.map((name) => join('docs', name))]
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(root, name));
  return { files: files.length, broken: files.flatMap((file) => brokenIn(root, file)) };
}

function brokenIn(root: string, file: string): string[] {
  const links = [...readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return links
    .filter((link) => !/^[a-z]+:|^#/.test(link))
    .filter((link) => !existsSync(join(dirname(file), decodeURIComponent(link.split('#')[0] ?? ''))))
    .map((link) => `${relative(root, file)} → ${link}`);
}
