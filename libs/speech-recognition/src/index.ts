/**
 * What was said, by a speech recogniser that the operator supplies as an ONNX file, and how much of a sentence that
 * is. The runtime is an optional package: nothing of it is loaded before a recogniser is opened.
 */
export { openRecogniser, recogniserRate, RecogniserError, type SpeechRecogniser } from './recogniser.js';
export { parseVocabulary, type Vocabulary } from './vocabulary.js';
export { compareText, type TextComparison } from './compare-text.js';
