import type { Recording } from '@vocalborn/speech-analysis';
import { degradationChain, degradations, survivable } from './degradations.js';
import type { OrderedPair } from './rules.js';
import { sceneOf, type Scene } from './scene.js';
import { corpora } from './sentences.js';
import type { SpeechSynthesis } from './speech-synthesis.js';
import { degrees, impairments, withImpairments, type Degree } from './unclear-speech.js';

type Order = readonly [rule: string, better: Recording, worse: Recording, reference?: Recording];

/**
 * Yields the pairs in which evidence is missing or the speech is unclear.
 * @param seed of the random chains of degradations
 */
export async function* degradedPairs(synthesis: SpeechSynthesis, seed: number): AsyncGenerator<OrderedPair> {
  let chains = 1_000 * seed;
  for (const corpus of corpora) {
    for (const index of corpus.sentences.keys()) {
      const scene = await sceneOf(synthesis, corpus, index);
      for (const [rule, better, worse, reference = scene.reference] of [
        ...ordersOf(scene),
        ...ordersUnderChains(scene, chains),
      ]) {
        yield { rule, what: scene.what, reference, better, worse };
      }
      chains += chainsPerScene;
    }
  }
}

const ordersOf = (scene: Scene): Order[] => [
  ...ordersUnderDegradation(scene),
  ...ordersOfUnclearSpeech(scene),
  ...ordersOfPoorExamples(scene),
];

/** The right sentence against a wrong one, both degraded alike; the wrong one of the same voice and of the other. */
function ordersUnderDegradation({ foreign: [right], wrongOwn: [own], wrongForeign: [, foreign] }: Scene): Order[] {
  return survivable.flatMap((name) => {
    const degraded = degradations[name];
    const better = degraded(right);
    return [own, foreign].map((wrong): Order => [`right > wrong, both with ${name}`, better, degraded(wrong)]);
  });
}

const chainsPerScene = 4;

/** The right sentence against a wrong one, both through the same random chain of degradations. */
function ordersUnderChains({ foreign: [, right], wrongOwn, wrongForeign }: Scene, first: number): Order[] {
  return Array.from({ length: chainsPerScene }, (_, index): Order => {
    const { apply } = degradationChain(first + index);
    const [own, foreign] = [wrongOwn[index % 2 === 0 ? 0 : 1], wrongForeign[index % 2 === 0 ? 0 : 1]];
    return ['right > wrong, both through random chains', apply(right), apply(index < 2 ? own : foreign)];
  });
}

/** Unclear speech that says the sentence: below the clear voice and each milder degree, above another sentence. */
function ordersOfUnclearSpeech({ foreign: [right], wrongOwn: [wrong] }: Scene): Order[] {
  const unclear = degrees.map((degree: Degree) => withImpairments(right, impairments, degree));
  return unclear.flatMap((recording, index): Order[] => [
    ['clear > mild > moderate > severe dysarthria', unclear[index - 1] ?? right, recording],
    ['dysarthria > other sentence', recording, wrong],
  ]);
}

/** Faults of the example, which leave a right reading above a wrong one. */
function ordersOfPoorExamples({ reference, foreign: [right], wrongOwn: [wrong] }: Scene): Order[] {
  return (['noise at 10 dB', 'telephone band', 'clipping by 12 dB'] as const).map((name): Order => {
    return ['right > wrong beside a poor example', right, wrong, degradations[name](reference)];
  });
}
