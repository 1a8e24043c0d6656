/** Checks that the scores order recordings as a listener would, over synthetic and human voices. */
import { analyzeRecording, AnalysisError, type Recording } from '@vocalborn/speech-analysis';
import { debianParts } from '../debian-parts.js';
import { constancies } from './constancy.js';
import { humanPrompts, humanRepeats } from './humans.js';
import { orderedPairs, type OrderedPair } from './rules.js';
import { SpeechSynthesis } from './speech-synthesis.js';

/** Minimum share of pairs in order, of each rule and of all. */
const leastPerRule = 0.95;
const leastOverall = 0.99;

async function main(say: (line: string) => void): Promise<boolean> {
  const parts = await debianParts(say);
  const synthesis = new SpeechSynthesis(parts.espeak);
  const scores = new OverallScores();
  const tally = new Map<string, { pairs: number; right: number }>();
  for await (const pair of orderedPairs(synthesis, await humanPrompts(parts), await humanRepeats(parts))) {
    const [better, worse] = [scores.of(pair, pair.better), scores.of(pair, pair.worse)];
    const row = tally.get(pair.rule) ?? { pairs: 0, right: 0 };
    tally.set(pair.rule, { pairs: row.pairs + 1, right: row.right + (better > worse ? 1 : 0) });
    if (better <= worse) say(`wrong: ${pair.rule}: ${pair.what}: ${better} ≤ ${worse}`);
  }
  const inOrder = report(tally, say);
  const bounded = await constancies(synthesis, parts.sox);
  say('\n| measure | lowest | highest | range | |\n| --- | ---: | ---: | --- | --- |');
  for (const { what, lowest, highest, least, most } of bounded) {
    const range = `${least} to ${most}`;
    say(
      `| ${what} | ${lowest.toFixed(2)} | ${highest.toFixed(2)} | ${range} | ${lowest >= least && highest <= most ? 'PASS' : 'MISS'} |`,
    );
  }
  return inOrder && bounded.every(({ lowest, highest, least, most }) => lowest >= least && highest <= most);
}

/** Overall scores by reference and sample; a pair is scored once. */
class OverallScores {
  private readonly known = new WeakMap<Recording, WeakMap<Recording, number>>();

  of({ reference }: OrderedPair, sample: Recording): number {
    const scores = this.known.get(reference) ?? new WeakMap<Recording, number>();
    this.known.set(reference, scores);
    const score = scores.get(sample) ?? scoreOf(sample, reference);
    scores.set(sample, score);
    return score;
  }
}

/** A refused (silent) recording has the score 0. */
function scoreOf(sample: Recording, reference: Recording): number {
  try {
    return analyzeRecording({ sample, reference, language: 'en-US' }).overall_score ?? NaN;
  } catch (error) {
    if (error instanceof AnalysisError) return 0;
    throw error;
  }
}

function report(tally: ReadonlyMap<string, { pairs: number; right: number }>, say: (line: string) => void): boolean {
  const rows = [...tally].map(([rule, row]) => ({ rule, ...row, least: leastPerRule }));
  const total = rows.reduce((sum, row) => ({ pairs: sum.pairs + row.pairs, right: sum.right + row.right }), {
    pairs: 0,
    right: 0,
  });
  say('| rule | pairs | in order | target | |\n| --- | ---: | ---: | ---: | --- |');
  const all = [...rows, { rule: 'all', ...total, least: leastOverall }];
  for (const { rule, pairs, right, least } of all) {
    const share = right / pairs;
    say(
      `| ${rule} | ${pairs} | ${(100 * share).toFixed(1)} % | ≥ ${100 * least} % | ${share >= least ? 'PASS' : 'MISS'} |`,
    );
  }
  return all.every(({ pairs, right, least }) => right / pairs >= least);
}

process.exitCode = (await main(console.log)) ? 0 : 1;
