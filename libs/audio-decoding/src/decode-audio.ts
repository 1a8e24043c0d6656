import type { AudioFormat } from './sniff-format.js';
import { decodeMp3 } from './format/mp3.js';
import { decodeOgg } from './format/ogg.js';
import { decodeAdts } from './format/adts.js';
import { decodeFlac } from './format/flac.js';
import { decodeMp4 } from './format/mp4.js';
import { decodeWebm } from './format/webm.js';
import { DecodingError, undecodable, unsupported } from './decoding-error.js';
import type { DecodingLimits } from './decoding-budget.js';
import { foreignFormat } from './foreign-formats.js';
import { PcmCollector, type DecodedSamples } from './pcm-collector.js';
import { sniffFormat } from './sniff-format.js';
import { decodeWav } from './format/wav.js';

/** A decoded recording. */
export interface DecodedAudio {
  /** Mean of all channels, full scale ±1, always finite and never empty. */
  readonly samples: Float32Array;
  /** Rate of `samples`: 40 to 80 kHz where the file's own rate is higher. */
  readonly sampleRate: number;
  /** The file's own rate. */
  readonly sourceSampleRate: number;
  readonly durationSeconds: number;
  readonly format: AudioFormat;
  readonly channels: number;
  /** Frames (of Ogg: pages) that are missing, cut off or have a wrong checksum, as far as the format shows it. */
  readonly damagedFrames: number;
}

type Decoder = (bytes: Uint8Array, collector: PcmCollector) => Promise<DecodedSamples> | DecodedSamples;

const decoders: Record<AudioFormat, Decoder> = {
  wav: decodeWav,
  mp3: decodeMp3,
  aac: decodeAdts,
  m4a: decodeMp4,
  flac: decodeFlac,
  ogg: decodeOgg,
  webm: decodeWebm,
};

/** Largest magnitude of a sample: floating-point files may use the scale of 16-bit integers. */
const maxMagnitude = 65_536;

/**
 * Decodes the bytes of an audio file into mono samples. The content determines the format, never a name. Encoder delay
 * and padding are removed where the file states them (MP3 with a LAME tag, Opus, AAC in MP4), so the same clip starts
 * at the same time in every format.
 * @throws DecodingError when the recording is at fault
 * @throws the signal's reason when it is aborted
 */
export async function decodeAudio(
  bytes: Uint8Array,
  limits: DecodingLimits,
  signal?: AbortSignal,
): Promise<DecodedAudio> {
  signal?.throwIfAborted();
  if (bytes.length === 0) throw undecodable('The file is empty.');
  const format = sniffFormat(bytes);
  if (!format) throw unsupportedFormat(bytes);
  const decoded = await decodeTyped(() => decoders[format](bytes, new PcmCollector(limits, signal)), format, signal);
  checkSamples(decoded.samples, format);
  return { ...decoded, format, durationSeconds: decoded.samples.length / decoded.sampleRate };
}

function unsupportedFormat(bytes: Uint8Array): DecodingError {
  const name = foreignFormat(bytes);
  if (name) return unsupported(`The file is ${name}; WAV, MP3, M4A, AAC, FLAC, Ogg and WebM are supported.`);
  return unsupported('The file is none of WAV, MP3, M4A, AAC, FLAC, Ogg or WebM.');
}

/** Converts the errors that decoders throw at damaged files into a DecodingError. */
async function decodeTyped(
  decode: () => Promise<DecodedSamples> | DecodedSamples,
  format: AudioFormat,
  signal: AbortSignal | undefined,
): Promise<DecodedSamples> {
  try {
    return await decode();
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof DecodingError) throw error;
    throw undecodable(`The ${format} file is damaged.`, error);
  }
}

function checkSamples(samples: Float32Array, format: AudioFormat): void {
  if (samples.length === 0) throw undecodable(`The ${format} file holds no audio.`);
  for (let i = 0; i < samples.length; i++) {
    if (!(Math.abs(samples[i]!) <= maxMagnitude))
      throw undecodable(`The ${format} file holds values that are no sound.`);
  }
}
