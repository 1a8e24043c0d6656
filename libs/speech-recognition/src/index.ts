/**
 * Recognises speech with an ONNX model that the operator supplies, and compares the text with a sentence. The runtime
 * is an optional package, loaded when a recogniser is opened.
 */
export { openRecogniser, recogniserRate, RecogniserError, type SpeechRecogniser } from './recogniser.js';
export { parseVocabulary, type Vocabulary } from './vocabulary.js';
export { compareText, type TextComparison } from './compare-text.js';
