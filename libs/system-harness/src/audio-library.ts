import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { fetchDebianPackages } from './fetch-debian-packages.js';

/** The AAC decoder of the ai-service is linked with this library, although it plays nothing. */
const library = 'libasound.so.2';

/**
 * Environment variables that let the ai-service decode AAC: none when the system has ALSA's library, else the path of a
 * copy that is fetched into `toolsDir` without installing it. Without either, all other formats work.
 */
export async function audioLibraryEnvironment(
  toolsDir: string,
  isInstalled: () => Promise<boolean> = systemHasLibrary,
): Promise<Record<string, string>> {
  if (process.platform !== 'linux' || (await isInstalled())) return {};
  try {
    const folder = join(toolsDir, 'alsa');
    const kept = join(folder, 'root');
    const root = existsSync(kept) ? kept : await fetchDebianPackages(folder, [['libasound2'], ['libasound2t64']]);
    const libraries = join(root, 'usr/lib');
    const triplets = readdirSync(libraries).map((name) => join(libraries, name));
    return { LD_LIBRARY_PATH: [libraries, ...triplets].join(delimiter) };
  } catch {
    return {};
  }
}

async function systemHasLibrary(): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)('/sbin/ldconfig', ['-p']);
    return stdout.includes(library);
  } catch {
    return true;
  }
}
