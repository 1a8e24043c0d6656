/** Comparison of a recognised text with a sentence, word by word; a Chinese character counts as a word. */
export interface TextComparison {
  /** 0–100: share of the sentence's words that are right, minus the inserted words. */
  readonly accuracy: number;
  /** Words of the sentence that were not recognised, in its order. */
  readonly missing: readonly string[];
  /** Recognised words that the sentence does not have at that place. */
  readonly inserted: readonly string[];
}

/** Maximum number of words of a text: the cost table has this size squared. */
const maxWords = 2_000;

/**
 * Compares two texts by the minimum number of changed words (Levenshtein 1966). Case, punctuation and character width
 * do not matter.
 * @returns null when the sentence has no word, or either text is too long
 */
export function compareText(expected: string, recognised: string): TextComparison | null {
  const [wanted, said] = [wordsOf(expected), wordsOf(recognised)];
  if (wanted.length === 0 || wanted.length > maxWords || said.length > maxWords) return null;
  const costs = changeCosts(wanted, said);
  const edits = costs[wanted.length]?.[said.length] ?? 0;
  const accuracy = Math.max(0, Math.round(1_000 * (1 - edits / wanted.length)) / 10);
  return { accuracy, ...differences(wanted, said, costs) };
}

function wordsOf(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{Script=Han}|[\p{L}\p{M}\p{N}'’]+/gu)
      ?.flatMap(splitMixed) ?? []
  );
}

/** Divides letters and Chinese characters that are written together. */
const splitMixed = (word: string): string[] => word.match(/\p{Script=Han}|[^\p{Script=Han}]+/gu) ?? [];

/** At [i][j]: minimum number of changes from the first i words of the sentence to the first j recognised words. */
function changeCosts(wanted: readonly string[], said: readonly string[]): Uint16Array[] {
  const costs = [Uint16Array.from({ length: said.length + 1 }, (_, j) => j)];
  for (const [i, word] of wanted.entries()) {
    const above = costs[i] ?? new Uint16Array();
    const row = new Uint16Array(said.length + 1);
    row[0] = i + 1;
    for (const [j, other] of said.entries()) {
      const same = (above[j] ?? 0) + Number(word !== other);
      row[j + 1] = Math.min(same, (above[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1);
    }
    costs.push(row);
  }
  return costs;
}

/** Follows the cheapest path back. A substituted word counts as one missing and one inserted word. */
function differences(wanted: readonly string[], said: readonly string[], costs: readonly Uint16Array[]) {
  const [missing, inserted]: [string[], string[]] = [[], []];
  const costAt = (i: number, j: number): number => costs[i]?.[j] ?? Infinity;
  let [i, j] = [wanted.length, said.length];
  while (i > 0 || j > 0) {
    const [word, other] = [wanted[i - 1], said[j - 1]];
    const same = word !== undefined && word === other;
    const dropped = !same && costAt(i, j) === costAt(i - 1, j) + 1;
    const added = !same && !dropped && costAt(i, j) === costAt(i, j - 1) + 1;
    if (!same && !added && word !== undefined) missing.unshift(word);
    if (!same && !dropped && other !== undefined) inserted.unshift(other);
    if (!added) i -= 1;
    if (!dropped) j -= 1;
  }
  return { missing, inserted };
}
