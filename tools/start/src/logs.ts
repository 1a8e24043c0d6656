import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const largest = 5 * 1024 * 1024;
const kept = 1024 * 1024;

/** The path of a log file. Cuts a file of more than 5 MiB to whole lines of its last 1 MiB. */
export function logFile(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.log`);
  const file = openSync(path, 'a+');
  try {
    const { size } = fstatSync(file);
    if (size <= largest) return path;
    const end = Buffer.alloc(kept);
    readSync(file, end, 0, kept, size - kept);
    // Starts at the first whole line.
    writeFileSync(path, end.subarray(end.indexOf('\n') + 1));
  } finally {
    closeSync(file);
  }
  return path;
}
