import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fetchDebianPackages, workspaceRoot } from '@vocalborn/system-harness';

const prompts = ['en', 'es', 'fr', 'it', 'ru'].map((language) => `asterisk-core-sounds-${language}-wav`);

/** A program and its environment. */
export interface Program {
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Locations of the programs and recordings: those of the machine, else private copies in `.local/conformance`. */
export interface DebianParts {
  readonly praat: Program;
  readonly espeak: Program;
  readonly sox: Program;
  /** Folders of recorded prompts at 8 kHz, one per language and speaker. */
  readonly promptFolders: readonly string[];
  /** Folder of the spoken names of channels, at 48 kHz. */
  readonly channelNames: string;
}

/** Fetches the packages that the machine lacks, without installing them. */
export async function debianParts(say: (line: string) => void): Promise<DebianParts> {
  const [hasPraat, hasEspeak, hasSox] = [has('praat'), has('espeak-ng'), has('sox')];
  const hasChannelNames = existsSync('/usr/share/sounds/alsa/Front_Center.wav');
  const hasPrompts = promptFoldersIn('/').length >= prompts.length;
  const wanted = [
    ...(hasPraat ? [] : ['praat']),
    ...(hasEspeak ? [] : ['espeak-ng']),
    ...(hasSox ? [] : ['sox']),
    ...(hasChannelNames ? [] : ['alsa-utils']),
    ...(hasPrompts ? [] : prompts),
  ];
  const root = wanted.length > 0 ? await fetched(wanted, say) : '/';
  const promptFolders = promptFoldersIn(hasPrompts ? '/' : root);
  return {
    praat: hasPraat ? { command: 'praat', env: process.env } : programIn(root, 'praat'),
    espeak: hasEspeak ? { command: 'espeak-ng', env: process.env } : programIn(root, 'espeak-ng'),
    sox: hasSox ? { command: 'sox', env: process.env } : programIn(root, 'sox'),
    promptFolders,
    channelNames: join(hasChannelNames ? '/' : root, 'usr/share/sounds/alsa'),
  };
}

/**
 * Fetches packages into a folder whose name depends on their list, so that another list is fetched anew. The name is
 * short because espeak-ng ignores data with a path of more than 160 characters.
 */
async function fetched(names: readonly string[], say: (line: string) => void): Promise<string> {
  const name = createHash('sha256').update(names.join('+')).digest('hex').slice(0, 8);
  const folder = join(workspaceRoot, '.local', 'conformance', name);
  const root = join(folder, 'root');
  if (existsSync(root)) return root;
  say(`Fetching private copies of ${names.join(', ')} …`);
  return await fetchDebianPackages(folder, [names]);
}

function promptFoldersIn(root: string): string[] {
  const sounds = join(root, 'usr/share/asterisk/sounds');
  if (!existsSync(sounds)) return [];
  return readdirSync(sounds)
    .filter((name) => /^[a-z]{2}_[A-Z]{2}_/.test(name))
    .sort()
    .map((name) => join(sounds, name))
    .filter((folder) => readdirSync(folder).some((file) => file.endsWith('.wav')));
}

function has(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;
}

function programIn(root: string, name: string): Program {
  const libraries = join(root, 'usr/lib');
  const folders = [libraries, ...foldersIn(libraries).flatMap((folder) => [folder, ...foldersIn(folder)])];
  const speechData = folders.map((folder) => join(folder, 'espeak-ng-data')).find((path) => existsSync(path));
  const env = { ...process.env, LD_LIBRARY_PATH: folders.join(delimiter), ESPEAK_DATA_PATH: speechData };
  return { command: join(root, 'usr/bin', name), env };
}

/** The folders directly below `path`. Some libraries lie two levels deep, such as those of PulseAudio. */
function foldersIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(path, name));
}
