/**
 * What the ai-service is asked and what it answers: the request's fields, the stages that it reports, the result,
 * and the reasons why it refuses a recording. Both sides parse with the same schemas, so a drift between the
 * worker and the service shows as an invalid body and not as a wrong score.
 */
export { aiStages, type AiStage, type AiProgress } from './progress.js';
export { analysisResultSchema, type AnalysisResult, type SegmentScore, type ImprovementArea } from './result.js';
export { aiProblemCodes, type AiProblemCode, aiProblemSchema, type AiProblem } from './problem.js';
export { aiStreamLineSchema, type AiStreamLine } from './stream-line.js';
export { analyzeFields, type AnalyzeLanguage, analyzeLanguages } from './request.js';
