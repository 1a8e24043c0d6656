/**
 * The contract of the ai-service: fields of a request, stages, result and reasons of refusal. The worker and the service
 * parse with the same schemas, so a difference between them shows as an invalid body and not as a wrong score.
 */
export {
  aiStages,
  type AiStage,
  type AiProgress,
  aiStreamLineSchema,
  type AiStreamLine,
  analyzeFields,
  type AnalyzeLanguage,
  analyzeLanguages,
} from './protocol.js';
export {
  analysisResultSchema,
  type AnalysisResult,
  type SegmentScore,
  type ImprovementArea,
  type NotJudgedReason,
} from './result.js';
export { aiProblemCodes, type AiProblemCode, aiProblemSchema, type AiProblem } from './problem.js';
