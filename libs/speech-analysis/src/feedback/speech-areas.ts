import type { ImprovementArea } from '@vocalborn/ai-contract';
import { cleanVoiceHnr } from '../scoring/confidence.js';
import type { Measured } from './segments.js';

/**
 * Median similarity of the segments below which the sounds are blurred throughout. Other voices that say the same
 * clearly lie above 87.
 */
const blurredSimilarity = 80;

/** Share of the F0 range of the reference below which a melody is flat, and the least range that has a melody. */
const flatShare = 0.5;
const leastRange = 3;

/**
 * Harmonics-to-noise ratio in dB below which a voice is breathy or rough, and the dynamic range and signal-to-noise ratio
 * from which the room is not the cause.
 */
const hoarseHnr = cleanVoiceHnr - 3;
const [quietRange, quietSnr] = [30, 25];

/** Returns advice on the speech as a whole: blurred sounds, a flat melody, a breathy or rough voice. */
export function speechAreas(measured: Measured): ImprovementArea[] {
  return [
    ...(isBlurred(measured) ? [texts.blurred] : []),
    ...(isFlat(measured) ? [texts.flat] : []),
    ...(isHoarse(measured) ? [texts.hoarse] : []),
  ];
}

function isBlurred({ detailed_analysis: { segments } }: Measured): boolean {
  const similarities = segments.map(({ similarity }) => similarity).toSorted((a, b) => a - b);
  return (similarities[Math.floor(similarities.length / 2)] ?? 100) < blurredSimilarity;
}

function isFlat({ detailed_analysis: { pitch } }: Measured): boolean {
  const { f0_range_semitones: ours, reference_f0_range_semitones: theirs } = pitch;
  return ours !== null && (theirs ?? 0) >= leastRange && ours < flatShare * (theirs ?? 0);
}

function isHoarse({ detailed_analysis: { acoustics, intensity } }: Measured): boolean {
  if (!acoustics || intensity.range_db < quietRange || acoustics.recording.snr_db < quietSnr) return false;
  return (acoustics.voice.hnr_db ?? hoarseHnr) < hoarseHnr;
}

const area = (code: string, chinese: string, english: string): ImprovementArea => ({
  code,
  start: null,
  end: null,
  message: { 'zh-TW': chinese, 'en-US': english },
});

const texts = {
  blurred: area(
    'blurred-sounds',
    '整句的咬字比示範音模糊，嘴巴張大一點，把每個音慢慢說清楚。',
    'The sounds were less distinct than in the example: open your mouth a little more and give each sound its time.',
  ),
  flat: area(
    'flat-melody',
    '聲音的高低起伏比示範音平，試著誇大一點，跟著示範音上下起伏。',
    'Your voice moved up and down less than the example: try to follow its melody, even a little too much.',
  ),
  hoarse: area(
    'hoarse-voice',
    '聲音聽起來有氣音或沙啞，先放鬆、吸一口氣，再輕輕開始發聲。',
    'Your voice sounded breathy or rough: relax, take a breath, and begin softly.',
  ),
} as const;
