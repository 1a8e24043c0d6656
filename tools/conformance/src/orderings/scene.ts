import type { Recording } from '@vocalborn/speech-analysis';
import { variants, type Corpus } from './sentences.js';
import type { Manner, SpeechSynthesis } from './speech-synthesis.js';

/** One sentence of a corpus by several voices, chosen so that every voice is used. */
export interface Scene {
  readonly what: string;
  /** The reference. */
  readonly reference: Recording;
  /** The words of the reference by the same voice, slower and higher. */
  readonly again: Recording;
  /** The words of the reference by two other voices. */
  readonly foreign: readonly [Recording, Recording];
  /** Two other sentences by the voice of the reference, then the same two by the first other voice. */
  readonly wrongOwn: readonly [Recording, Recording];
  readonly wrongForeign: readonly [Recording, Recording];
}

const at = <T>(items: readonly T[], index: number): T => {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('nothing to choose from');
  return item;
};

export async function sceneOf(synthesis: SpeechSynthesis, { voice, sentences }: Corpus, index: number): Promise<Scene> {
  const say = (sentence: number, variant: number, manner: Partial<Manner> = {}): Promise<Recording> =>
    synthesis.say(at(sentences, index + sentence), { voice: `${voice}+${at(variants, index + variant)}`, ...manner });
  return {
    what: at(sentences, index),
    reference: await say(0, 0),
    again: await say(0, 0, { wordsPerMinute: 135, pitch: 56 }),
    foreign: [await say(0, 3, { wordsPerMinute: 130 + 10 * (index % 5) }), await say(0, 5)],
    wrongOwn: [await say(1, 0), await say(3, 0)],
    wrongForeign: [await say(1, 3), await say(3, 3)],
  };
}
