import type { AnalyzeLanguage, ImprovementArea } from '@vocalborn/ai-contract';
import { leastEvidence } from '../scoring/same-sentence.js';
import type { Measured } from './segments.js';

type Text = Readonly<Record<AnalyzeLanguage, string>>;

/** Score below which a recording is far from the example. */
const farBelow = 50;

/** Opening words by the least overall score that they are for. */
const openings: readonly (readonly [leastScore: number, text: Text])[] = [
  [85, { 'zh-TW': '說得非常好，與示範音很接近！', 'en-US': 'Very well said: close to the example!' }],
  [70, { 'zh-TW': '說得不錯，再練習幾次會更穩定。', 'en-US': 'Well said. A few more rounds will make it steadier.' }],
  [
    farBelow,
    {
      'zh-TW': '有進步的空間，可以先聽示範音再跟著說。',
      'en-US': 'There is room to grow: listen to the example, then repeat it.',
    },
  ],
  [
    0,
    {
      'zh-TW': '這次錄音與示範音差異較大，請確認句子內容，再錄一次。',
      'en-US': 'This recording is far from the example: check the sentence and record it once more.',
    },
  ],
];

/** Opening instead of the last one when the sentence is the right one, as far as can be told. */
const hardToMatch: Text = {
  'zh-TW': '有些部分不容易和示範音對上，這次的分數僅供參考；先聽示範音，再一段一段慢慢練習。',
  'en-US':
    'Some of this was hard to match with the example, so take the score as a rough one: listen to the example and practise it part by part.',
};

const withoutExample: Text = {
  'zh-TW': '這個句子沒有示範音，因此只提供錄音的測量結果，不計算分數。',
  'en-US': 'There is no example recording for this sentence, so the recording was measured but not scored.',
};

/** The highest score whose opening suits a recording that lacks a part of the sentence, or has more than it. */
const maxOpeningScoreWithOtherParts = 84;

/** The text that the patient reads: an opening by the score, then what to work on. */
export function suggestions(
  { overall_score: overall, detailed_analysis: { evidence } }: Measured,
  areas: readonly ImprovementArea[],
  language: AnalyzeLanguage,
): string {
  if (overall === null) return withoutExample[language];
  const isOther = areas.some(({ code }) => code === 'missing-part' || code === 'added-part');
  const told = isOther ? Math.min(overall, maxOpeningScoreWithOtherParts) : overall;
  const isSame = (evidence?.same_sentence ?? 0) >= leastEvidence;
  const usual = openings.find(([least]) => told >= least)?.[1] ?? withoutExample;
  const opening = told < farBelow && isSame ? hardToMatch : usual;
  const separator = language === 'zh-TW' ? '' : ' ';
  return [opening[language], ...areas.map((area) => area.message[language])].join(separator);
}
