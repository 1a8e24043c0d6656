import type { Recording } from '@vocalborn/speech-analysis';
import { describe, expect, it } from 'vitest';
import type { HumanPrompt } from './humans.js';
import { orderedPairs, type OrderedPair } from './rules.js';
import { sceneOf } from './scene.js';
import { corpora } from './sentences.js';
import type { SpeechSynthesis } from './speech-synthesis.js';

/** Says every text in every manner as a recording of its own, without a voice. */
function silentSynthesis() {
  const said = new Map<string, Recording>();
  const say = (text: string, manner: object): Promise<Recording> => {
    const key = JSON.stringify([text, manner]);
    const recording = said.get(key) ?? { samples: new Float32Array(1_600).fill(said.size + 1), sampleRate: 16_000 };
    said.set(key, recording);
    return Promise.resolve(recording);
  };
  return { synthesis: { say } as unknown as SpeechSynthesis, said };
}

const human = (text: string): HumanPrompt => ({
  text,
  voice: 'en-us',
  recording: { samples: new Float32Array(1_600), sampleRate: 8_000 },
});

async function pairsOf(prompts: readonly HumanPrompt[] = [], others = 0): Promise<OrderedPair[]> {
  const recording = () => human('').recording;
  const repeat = {
    what: 'a folder',
    first: recording(),
    again: recording(),
    others: Array.from({ length: others }, recording),
  };
  const pairs: OrderedPair[] = [];
  for await (const pair of orderedPairs(silentSynthesis().synthesis, prompts, [repeat])) pairs.push(pair);
  return pairs;
}
const count = (pairs: readonly OrderedPair[], rule: string): number =>
  pairs.filter((pair) => pair.rule === rule).length;

describe('orderedPairs', () => {
  const sentences = corpora.reduce((sum, corpus) => sum + corpus.sentences.length, 0);

  it.each([
    ['same sentence, other speaker > other sentence', 8 * sentences],
    ['said again > another prompt', 2 * sentences],
    ['identical > mild noise > heavy noise', 4 * sentences],
    ['quieter copy > noisy copy', 2 * sentences],
    ['telephone band > other sentence', 4 * sentences],
    ['whole > half > other sentence > no speech', 8 * sentences],
    ['right tones > wrong tones', 32],
    ['a human saying it > a synthetic voice saying something else', 0],
  ])('has of the rule "%s" %i pairs', async (rule, expected) => {
    expect(count(await pairsOf(), rule)).toBe(expected);
  });

  it('never pairs a recording with itself', async () => {
    for (const { better, worse } of await pairsOf([human('Goodbye'), human('Front Left')], 2)) {
      expect(better).not.toBe(worse);
    }
  });

  it('pairs a repeat with each other prompt of the speaker', async () => {
    const rule = 'said again > another prompt';
    expect(count(await pairsOf([], 3), rule) - count(await pairsOf(), rule)).toBe(3);
  });

  it.each([
    ['texts without a common word', ['Front Left', 'Goodbye'], 4],
    ['texts that share a word', ['Front Left', 'Front Right'], 0],
    ['texts that share a word in another case', ['press', 'Press'], 0],
  ])('pairs humans with %s', async (_, texts, expected) => {
    const pairs = await pairsOf(texts.map(human));
    expect(count(pairs, 'a human saying it > a synthetic voice saying something else')).toBe(expected);
  });
});

describe('sceneOf', () => {
  it('has two other sentences, and the same two by another voice', async () => {
    const { synthesis, said } = silentSynthesis();
    const scene = await sceneOf(synthesis, corpora[0]!, 7);
    const textOf = (recording: Recording) =>
      (JSON.parse([...said].find(([, each]) => each === recording)![0]) as [string, object])[0];
    expect(textOf(scene.reference)).toBe(scene.what);
    expect([textOf(scene.again), ...scene.foreign.map(textOf)]).toEqual([scene.what, scene.what, scene.what]);
    expect(scene.wrongOwn.map(textOf)).toEqual(scene.wrongForeign.map(textOf));
    expect(new Set([scene.what, ...scene.wrongOwn.map(textOf)]).size).toBe(3);
  });
});
