import { totalLength, type Silences } from './silences.js';

/** How fast and how evenly somebody speaks. */
export interface Rhythm {
  /** Syllables per second from the first to the last sound, pauses included. */
  readonly speechRate: number | null;
  /** Syllables per second of sounding time. */
  readonly articulationRate: number | null;
  /** Part of the time from the first to the last sound that is pause, 0–1. */
  readonly pauseRatio: number | null;
  /** Normalised pairwise variability index of the syllables; 0 is perfectly even. Null with fewer than three. */
  readonly npvi: number | null;
}

/**
 * Rates by De Jong & Wempe (2009). The nPVI (Grabe & Low 2002, "Durational variability in speech and the rhythm class
 * hypothesis") is 100 times the mean absolute difference of neighbouring durations, each relative to the mean of the
 * two; the durations are those from one syllable nucleus to the next within a sounding stretch.
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
