/**
 * Measures a recording of speech and compares it with an example: pauses, F0, intensity, likeness of the sounds,
 * rhythm, scores and what to work on. Pure: samples in, numbers and words out.
 */
export {
  analyzeRecording,
  type AnalysisRequest,
  type AnalysisOptions,
  type RecordingAnalysis,
} from './analyze-recording.js';
export { AnalysisError } from './analysis-error.js';
export { analysisModelVersion } from './version.js';
export type { Recording } from './comparison/speech-of.js';
