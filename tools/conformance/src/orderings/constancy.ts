import { analyzeRecording, type Recording } from '@vocalborn/speech-analysis';
import { noiseLike, throughMicrophone, withGain, withGap, withNoise, withSilence } from './effects.js';
import { lookAtDegraded, type Note } from './degraded-bounds.js';
import type { Program } from '../debian-parts.js';
import { withPitch } from './sox.js';
import { sceneOf } from './scene.js';
import { corpora } from './sentences.js';
import type { SpeechSynthesis } from './speech-synthesis.js';

/** A measured value and the range that it must lie in. */
export interface Bounded {
  readonly what: string;
  readonly lowest: number;
  readonly highest: number;
  readonly least: number;
  readonly most: number;
}

/**
 * Returns the changes that must leave the scores alone and those that must alter them: the extremes over all sentences.
 */
export async function constancies(synthesis: SpeechSynthesis, sox: Program): Promise<Bounded[]> {
  const seen = new Map<string, { values: number[]; least: number; most: number }>();
  const note = (what: string, value: number, least: number, most: number): void => {
    const row = seen.get(what) ?? { values: [], least, most };
    row.values.push(value);
    seen.set(what, row);
  };
  for (const corpus of corpora) {
    for (const index of corpus.sentences.keys()) {
      const scene = await sceneOf(synthesis, corpus, index);
      const { reference, foreign } = scene;
      const spoken = { text: corpus.sentences[index] ?? '', voice: corpus.voice };
      look(reference, foreign[0], note);
      lookAtDegraded(scene, note);
      lookAtPitch(sox, reference, note);
      await lookAtManner(synthesis, spoken, note);
    }
  }
  return [...seen].map(([what, { values, least, most }]) => {
    return { what, lowest: Math.min(...values), highest: Math.max(...values), least, most };
  });
}

function look(reference: Recording, foreign: Recording, note: Note): void {
  const analyse = (sample: Recording) => analyzeRecording({ sample, reference, language: 'en-US' });
  // A recording that cannot be judged has no score to move.
  const overall = (sample: Recording): number => analyse(sample).overall_score ?? 0;
  const [plain, own] = [analyse(foreign), analyse(reference)];
  const change = (what: string, sample: Recording): void => {
    note(`change of overall_score by ${what}`, overall(sample) - (plain.overall_score ?? NaN), -3, 3);
  };
  change('+12 dB', withGain(foreign, 12));
  change('-12 dB', withGain(foreign, -12));
  change('a microphone', throughMicrophone(foreign));
  change('1 s of silence at both ends', withSilence(foreign, 1, 1));
  note('overall_score of the example itself', own.overall_score ?? NaN, 97, 100);
  note('overall_score of white noise', overall(noiseLike(reference, 5)), 0, 20);
  note('overall_score of a sine', overall(sineLike(reference)), 0, 20);
  const gapped = analyse(withGap(reference, 1));
  const pauses = ({ detailed_analysis: { timing } }: typeof own): number => timing.pause_seconds;
  note('pauses that 1 s of silence adds, s', pauses(gapped) - pauses(own), 0.85, 1.15);
  note('change of fluency_score by that', (gapped.fluency_score ?? NaN) - (own.fluency_score ?? NaN), -100, -0.1);
  const hnr = (sample: Recording): number => analyse(sample).detailed_analysis.acoustics?.voice.hnr_db ?? NaN;
  note('change of HNR by noise at 10 dB, dB', hnr(withNoise(reference, 10, 7)) - hnr(reference), -Infinity, -0.1);
}

/** Minimum F0 in Hz of a shifted voice: measures start at 75 Hz, with a margin. */
const lowestVoice = 79;

/**
 * The reference shifted by three semitones up and down, like another speaker, where both lie in the range of the
 * measure.
 */
function lookAtPitch(sox: Program, reference: Recording, note: Note): void {
  const analyse = (sample: Recording) => analyzeRecording({ sample, reference, language: 'en-US' });
  const own = analyse(reference);
  const f0 = ({ detailed_analysis: { pitch } }: typeof own): number => pitch.median_f0_hz ?? NaN;
  const low = own.detailed_analysis.acoustics?.f0.low_hz ?? 0;
  for (const semitones of [3, -3]) {
    if (low * 2 ** (Math.min(0, semitones) / 12) < lowestVoice) continue;
    const shifted = analyse(withPitch(sox, reference, semitones));
    const change = Math.sign(semitones) * 12 * Math.log2(f0(shifted) / f0(own));
    note('change of the median F0 by 3 semitones up or down', change, 2.5, 3.5);
    const sounds = (shifted.pronunciation_accuracy ?? NaN) - (own.pronunciation_accuracy ?? NaN);
    note('change of pronunciation_accuracy by that', sounds, -5, 0);
  }
}

/** The same sentence at 0.7 of the tempo. */
async function lookAtManner(synthesis: SpeechSynthesis, spoken: { text: string; voice: string }, note: Note) {
  const say = (wordsPerMinute: number) => synthesis.say(spoken.text, { voice: `${spoken.voice}+f2`, wordsPerMinute });
  const [reference, slow] = [await say(160), await say(112)];
  const analyse = (sample: Recording) => analyzeRecording({ sample, reference, language: 'en-US' });
  const [own, slower] = [analyse(reference), analyse(slow)];
  const flow = ({ fluency_score: fluency, rhythm_score: rhythm }: typeof own): number => (fluency ?? 0) + (rhythm ?? 0);
  note('change of fluency and rhythm at 0.7 of the tempo', flow(slower) - flow(own), -200, -0.1);
}

function sineLike({ samples, sampleRate }: Recording): Recording {
  return { samples: samples.map((_, index) => 0.3 * Math.sin((2 * Math.PI * 220 * index) / sampleRate)), sampleRate };
}
