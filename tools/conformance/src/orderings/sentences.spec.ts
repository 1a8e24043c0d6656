import { describe, expect, it } from 'vitest';
import { corpora, variants, wrongTones } from './sentences.js';

describe('wrongTones', () => {
  it.each([
    ['ma1', 'ma2'],
    ['ma4', 'ma1'],
    ['men5', 'men5'],
    ['jin1 tian1 qi4 hen3', 'jin2 tian2 qi1 hen4'],
  ])('changes the tones of %s to %s', (text, expected) => {
    expect(wrongTones(text)).toBe(expected);
  });

  it('changes every sentence, and returns to it after four times', () => {
    const mandarin = corpora.find(({ language }) => language === 'zh-TW')!;
    for (const sentence of mandarin.sentences) {
      expect(wrongTones(sentence)).not.toBe(sentence);
      expect(wrongTones(wrongTones(wrongTones(wrongTones(sentence))))).toBe(sentence);
    }
  });
});

describe('the corpora', () => {
  it('hold different sentences, enough to choose two others for each', () => {
    for (const { sentences } of corpora) {
      expect(new Set(sentences).size).toBe(sentences.length);
      expect(sentences.length).toBeGreaterThan(3);
    }
  });

  it('have voices of their own', () => {
    expect(new Set(corpora.map(({ voice }) => voice)).size).toBe(corpora.length);
    expect(new Set(variants).size).toBe(variants.length);
  });
});
