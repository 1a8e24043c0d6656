import { describe, expect, it } from 'vitest';
import { parseVocabulary, textOf } from './vocabulary.js';

describe('parseVocabulary', () => {
  it.each([
    ['an object', '{"<pad>":0,"a":1}', 0],
    ['an object in any order', '{"a":2,"b":0,"[PAD]":1}', 1],
    ['a list', '["a","b","<blank>"]', 2],
    ['several candidates for the blank', '["<eps>","<pad>"]', 1],
  ])('finds the blank of %s', (_, json, blank) => {
    expect(parseVocabulary(json).blank).toBe(blank);
  });

  it('leaves gaps undefined', () => {
    expect(parseVocabulary('{"<pad>":0,"a":2}').tokens).toEqual(['<pad>', undefined, 'a']);
  });

  it.each(['null', '[]', '{"a":0}', '{"<pad>":-1}', '{"<pad>":"0"}', '{"<pad>":0.5}', '{"<pad>":1000001}'])(
    'refuses %s',
    (json) => {
      expect(() => parseVocabulary(json)).toThrow(/blank|whole number/);
    },
  );

  it('refuses what is no JSON', () => {
    expect(() => parseVocabulary('{')).toThrow(SyntaxError);
  });
});

describe('textOf', () => {
  it.each([
    ['a', 'a'],
    ['你', '你'],
    ['|', ' '],
    ['▁the', ' the'],
    ['<s>', ''],
    ['[UNK]', ''],
    [undefined, ''],
  ])('of %s is "%s"', (token, text) => {
    expect(textOf(token)).toBe(text);
  });
});
