import type { AnalysisResult, ImprovementArea } from '@vocalborn/ai-contract';
import { addedArea, missingArea } from './other-parts.js';
import { noisyArea, recordingAreas, restsOf } from './recording-areas.js';
import { clock, mostSegments, restWithin, type Segment, type Span } from './stretches.js';

/** What the rules look at: the result so far. */
export type Measured = Pick<
  AnalysisResult,
  'overall_score' | 'pronunciation_accuracy' | 'rhythm_score' | 'detailed_analysis'
>;

/** Segments nearer to each other than this, in seconds, are pointed at as one. */
const leastBetween = 0.05;

/** Melodies that agree less than this are worth a word. */
const weakMelody = 0.4;

/** Where less of the segments is like the example, or none really, something else was said: no advice on parts of it. */
const sameSentence = { segments: 0.25, similarity: 75 } as const;

/** What to work on, most useful first, from rules over the measures; empty when there is nothing to say. */
export function improvementAreas(measured: Measured): ImprovementArea[] {
  const recording = recordingAreas(measured);
  if (measured.overall_score === null || saysSomethingElse(measured)) return recording;
  // Where there is more or less than the sentence, tempo, melody and what the rest was aligned with say nothing.
  const rests = restsOf(measured.detailed_analysis);
  const otherParts = [...missingArea(measured), ...(rests === 'heard' ? addedArea(measured) : [])];
  if (otherParts.length > 0) return [...recording, ...otherParts];
  // What an overdriven recorder adds is no fault of the speaker's.
  const segments = recording.some(({ code }) => code === 'overdriven-recording') ? [] : unclearSegments(measured);
  const timing = timingAreas(measured);
  // Where the background fills the rests, it is what took the time and what is unlike the example.
  if (timing.length > 0 && rests === 'drowned') return recording.length > 0 ? recording : [noisyArea];
  // A hum may fill them too, which only makes speech longer and is no voice that was paused too long.
  const sure = timing.filter(({ code }) => rests === 'heard' || code === 'fast' || code === 'long-pauses');
  return [...recording, ...segments, ...sure, ...melodyArea(measured)];
}

function saysSomethingElse({ detailed_analysis: { segments } }: Measured): boolean {
  const alike = segments.filter((segment) => segment.off !== true);
  const isLike = alike.some(({ similarity }) => similarity >= sameSentence.similarity);
  return !isLike || alike.length < sameSentence.segments * segments.length;
}

function unclearSegments({ detailed_analysis: { segments, timing } }: Measured): ImprovementArea[] {
  return joined(segments.filter((segment) => segment.off === true && !isMostlyPause(segment, timing.pauses)))
    .toSorted((a, b) => a.similarity - b.similarity)
    .slice(0, mostSegments)
    .map(({ start, end }) => ({
      code: 'unclear-segment',
      start,
      end,
      message: {
        'zh-TW': `第 ${clock(start)} 到 ${clock(end)} 秒與示範音差異較大，再聽一次示範，跟著把這一段慢慢唸。`,
        'en-US': `From ${clock(start)} to ${clock(end)} s you were furthest from the example: listen to it once more and repeat this part slowly.`,
      },
    }));
}

/** A stretch in which the speaker rested differs from the example by the rest. */
function isMostlyPause(segment: Segment, pauses: readonly Span[]): boolean {
  return restWithin(segment, pauses) > (segment.end - segment.start) / 2;
}

/** Segments that follow one another are one stretch. */
function joined(segments: readonly Segment[]): Pick<Segment, 'start' | 'end' | 'similarity'>[] {
  const stretches: Pick<Segment, 'start' | 'end' | 'similarity'>[] = [];
  for (const { start, end, similarity } of segments) {
    const last = stretches.at(-1);
    if (last && start - last.end < leastBetween) {
      stretches[stretches.length - 1] = { ...last, end, similarity: Math.min(similarity, last.similarity) };
    } else stretches.push({ start, end, similarity });
  }
  return stretches;
}

function timingAreas({ detailed_analysis: { timing }, rhythm_score: rhythm }: Measured): ImprovementArea[] {
  const areas: ImprovementArea[] = [];
  const add = (code: string, chinese: string, english: string): void => {
    areas.push({ code, start: null, end: null, message: { 'zh-TW': chinese, 'en-US': english } });
  };
  const morePauses = timing.pause_seconds - (timing.reference_pause_seconds ?? 0);
  if (morePauses > 0.3) {
    add(
      'long-pauses',
      `停頓比示範音多了約 ${clock(morePauses)} 秒，試著把句子一口氣連起來說。`,
      `You paused about ${clock(morePauses)} s longer than the example: try to say the sentence in one breath.`,
    );
  }
  // Without the pauses, of which more than enough is said above.
  const tempo = timing.reference_speech_seconds ? timing.speech_seconds / timing.reference_speech_seconds : 1;
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
