import type { Recording } from '@vocalborn/speech-analysis';
import { noiseLike, part, throughTelephone, withGain, withNoise } from './effects.js';
import type { HumanPrompt, HumanRepeat } from './humans.js';
import { sceneOf, type Scene } from './scene.js';
import { corpora, variants, wrongTones } from './sentences.js';
import type { SpeechSynthesis } from './speech-synthesis.js';

/** Two recordings, of which a listener who knows the reference finds the first one better. */
export interface OrderedPair {
  readonly rule: string;
  readonly what: string;
  readonly reference: Recording;
  readonly better: Recording;
  readonly worse: Recording;
}

type Order = readonly [rule: string, better: Recording, worse: Recording];

/** Yields all pairs, rule by rule. */
export async function* orderedPairs(
  synthesis: SpeechSynthesis,
  prompts: readonly HumanPrompt[],
  repeats: readonly HumanRepeat[],
): AsyncGenerator<OrderedPair> {
  for (const corpus of corpora) {
    for (const index of corpus.sentences.keys()) {
      const scene = await sceneOf(synthesis, corpus, index);
      const orders = [...ordersOfSpeakers(scene), ...ordersOfDamage(scene), ...ordersOfParts(scene)];
      for (const [rule, better, worse] of orders) {
        yield { rule, what: scene.what, reference: scene.reference, better, worse };
      }
    }
  }
  yield* tonePairs(synthesis);
  yield* humanPairs(synthesis, prompts);
  for (const { what, first, again, others } of repeats) {
    for (const worse of others) yield { rule: saidAgain, what, reference: first, better: again, worse };
  }
}

const otherSpeaker = 'same sentence, other speaker > other sentence';
const saidAgain = 'said again > another prompt';

function ordersOfSpeakers({ again, foreign, wrongOwn, wrongForeign }: Scene): Order[] {
  const wrong = [...wrongOwn, ...wrongForeign];
  return [
    ...foreign.flatMap((same) => wrong.map((other): Order => [otherSpeaker, same, other])),
    ...wrongOwn.map((other): Order => [saidAgain, again, other]),
  ];
}

function ordersOfDamage({ reference, foreign, wrongOwn, wrongForeign }: Scene): Order[] {
  const noises = [1, 2].flatMap((seed): Order[] => {
    const [mild, heavy] = [withNoise(reference, 25, seed), withNoise(reference, 3, seed)];
    return [
      ['identical > mild noise > heavy noise', reference, mild],
      ['identical > mild noise > heavy noise', mild, heavy],
      ['quieter copy > noisy copy', withGain(reference, -12 * seed), withNoise(reference, 15, seed)],
    ];
  });
  const telephone = [reference, foreign[0]].flatMap((voiced) =>
    [wrongOwn[1], wrongForeign[0]].map((other): Order => {
      return ['telephone band > other sentence', throughTelephone(voiced), other];
    }),
  );
  return [...noises, ...telephone];
}

function ordersOfParts({ again, foreign, wrongForeign }: Scene): Order[] {
  const rule = 'whole > half > other sentence > no speech';
  return [again, foreign[0]].flatMap((whole): Order[] => [
    [rule, whole, part(whole, 0, 0.5)],
    [rule, whole, part(whole, 0.5, 1)],
    [rule, part(whole, 0, 0.5), wrongForeign[0]],
    [rule, wrongForeign[0], noiseLike(whole, 3)],
  ]);
}

/** The voice of the reference and others, with right tones against wrong tones of the same voice. */
async function* tonePairs(synthesis: SpeechSynthesis): AsyncGenerator<OrderedPair> {
  const mandarin = corpora.find(({ voice }) => voice === 'cmn-latn-pinyin');
  for (const [index, text] of mandarin?.sentences.entries() ?? []) {
    const say = (what: string, variant: number): Promise<Recording> =>
      synthesis.say(what, { voice: `cmn-latn-pinyin+${variants[variant % variants.length] ?? ''}` });
    for (const step of [0, 2, 3, 4]) {
      const [better, worse] = [await say(text, index + step), await say(wrongTones(text), index + step)];
      const reference = await say(text, index);
      yield { rule: 'right tones > wrong tones', what: `${text}, voices ${index}, ${step}`, reference, better, worse };
    }
  }
}

/** Tells whether two texts share a word: "Front left" and "Front right" are half equal, so they are no pair. */
function sharesWord(one: string, other: string): boolean {
  const words = new Set(one.toLowerCase().match(/\p{L}+/gu));
  return (other.toLowerCase().match(/\p{L}+/gu) ?? []).some((word) => words.has(word));
}

async function* humanPairs(synthesis: SpeechSynthesis, prompts: readonly HumanPrompt[]): AsyncGenerator<OrderedPair> {
  for (const [index, { text, voice, recording }] of prompts.entries()) {
    const others = prompts.filter((other) => !sharesWord(text, other.text));
    for (const step of [1, 2]) {
      const other = others[(index + step) % others.length];
      if (!other) continue;
      const what = `${text} > ${other.text}`;
      const worse = await synthesis.say(other.text, { voice });
      const [reference, mine] = [
        await synthesis.say(text, { voice: `${voice}+f2` }),
        await synthesis.say(text, { voice: `${voice}+m3` }),
      ];
      const rule = 'a human saying it > a synthetic voice saying something else';
      yield { rule, what, reference, better: recording, worse };
      yield { rule: otherSpeaker, what, reference: recording, better: mine, worse: other.recording };
    }
  }
}
