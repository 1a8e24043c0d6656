import { textOf, type Vocabulary } from './vocabulary.js';

/** Output of a recogniser: a value per token for each frame. */
export interface Frames {
  readonly values: Float32Array;
  readonly tokenCount: number;
}

/** Returns the most probable token of each frame. */
export function likeliest({ values, tokenCount }: Frames): number[] {
  const best: number[] = [];
  for (let at = 0; at + tokenCount <= values.length; at += tokenCount) {
    let token = 0;
    for (let k = 1; k < tokenCount; k += 1) if ((values[at + k] ?? 0) > (values[at + token] ?? 0)) token = k;
    best.push(token);
  }
  return best;
}

/**
 * Returns the text of a path: repeated tokens count once, blanks are dropped (connectionist temporal classification,
 * Graves et al. 2006, "best path decoding").
 */
export function readPath(path: readonly number[], { tokens, blank }: Vocabulary): string {
  const written = path.filter((token, index) => token !== blank && token !== path[index - 1]);
  return written
    .map((token) => textOf(tokens[token]))
    .join('')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}
