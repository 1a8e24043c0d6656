/** The multipart fields of `POST /analyze` on the ai-service. `sample` is required, the rest may be left out. */
export const analyzeFields = { sample: 'sample', reference: 'reference', text: 'text', language: 'language' } as const;

/** Languages (BCP 47) that a sentence may be in. The measures do not depend on it; the feedback may. */
export const analyzeLanguages = ['zh-TW', 'en-US'] as const;
export type AnalyzeLanguage = (typeof analyzeLanguages)[number];
