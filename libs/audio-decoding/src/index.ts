/**
 * Audio files into mono samples. Every failure that the file is to blame for is a `DecodingError` with a code;
 * a hostile file can neither crash the process nor make it hold more than the permitted duration.
 */
export { decodeAudio, type DecodedAudio } from './decode-audio.js';
export type { DecodingLimits } from './pcm-collector.js';
export { DecodingError, decodingErrorCodes, type DecodingErrorCode } from './decoding-error.js';
export { audioFormats, type AudioFormat } from './audio-format.js';
