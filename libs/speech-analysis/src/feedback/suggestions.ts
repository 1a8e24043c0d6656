import type { AnalyzeLanguage, ImprovementArea } from '@vocalborn/ai-contract';

type Text = Readonly<Record<AnalyzeLanguage, string>>;

/** Opening words by the least overall score that they are for. */
const openings: readonly (readonly [leastScore: number, text: Text])[] = [
  [85, { 'zh-TW': '說得非常好，與示範音很接近！', 'en-US': 'Very well said: close to the example!' }],
  [70, { 'zh-TW': '說得不錯，再練習幾次會更穩定。', 'en-US': 'Well said. A few more rounds will make it steadier.' }],
  [
    50,
    {
      'zh-TW': '有進步的空間，可以先聽示範音再跟著說。',
      'en-US': 'There is room to grow: listen to the example, then repeat it.',
    },
  ],
  [
    0,
    {
      'zh-TW': '這次錄音與示範音差異較大，請確認句子內容，在安靜的地方再錄一次。',
      'en-US': 'This recording is far from the example: check the sentence and record it again in a quiet place.',
    },
  ],
];

const withoutExample: Text = {
  'zh-TW': '這個句子沒有示範音，因此只提供錄音的測量結果，不計算分數。',
  'en-US': 'There is no example recording for this sentence, so the recording was measured but not scored.',
};

/** The highest score whose opening suits a recording that lacks a part of the sentence, or has more than it. */
const maxOpeningScoreWithOtherParts = 84;

/** The text that the patient reads: an opening by the score, then what to work on. */
export function suggestions(
  overall: number | null,
  areas: readonly ImprovementArea[],
  language: AnalyzeLanguage,
): string {
  if (overall === null) return withoutExample[language];
  const isOther = areas.some(({ code }) => code === 'missing-part' || code === 'added-part');
  const told = isOther ? Math.min(overall, maxOpeningScoreWithOtherParts) : overall;
  const opening = openings.find(([least]) => told >= least)?.[1] ?? withoutExample;
  const separator = language === 'zh-TW' ? '' : ' ';
  return [opening[language], ...areas.map((area) => area.message[language])].join(separator);
}
