import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const largest = 5 * 1024 * 1024;
const kept = 1024 * 1024;

/** The log file of an app or server; what earlier starts have written is cut to its end when it has grown large. */
export function logFile(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.log`);
  const file = openSync(path, 'a+');
  try {
    const { size } = fstatSync(file);
    if (size <= largest) return path;
    const end = Buffer.alloc(kept);
    readSync(file, end, 0, kept, size - kept);
    // From the first whole line on.
    writeFileSync(path, end.subarray(end.indexOf('\n') + 1));
  } finally {
    closeSync(file);
  }
  return path;
}
