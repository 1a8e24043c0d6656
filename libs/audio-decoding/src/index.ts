/**
 * Decodes audio files into mono samples. A fault of the file is a `DecodingError` with a code. A hostile file can
 * neither crash the process nor use more memory than the permitted duration needs.
 */
export { decodeAudio, type DecodedAudio } from './decode-audio.js';
export type { DecodingLimits } from './decoding-budget.js';
export { DecodingError, decodingErrorCodes, type DecodingErrorCode } from './decoding-error.js';
export { audioFormats, type AudioFormat } from './sniff-format.js';
