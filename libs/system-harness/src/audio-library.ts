import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { fetchDebianPackages } from './fetch-debian-packages.js';

/** The library that the ai-service's AAC decoder is linked with, although it plays nothing. */
const library = 'libasound.so.2';

/**
 * What the ai-service's environment needs so that it can decode AAC: nothing where the system has ALSA's library, else
 * the place of a copy fetched into `toolsDir` without installing it. Where neither is possible every other format works.
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
