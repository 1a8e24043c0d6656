import type { ImprovementArea } from '@vocalborn/ai-contract';
import { cleanVoice } from '../scoring/confidence.js';
import type { Measured } from './improvement-areas.js';

/** Part of the samples that were cut off from which on it can be heard. */
const audiblyClipped = 0.005;

/** Less range between speech and rests than this, in dB, is a noisy room, unless the voice is clean: then it had no rest. */
const noisyRange = 15;

/** Less range than this, in dB, and rests can no longer be told from speech: they lie 25 dB below it. */
const blurredRange = 25;

const isNoisier = ({ acoustics, intensity }: Measured['detailed_analysis'], range: number): boolean =>
  intensity.range_db < range && (acoustics?.voice.hnr_db ?? 0) < cleanVoice;

/** `drowned` by the background; or `none` found beside a clean voice, be it that nobody rested or that something hums. */
export function restsOf(details: Measured['detailed_analysis']): 'heard' | 'drowned' | 'none' {
  if (details.intensity.range_db >= blurredRange) return 'heard';
  return isNoisier(details, blurredRange) ? 'drowned' : 'none';
}

/** Less of the speech than this is voiced only when somebody whispers. */
const whisperedShare = 0.1;

/** From this score on, an example that is whispered itself was well met. */
const wellMet = 40;

export const noisyArea: ImprovementArea = {
  code: 'noisy-recording',
  start: null,
  end: null,
  message: {
    'zh-TW': '背景聲音較大，換個安靜的地方再錄一次，結果會更準確。',
    'en-US': 'There is much sound in the background: a quieter place makes the result more exact.',
  },
};

/** What kept the recording itself from being measured well. */
export function recordingAreas({ detailed_analysis: details, overall_score: overall }: Measured): ImprovementArea[] {
  const { acoustics, pitch } = details;
  const area = (code: string, chinese: string, english: string): ImprovementArea[] => [
    { code, start: null, end: null, message: { 'zh-TW': chinese, 'en-US': english } },
  ];
  if ((acoustics?.recording.clipped_share ?? 0) > audiblyClipped && !isNoisier(details, noisyRange)) {
    return area(
      'overdriven-recording',
      '錄音音量太大，有些聲音被截掉了；離麥克風遠一點再錄一次，結果會更準確。',
      'The recording is too loud and parts of it are cut off: a little more distance to the microphone makes the result more exact.',
    );
  }
  if (isNoisier(details, noisyRange)) return [noisyArea];
  if (pitch.voiced_fraction >= whisperedShare || (overall ?? 0) >= wellMet) return [];
  return area(
    'no-voice',
    '幾乎沒有聽到聲帶的聲音，像是小聲耳語；可以的話，用平常說話的聲音再錄一次，才能和示範音比較。',
    'Hardly any voice was heard, as in whispering: if you can, record it again with your usual speaking voice, so that it can be compared with the example.',
  );
}
