import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../target.js';

export interface ErrorLines {
  readonly files: number;
  readonly errors: number;
  /** The message of the last one. */
  readonly latest: string | null;
}

interface LogLine {
  readonly level?: string;
  readonly time?: string;
  readonly msg?: string;
  readonly err?: { readonly message?: string };
}

/** Where `npm start` puts the logs of the apps. */
const localLogs = join(workspaceRoot, '.local/logs');

/** Most of a file that is read: its end, where the day is. */
const readBytes = 64 * 1024 ** 2;

/**
 * Counts the lines of level error or fatal that the apps logged within the last seconds.
 * @param folder of `*.log` files with a JSON document a line; that of `npm start` when not given
 * @returns null when there is no such folder
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
    // Cheap before exact: nearly all lines are of no interest.
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
