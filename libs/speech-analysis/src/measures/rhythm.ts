import { totalLength, type Silences } from './silences.js';

/** Tempo and regularity of speech. */
export interface Rhythm {
  /** Syllables per second from the first to the last sound, pauses included. */
  readonly speechRate: number | null;
  /** Syllables per second of sounding time. */
  readonly articulationRate: number | null;
  /** Share of pauses in the time from the first to the last sound, 0–1. */
  readonly pauseRatio: number | null;
  /**
   * Normalised pairwise variability index of the syllables; 0 is perfectly even. Null with fewer than three nuclei in
   * every sounding part.
   */
  readonly npvi: number | null;
}

/**
 * Returns speech rates (De Jong & Wempe 2009) and the nPVI (Grabe & Low 2002, "Durational variability in speech and the
 * rhythm class hypothesis"): 100 times the mean absolute difference of neighbouring durations, each relative to the
 * mean of the two. A duration is the time between two syllable nuclei within one sounding part.
 */
export function rhythmOf(nuclei: readonly number[], { sounding, pauses }: Silences): Rhythm {
  const [speech, pause] = [totalLength(sounding), totalLength(pauses)];
  if (speech === 0) return { speechRate: null, articulationRate: null, pauseRatio: null, npvi: null };
  return {
    speechRate: nuclei.length / (speech + pause),
    articulationRate: nuclei.length / speech,
    pauseRatio: pause / (speech + pause),
    npvi: pairwiseVariability(nuclei, sounding),
  };
}

function pairwiseVariability(nuclei: readonly number[], sounding: Silences['sounding']): number | null {
  let [sum, pairs] = [0, 0];
  for (const { start, end } of sounding) {
    const times = nuclei.filter((time) => time >= start && time <= end);
    for (let index = 2; index < times.length; index += 1) {
      const [first, second] = [times[index - 1]! - times[index - 2]!, times[index]! - times[index - 1]!];
      sum += Math.abs(first - second) / ((first + second) / 2);
      pairs += 1;
    }
  }
  return pairs > 0 ? (100 * sum) / pairs : null;
}
