import { describe, expect, it } from 'vitest';
import { likeliest, readPath } from './ctc.js';
import { parseVocabulary } from './vocabulary.js';

const vocabulary = parseVocabulary('{"<pad>":0,"<s>":1,"|":2,"a":3,"b":4,"▁c":5}');

describe('likeliest', () => {
  it.each([
    ['the greatest value of each frame', [0, 1, 5, 2, 2, 1], 3, [2, 0]],
    ['negative values', [-3, -1, -2, -1, -5, -9], 3, [1, 0]],
    ['no frames', [], 3, []],
    ['an incomplete frame', [0, 1, 5, 2], 3, [2]],
  ])('takes %s', (_, values, tokenCount, expected) => {
    expect(likeliest({ values: Float32Array.from(values), tokenCount })).toEqual(expected);
  });
});

describe('readPath', () => {
  it.each([
    ['repeated tokens once', [3, 3, 3, 4, 4], 'ab'],
    ['a token twice with a blank between', [3, 3, 0, 3], 'aa'],
    ['word separators as single spaces', [2, 3, 2, 0, 2, 4, 2], 'a b'],
    ['SentencePiece separators', [3, 5], 'a c'],
    ['special tokens and unknown ones as nothing', [1, 3, 1, 99], 'a'],
    ['blanks as nothing', [0, 0], ''],
    ['an empty path', [], ''],
  ])('reads %s', (_, path, text) => {
    expect(readPath(path, vocabulary)).toBe(text);
  });
});
