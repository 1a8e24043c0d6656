/**
 * Measures a recording of speech and compares it with a reference recording: voice, F0, intensity, formants, pauses,
 * similarity of the sounds, rhythm, scores and advice. Pure: samples in, numbers and texts out.
 */
export {
  analyzeRecording,
  AnalysisError,
  analysisModelVersion,
  type AnalysisRequest,
  type AnalysisOptions,
  type RecordingAnalysis,
} from './analyze-recording.js';
export { analysisRate, analysisSignal } from './signal/analysis-signal.js';
export { measureSpeech, type Recording, type Speech } from './comparison/speech.js';
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
