/** Checks that the scores order recordings as a listener would, over synthetic and human voices. */
import { analyzeRecording, AnalysisError, type Recording } from '@vocalborn/speech-analysis';
import { debianParts } from '../debian-parts.js';
import { constancies } from './constancy.js';
import { degradedPairs } from './degraded-rules.js';
import { mostUnfair, scoresByGroup, type GroupOfScores } from './fairness.js';
import { humanPrompts, humanRepeats } from './humans.js';
import { orderedPairs, type OrderedPair } from './rules.js';
import { SpeechSynthesis } from './speech-synthesis.js';

/** Minimum share of pairs in order, of each rule and of all. */
const leastPerRule = 0.95;
const leastOverall = 0.99;

/** The same of the rules on degraded and unclear speech. */
const leastPerDegradedRule = 0.99;

async function main(say: (line: string) => void, seed: number): Promise<boolean> {
  say(`Seed of the random chains of degradations, the argument of this program: ${seed}`);
  const parts = await debianParts(say);
  const synthesis = new SpeechSynthesis(parts.espeak);
  const scores = new OverallScores();
  const tally = new Map<string, Row>();
  const compare = (pair: OrderedPair, least: number): void => {
    const [better, worse] = [scores.of(pair, pair.better), scores.of(pair, pair.worse)];
    const row = tally.get(pair.rule) ?? { pairs: 0, right: 0, unjudged: 0, least };
    // Where the better one cannot be judged there is no order; a worse one without a score is not above it.
    if (better === null) {
      tally.set(pair.rule, { ...row, unjudged: row.unjudged + 1 });
      return;
    }
    const isRight = better > (worse ?? -1);
    tally.set(pair.rule, { ...row, pairs: row.pairs + 1, right: row.right + (isRight ? 1 : 0) });
    if (!isRight) say(`wrong: ${pair.rule}: ${pair.what}: ${better} ≤ ${worse}`);
  };
  const prompts = await humanPrompts(parts);
  for await (const pair of orderedPairs(synthesis, prompts, await humanRepeats(parts))) {
    compare(pair, leastPerRule);
  }
  for await (const pair of degradedPairs(synthesis, seed)) compare(pair, leastPerDegradedRule);
  const inOrder = report(tally, say);
  const bounded = await constancies(synthesis, parts.sox);
  say('\n| measure | lowest | highest | range | |\n| --- | ---: | ---: | --- | --- |');
  for (const { what, lowest, highest, least, most } of bounded) {
    const range = `${least} to ${most}`;
    say(
      `| ${what} | ${lowest.toFixed(2)} | ${highest.toFixed(2)} | ${range} | ${lowest >= least && highest <= most ? 'PASS' : 'MISS'} |`,
    );
  }
  const groups = await scoresByGroup(synthesis, prompts, parts.sox);
  const isFair = reportGroups(groups, say);
  return inOrder && isFair && bounded.every(({ lowest, highest, least, most }) => lowest >= least && highest <= most);
}

function reportGroups(groups: readonly GroupOfScores[], say: (line: string) => void): boolean {
  say(
    '\n| speech | right readings by | recordings | not judged | 5, 50, 95 % | difference of the median | |\n' +
      '| --- | --- | ---: | ---: | --- | ---: | --- |',
  );
  for (const { speech, group, recordings, unjudged, quantiles, difference } of groups) {
    const scores = quantiles.map((score) => score.toFixed(1)).join(' / ');
    const verdict = Math.abs(difference) <= mostUnfair ? 'PASS' : 'MISS';
    say(`| ${speech} | ${group} | ${recordings} | ${unjudged} | ${scores} | ${difference.toFixed(1)} | ${verdict} |`);
  }
  return groups.every(({ difference }) => Math.abs(difference) <= mostUnfair);
}

/** Overall scores by reference and sample; a pair is scored once. */
class OverallScores {
  private readonly known = new WeakMap<Recording, WeakMap<Recording, number | null>>();

  of({ reference }: OrderedPair, sample: Recording): number | null {
    const scores = this.known.get(reference) ?? new WeakMap<Recording, number | null>();
    this.known.set(reference, scores);
    const known = scores.get(sample);
    const score = known === undefined ? scoreOf(sample, reference) : known;
    scores.set(sample, score);
    return score;
  }
}

/** A refused (silent) recording has the score 0, one that cannot be judged has none. */
function scoreOf(sample: Recording, reference: Recording): number | null {
  try {
    return analyzeRecording({ sample, reference, language: 'en-US' }).overall_score;
  } catch (error) {
    if (error instanceof AnalysisError) return 0;
    throw error;
  }
}

/** Pairs of one rule: those with an order, those in the right order, and those that could not be judged. */
interface Row {
  readonly pairs: number;
  readonly right: number;
  readonly unjudged: number;
  readonly least: number;
}

function report(tally: ReadonlyMap<string, Row>, say: (line: string) => void): boolean {
  const rows = [...tally].map(([rule, row]) => ({ rule, ...row }));
  const sum = (key: 'pairs' | 'right' | 'unjudged'): number => rows.reduce((total, row) => total + row[key], 0);
  const total = { rule: 'all', pairs: sum('pairs'), right: sum('right'), unjudged: sum('unjudged') };
  say('| rule | pairs | in order | not judged | target | |\n| --- | ---: | ---: | ---: | ---: | --- |');
  const all = [...rows, { ...total, least: leastOverall }];
  for (const { rule, pairs, right, unjudged, least } of all) {
    const share = right / pairs;
    const [inOrder, target] = [`${(100 * share).toFixed(1)} %`, `≥ ${100 * least} %`];
    say(`| ${rule} | ${pairs} | ${inOrder} | ${unjudged} | ${target} | ${share >= least ? 'PASS' : 'MISS'} |`);
  }
  return all.every(({ pairs, right, least }) => right / pairs >= least);
}

process.exitCode = (await main(console.log, Number(process.argv[2] ?? Date.now() % 100_000))) ? 0 : 1;
