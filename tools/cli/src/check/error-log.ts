import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../target.js';

export interface ErrorLines {
  readonly files: number;
  readonly errors: number;
  /** The message of the latest error line. */
  readonly latest: string | null;
}

interface LogLine {
  readonly level?: string;
  readonly time?: string;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

/** The log folder of `npm start`. */
const localLogs = join(workspaceRoot, '.local/logs');

/** Bytes read from the end of each file, which hold the latest lines. */
const readBytes = 64 * 1024 ** 2;

/**
 * Counts the lines of level `error` or `fatal` that the apps logged within the last `withinSeconds`.
 * @param folder with `*.log` files, one JSON document per line; default: the log folder of `npm start`
 * @returns null when the folder does not exist
 */
export function countErrorLines(folder: string | undefined, withinSeconds: number): ErrorLines | null {
  const path = folder ?? localLogs;
  if (!existsSync(path)) return null;
  const since = Date.now() - withinSeconds * 1000;
  const files = readdirSync(path)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(path, name))
    .filter((file) => statSync(file).mtimeMs >= since);
  const errors = files.flatMap((file) => errorsOf(file, since));
  return {
    files: files.length,
    errors: errors.length,
    latest: errors.toSorted((a, b) => a.at - b.at).at(-1)?.message ?? null,
  };
}

function errorsOf(file: string, since: number): { at: number; message: string }[] {
  const text = readFileSync(file).subarray(-readBytes).toString();
  return text.split('\n').flatMap((line) => {
    // A cheap test first, because few lines are errors.
    if (!line.includes('"error"') && !line.includes('"fatal"')) return [];
    try {
      const { level, time, msg, err } = JSON.parse(line) as LogLine;
      const at = Date.parse(time ?? '');
      if ((level !== 'error' && level !== 'fatal') || !(at >= since)) return [];
      return [{ at, message: `latest: ${msg ?? err?.message ?? ''}` }];
    } catch {
      return [];
    }
  });
}
