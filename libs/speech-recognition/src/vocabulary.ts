/** Tokens of a recogniser, by output number. */
export interface Vocabulary {
  readonly tokens: readonly (string | undefined)[];
  /** Output of the blank, "no new token" (Graves et al. 2006). */
  readonly blank: number;
}

/** Names of the blank, the most common first. */
const blankNames = ['<pad>', '[PAD]', '<blank>', '<blk>', '<eps>'];

/** A token in brackets has no text: `<s>`, `[UNK]`. */
const special = /^(<.*>|\[.*\])$/u;

/**
 * Parses a vocabulary in the form of Hugging Face's `vocab.json`: an object from token to number, or a list of tokens.
 * @throws Error that names the fault
 */
export function parseVocabulary(json: string): Vocabulary {
  const parsed: unknown = JSON.parse(json);
  const pairs: [string, unknown][] = Array.isArray(parsed)
    ? parsed.map((token, index) => [String(token), index])
    : Object.entries((parsed ?? {}) as Record<string, unknown>);
  const tokens: (string | undefined)[] = [];
  for (const [token, index] of pairs) {
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index > 1_000_000) {
      throw new Error(`the token ${JSON.stringify(token)} has no whole number`);
    }
    tokens[index] = token;
  }
  const name = blankNames.find((candidate) => tokens.includes(candidate));
  if (name === undefined) throw new Error(`none of its tokens is the blank: one of ${blankNames.join(', ')}`);
  return { tokens, blank: tokens.indexOf(name) };
}

/** Returns the text of a token; `|` and `▁` separate words. */
export function textOf(token: string | undefined): string {
  if (token === undefined || special.test(token)) return '';
  return token.replaceAll(/[|▁]/gu, ' ');
}
