import type { ImprovementArea } from '@vocalborn/ai-contract';
import { cleanVoiceHnr } from '../scoring/confidence.js';
import type { Measured } from './segments.js';

/** Clipped share above which clipping is audible. */
const audibleClipping = 0.005;

/** Dynamic range in dB below which a room is noisy, unless the voice is clean: then the speaker did not pause. */
const noisyRange = 15;

/**
 * Dynamic range in dB below which pauses and speech cannot be told apart: the silence threshold lies 25 dB below the
 * maximum.
 */
const blurredRange = 25;

const isNoisier = ({ acoustics, intensity }: Measured['detailed_analysis'], range: number): boolean =>
  intensity.range_db < range && (acoustics?.voice.hnr_db ?? 0) < cleanVoiceHnr;

/**
 * Tells whether the pauses can be measured: `audible`; `masked` by background noise; or `none` beside a clean voice,
 * because nobody paused or because something hums.
 */
export function pauseAudibility(details: Measured['detailed_analysis']): 'audible' | 'masked' | 'none' {
  if (details.intensity.range_db >= blurredRange) return 'audible';
  return isNoisier(details, blurredRange) ? 'masked' : 'none';
}

/**
 * Level of the end relative to the loudest part, in dB, above which the recorder was stopped in the middle of the speech. Of
 * 1,480 prompts by five speakers only the five beeps end above it; of 520 cuts through synthetic sentences 418 do, the others
 * in a pause.
 */
const cutEnd = -25;

/** Dynamic range in dB below which the room may be what is heard at the end. */
const quietRange = 30;

/** Voiced share below which the speech is whispered. */
const whisperedShare = 0.1;

/** Overall score from which a whispered recording matches a whispered reference. */
const goodMatch = 40;

export const noisyArea: ImprovementArea = {
  code: 'noisy-recording',
  start: null,
  end: null,
  message: {
    'zh-TW': '背景聲音較大，換個安靜的地方再錄一次，結果會更準確。',
    'en-US': 'There is much sound in the background: a quieter place makes the result more exact.',
  },
};

/** Returns advice on the recording itself: clipping, background noise, an end in the middle of the speech, no voice. */
export function recordingAreas({ detailed_analysis: details, overall_score: overall }: Measured): ImprovementArea[] {
  const { acoustics, pitch } = details;
  const area = (code: string, chinese: string, english: string): ImprovementArea[] => [
    { code, start: null, end: null, message: { 'zh-TW': chinese, 'en-US': english } },
  ];
  if ((acoustics?.recording.clipped_share ?? 0) > audibleClipping && !isNoisier(details, noisyRange)) {
    return area(
      'overdriven-recording',
      '錄音音量太大，有些聲音被截掉了；離麥克風遠一點再錄一次，結果會更準確。',
      'The recording is too loud and parts of it are cut off: a little more distance to the microphone makes the result more exact.',
    );
  }
  if (isNoisier(details, noisyRange)) return [noisyArea];
  if ((acoustics?.recording.end_db ?? -Infinity) > cutEnd && !isNoisier(details, quietRange)) {
    return area(
      'cut-recording',
      '錄音在說話途中就結束了；說完之後稍等一下再停止錄音。',
      'The recording ends in the middle of the speech: wait a moment before you stop it.',
    );
  }
  if (pitch.voiced_fraction >= whisperedShare || (overall ?? 0) >= goodMatch) return [];
  return area(
    'no-voice',
    '幾乎沒有聽到聲帶的聲音，像是小聲耳語；可以的話，用平常說話的聲音再錄一次，才能和示範音比較。',
    'Hardly any voice was heard, as in whispering: if you can, record it again with your usual speaking voice, so that it can be compared with the example.',
  );
}
