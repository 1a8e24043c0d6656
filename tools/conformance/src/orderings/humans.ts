import type { Recording } from '@vocalborn/speech-analysis';
import { join } from 'node:path';
import type { DebianParts } from '../debian-parts.js';
import { read } from '../recordings.js';

/** A human recording with a known text. */
export interface HumanPrompt {
  readonly text: string;
  /** espeak-ng's voice for the language. */
  readonly voice: string;
  readonly recording: Recording;
}

/** A prompt that a speaker says twice, and other prompts by the same speaker. */
export interface HumanRepeat {
  readonly what: string;
  readonly first: Recording;
  readonly again: Recording;
  readonly others: readonly Recording[];
}

/** Texts of some English prompts, by file. */
const english: Readonly<Record<string, string>> = {
  'vm-goodbye': 'Goodbye',
  'vm-press': 'Press',
  'vm-password': 'Password',
  'auth-thankyou': 'Thank you',
  'digits/million': 'million',
  'agent-pass': 'Please enter your password followed by the pound key',
  'conf-onlyperson': 'You are currently the only person in this conference',
  invalid: 'I am sorry, that is not a valid extension. Please try again.',
  'vm-nobodyavail': 'Nobody is available to take your call at the moment',
  'tt-weasels': 'Weasels have eaten our phone system',
};

const channels = ['Front', 'Rear', 'Side'].flatMap((place) =>
  ['Left', 'Right', 'Center'].map((side) => `${place}_${side}`),
);

/** Reads English prompts and channel names with a known text. */
export async function humanPrompts(parts: DebianParts): Promise<HumanPrompt[]> {
  const folder = parts.promptFolders.find((path) => path.includes('en_US')) ?? '';
  const files = [
    ...channels.map((name) => [join(parts.channelNames, `${name}.wav`), name.replace('_', ' ')] as const),
    ...Object.entries(english).map(([name, text]) => [join(folder, `${name}.wav`), text] as const),
  ];
  const prompts = files.map(async ([path, text]): Promise<HumanPrompt[]> => {
    const recording = await readIfThere(path);
    return recording ? [{ text, voice: 'en-us', recording }] : [];
  });
  return (await Promise.all(prompts)).flat();
}

/** Files in which a speaker says the same words, and other words. */
const [saidFirst, saidAgain] = ['vm-goodbye', 'goodbye'];
const saidElse = ['vm-password', 'vm-press', 'auth-thankyou', 'agent-pass'];

/** Reads the repeats of every language. */
export async function humanRepeats(parts: DebianParts): Promise<HumanRepeat[]> {
  const repeats = parts.promptFolders.map(async (folder): Promise<HumanRepeat[]> => {
    const [first, again, ...others] = await Promise.all(
      [saidFirst, saidAgain, ...saidElse].map((name) => readIfThere(join(folder, `${name}.wav`))),
    );
    return first && again ? [{ what: folder, first, again, others: others.filter((each) => each !== null) }] : [];
  });
  return (await Promise.all(repeats)).flat();
}

async function readIfThere(path: string): Promise<Recording | null> {
  return read(path).catch(() => null);
}
