import type { AnalysisResult, AnalyzeLanguage } from '@vocalborn/ai-contract';

const languageNames: Readonly<Record<AnalyzeLanguage, string>> = {
  'zh-TW': 'Traditional Chinese as written in Taiwan',
  'en-US': 'English',
};

/** Instructions for the model. The notes themselves are data. */
export function instructions(language: AnalyzeLanguage): string {
  return [
    `Rewrite the practice notes for a person in speech therapy, in ${languageNames[language]}.`,
    'Be warm, concrete and brief: two to four sentences of plain text.',
    'Keep every advice and every time in seconds that the notes give; add no advice, no number and no score.',
    'Make no medical statement, no diagnosis and no promise. Answer with the rewritten text only.',
  ].join(' ');
}

/** The scores, suggestions and areas as JSON. */
export function notes(result: AnalysisResult, language: AnalyzeLanguage): string {
  const { overall_score, pronunciation_accuracy, fluency_score, rhythm_score, suggestions } = result;
  const areas = result.improvement_areas.map(({ code, message }) => ({ code, message: message[language] }));
  const scores = { overall_score, pronunciation_accuracy, fluency_score, rhythm_score };
  return JSON.stringify({ suggestions, improvement_areas: areas, scores });
}
