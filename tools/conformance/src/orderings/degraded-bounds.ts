import { analyzeRecording, type Recording, type RecordingAnalysis } from '@vocalborn/speech-analysis';
import { degradations } from './degradations.js';
import { withGain } from './effects.js';
import type { Scene } from './scene.js';
import { withImpairments, type Impairment } from './unclear-speech.js';

export type Note = (what: string, value: number, least: number, most: number) => void;

/** Most that a wrong sentence may gain by a degradation, and the most that it may score. */
const mostGained = 3;
const mostForWrong = 30;

/** Notes what degradations do to wrong sentences, what poor examples do to right ones, and what unclear speech is told. */
export function lookAtDegraded(scene: Scene, note: Note): void {
  lookAtWrongSentences(scene, note);
  lookAtPoorExamples(scene, note);
  lookAtAdvice(scene, note);
}

const analysed = (sample: Recording, reference: Recording): RecordingAnalysis =>
  analyzeRecording({ sample, reference, language: 'en-US' });

function lookAtWrongSentences({ reference, wrongOwn: [own], wrongForeign: [, foreign] }: Scene, note: Note): void {
  for (const wrong of [own, foreign]) {
    const clean = analysed(wrong, reference).overall_score;
    for (const degraded of Object.values(degradations)) {
      // A recording that cannot be judged gains nothing.
      const score = analysed(degraded(wrong), reference).overall_score ?? 0;
      note('gain of a wrong sentence by a degradation', score - (clean ?? 0), -100, mostGained);
      note('overall_score of a degraded wrong sentence', score, 0, mostForWrong);
    }
  }
}

/** Faults of the example that are not the patient's, and how much the score of a right reading may change by them. */
function lookAtPoorExamples({ reference, foreign: [right] }: Scene, note: Note): void {
  const clean = analysed(right, reference).overall_score ?? NaN;
  const change = (what: string, poor: Recording, most: number): void => {
    note(`change of a right reading by ${what}`, (analysed(right, poor).overall_score ?? NaN) - clean, -most, most);
  };
  change('an example 24 dB quieter', withGain(reference, -24), 1);
  change('an example with noise at 20 dB', degradations['noise at 20 dB'](reference), 10);
  change('an example clipped by 12 dB', degradations['clipping by 12 dB'](reference), 15);
}

/** Areas that name an impairment. */
const namedBy: readonly (readonly [impairment: Impairment, codes: readonly string[]])[] = [
  ['slow', ['slow', 'long-pauses', 'uneven-rhythm']],
  ['blurred', ['blurred-sounds', 'unclear-segment']],
  ['monotone', ['flat-melody', 'melody']],
  ['breathy', ['hoarse-voice']],
];

/** Severe impairments are named. */
function lookAtAdvice({ reference, foreign: [right] }: Scene, note: Note): void {
  for (const [impairment, codes] of namedBy) {
    const { improvement_areas: areas } = analysed(withImpairments(right, [impairment], 3), reference);
    note(
      `areas that name severely ${impairment} speech`,
      areas.filter(({ code }) => codes.includes(code)).length,
      1,
      4,
    );
  }
}
