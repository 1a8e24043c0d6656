import type { AnalyzeLanguage, NotJudgedReason } from '@vocalborn/ai-contract';

/** What the patient reads instead of a score, by the reason. */
const texts: Readonly<Record<NotJudgedReason, Readonly<Record<AnalyzeLanguage, string>>>> = {
  noise: {
    'zh-TW': '背景聲音太大，這次無法評分，並不是您說得不好。請換個安靜的地方，離麥克風近一點再錄一次。',
    'en-US':
      'The background was too loud to judge this recording; that says nothing about your speech. Record it again in a quieter place, closer to the microphone.',
  },
  'no-voice': {
    'zh-TW': '幾乎沒有聽到聲帶的聲音，這次無法評分。可以的話，用平常說話的聲音再錄一次；如果是耳語，請讓治療師知道。',
    'en-US':
      'Hardly any voice was heard, so this recording could not be judged. If you can, record it again with your usual speaking voice; if you have to whisper, tell your therapist.',
  },
  'too-little-speech': {
    'zh-TW': '聽到的聲音太短，這次無法評分。請從頭到尾把整句再錄一次。',
    'en-US': 'Too little speech was heard to judge this recording. Record the whole sentence once more.',
  },
};

/** Returns the suggestions for a recording that could not be judged: why, and what to do. */
export function unjudgedSuggestions(reason: NotJudgedReason, language: AnalyzeLanguage): string {
  return texts[reason][language];
}
