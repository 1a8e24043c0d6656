/**
 * Measures a recording of speech and compares it with an example: voice, F0, intensity, formants, pauses, likeness of
 * the sounds, rhythm, scores and what to work on. Pure: samples in, numbers and words out.
 */
export {
  analyzeRecording,
  type AnalysisRequest,
  type AnalysisOptions,
  type RecordingAnalysis,
} from './analyze-recording.js';
export { AnalysisError } from './analysis-error.js';
export { analysisRate, analysisSignal } from './signal/analysis-signal.js';
export { analysisModelVersion } from './version.js';
export { speechOf, type Recording, type Speech } from './comparison/speech-of.js';
export { powerSpectra } from './measures/mel-bands.js';
export { align } from './comparison/align.js';
export { diagonalBand } from './comparison/band.js';
export { comparedFrames } from './comparison/compared-frames.js';
export { comparableBands, recordingBands } from './comparison/comparable-bands.js';
export { tractRatios } from './comparison/compare.js';
export { contextSize, withContext } from './comparison/sound-features.js';
export { contoursOf, type Contours } from './measures/contours.js';
export { voiceOf, type Voice } from './measures/voice.js';
export { praatReference, meanIntensity } from './measures/intensity.js';
export type { Track } from './signal/short-term-frames.js';
