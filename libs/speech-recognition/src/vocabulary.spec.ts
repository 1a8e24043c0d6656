import { describe, expect, it } from 'vitest';
import { readPath } from './ctc.js';
import { parseVocabulary } from './vocabulary.js';

const vocabulary = parseVocabulary('{"<pad>":0,"<s>":1,"|":2,"a":3,"b":4}');

describe('the path of a recogniser', () => {
  it.each([
    [[3, 3, 0, 3, 4, 4], 'aab'],
    [[2, 3, 2, 2, 0, 2, 4, 2], 'a b'],
    [[1, 3, 1, 99], 'a'],
    [[], ''],
  ])('%j reads %j', (path, text) => {
    expect(readPath(path, vocabulary)).toBe(text);
  });
});

describe('a vocabulary', () => {
  it.each(['null', '[]', '{"<pad>":-1}', '{"<pad>":"0"}', '{"a":0}'])('%s is refused', (json) => {
    expect(() => parseVocabulary(json)).toThrow(/blank|whole number/);
  });
});
