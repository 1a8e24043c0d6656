import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One tracked TypeScript or JavaScript file. Paths are relative to the workspace's root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** `apps/monitor`, `libs/task`, … */
  readonly project: string;
  /** Whether the file only serves tests: a spec, a contract or a fixture. */
  readonly isSpec: boolean;
}

const code = /^(apps|libs|tools)\/.+\.(ts|tsx|mts|mjs)$/;
const generated = /\/generated\//;
const spec = /\.(spec|contract)\.tsx?$|\/fixtures\//;

/** Reads every tracked source file of the projects; generated files and Vitest's configurations are left out. */
export function readSourceFiles(root: string): SourceFile[] {
  const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root });
  return tracked
    .toString()
    .split('\n')
    .filter((path) => code.test(path) && !generated.test(path) && !path.endsWith('vitest.config.mjs'))
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({
      path,
      text: readFileSync(join(root, path), 'utf8'),
      project: path.split('/').slice(0, 2).join('/'),
      isSpec: spec.test(path) || path.startsWith('apps/system-e2e/'),
    }));
}
