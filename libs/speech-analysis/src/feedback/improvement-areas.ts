import type { ImprovementArea } from '@vocalborn/ai-contract';
import { leastEvidence } from '../scoring/same-sentence.js';
import { addedArea, missingArea } from './missing-and-added-parts.js';
import { noisyArea, recordingAreas, pauseAudibility } from './recording-areas.js';
import {
  formatSeconds,
  maxGap,
  maxMarkedSegments,
  pauseWithin,
  type Measured,
  type Segment,
  type Span,
} from './segments.js';
import { slowParts } from './slow-parts.js';
import { speechAreas } from './speech-areas.js';

/** Correlation of the F0 contours below which the advice mentions the melody. */
const weakMelody = 0.4;

type Timing = Measured['detailed_analysis']['timing'];

/** Overall score below which a recording of the right sentence always gets advice. */
const adviceBelow = 70;

/** Returns what to work on, most useful first, by rules over the measures; empty when there is nothing to say. */
export function improvementAreas(measured: Measured): ImprovementArea[] {
  const recording = recordingAreas(measured);
  if (measured.overall_score === null || isOtherSentence(measured)) return recording;
  const areas = areasOfSentence(measured, recording);
  return areas.length > 0 || measured.overall_score >= adviceBelow ? areas : leastSimilar(measured);
}

function areasOfSentence(measured: Measured, recording: ImprovementArea[]): ImprovementArea[] {
  // With missing or added parts the alignment is wrong elsewhere, so tempo, melody and segments say nothing.
  const audibility = pauseAudibility(measured.detailed_analysis);
  const otherParts = [...missingArea(measured), ...(audibility === 'audible' ? addedArea(measured) : [])];
  if (otherParts.length > 0) return [...recording, ...otherParts];
  // Distortion of an overdriven recorder is not the speaker's fault, and noise blurs the speech of anybody.
  const isOverdriven = recording.some(({ code }) => code === 'overdriven-recording');
  const segments = isOverdriven ? [] : unclearSegments(measured);
  const timing = timingAreas(measured);
  const slow = timing.some(({ code }) => code === 'long-pauses') || audibility !== 'audible' ? [] : slowParts(measured);
  // Background noise in the pauses makes the speech seem longer and unlike the reference.
  if (timing.length > 0 && audibility === 'masked') return recording.length > 0 ? recording : [noisyArea];
  // A hum in the pauses makes speech seem longer, but it cannot shorten it or lengthen a pause.
  const reliable = timing.filter(({ code }) => audibility === 'audible' || code === 'fast' || code === 'long-pauses');
  const speech = isOverdriven || audibility === 'masked' ? [] : speechAreas(measured);
  const melody = speech.some(({ code }) => code === 'flat-melody') ? [] : melodyArea(measured);
  return [...recording, ...segments, ...reliable, ...slow, ...speech, ...melody];
}

function isOtherSentence({ detailed_analysis: { evidence } }: Measured): boolean {
  return (evidence?.same_sentence ?? 1) < leastEvidence;
}

/** The part that is furthest from the reference, so that nobody with a poor score is left without advice. */
function leastSimilar({ detailed_analysis: { segments } }: Measured): ImprovementArea[] {
  const [least] = segments.toSorted((a, b) => a.similarity - b.similarity);
  return least ? [unclearArea(least)] : [];
}

function unclearSegments({ detailed_analysis: { segments, timing } }: Measured): ImprovementArea[] {
  return mergeAdjacent(segments.filter((segment) => segment.off === true && !isMostlyPause(segment, timing.pauses)))
    .toSorted((a, b) => a.similarity - b.similarity)
    .slice(0, maxMarkedSegments)
    .map(unclearArea);
}

function unclearArea({ start, end }: Span): ImprovementArea {
  return {
    code: 'unclear-segment',
    start,
    end,
    message: {
      'zh-TW': `第 ${formatSeconds(start)} 到 ${formatSeconds(end)} 秒與示範音差異較大，再聽一次示範，跟著把這一段慢慢唸。`,
      'en-US': `From ${formatSeconds(start)} to ${formatSeconds(end)} s you were furthest from the example: listen to it once more and repeat this part slowly.`,
    },
  };
}

/** A segment that is mostly a pause differs because of the pause. */
function isMostlyPause(segment: Segment, pauses: readonly Span[]): boolean {
  return pauseWithin(segment, pauses) > (segment.end - segment.start) / 2;
}

/** Merges segments that follow one another. */
function mergeAdjacent(segments: readonly Segment[]): Pick<Segment, 'start' | 'end' | 'similarity'>[] {
  const merged: Pick<Segment, 'start' | 'end' | 'similarity'>[] = [];
  for (const { start, end, similarity } of segments) {
    const last = merged.at(-1);
    if (last && start - last.end < maxGap) {
      merged[merged.length - 1] = { ...last, end, similarity: Math.min(similarity, last.similarity) };
    } else merged.push({ start, end, similarity });
  }
  return merged;
}

function timingAreas({ detailed_analysis: { timing }, rhythm_score: rhythm }: Measured): ImprovementArea[] {
  const areas: ImprovementArea[] = [];
  const add = (code: string, chinese: string, english: string): void => {
    areas.push({ code, start: null, end: null, message: { 'zh-TW': chinese, 'en-US': english } });
  };
  const morePauses = timing.additional_pause_seconds ?? timing.pause_seconds - (timing.reference_pause_seconds ?? 0);
  if (morePauses > 0.3) {
    add(
      'long-pauses',
      `停頓比示範音多了約 ${formatSeconds(morePauses)} 秒，試著把句子一口氣連起來說。`,
      `You paused about ${formatSeconds(morePauses)} s longer than the example: try to say the sentence in one breath.`,
    );
  }
  // Pauses have their own advice above.
  const tempo = tempoOf(timing);
  if (tempo > 1.35)
    add(
      'slow',
      '語速比示範音慢，熟悉之後可以稍微加快。',
      'You spoke slower than the example: speed up a little once it feels familiar.',
    );
  if (tempo < 0.7)
    add(
      'fast',
      '語速比示範音快，放慢一點會更清楚。',
      'You spoke faster than the example: a little slower will be clearer.',
    );
  if (rhythm !== null && rhythm < 55 && areas.length === 0) {
    add(
      'uneven-rhythm',
      '節奏與示範音不太一樣，可以跟著示範音一起打拍子。',
      'Your rhythm differs from the example: tap along with it as you listen.',
    );
  }
  return areas;
}

/** Tempo by the time of speech or by the alignment, whichever is closer to that of the example: recorders differ in faint sounds. */
function tempoOf({ speech_seconds: ours, reference_speech_seconds: theirs, tempo_ratio: aligned }: Timing): number {
  const spoken = theirs ? ours / theirs : 1;
  return aligned !== null && Math.abs(Math.log2(aligned)) < Math.abs(Math.log2(spoken)) ? aligned : spoken;
}

function melodyArea({ detailed_analysis: { pitch } }: Measured): ImprovementArea[] {
  if (pitch.contour_correlation === null || pitch.contour_correlation >= weakMelody) return [];
  return [
    {
      code: 'melody',
      start: null,
      end: null,
      message: {
        'zh-TW': '聲調的高低起伏與示範音不同，注意每個字的聲調。',
        'en-US': 'The melody of your voice differs from the example: listen for where it rises and falls.',
      },
    },
  ];
}
