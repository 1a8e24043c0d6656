import { undecodable, unsupported, type DecodingError } from '../decoding-error.js';

/** Stream properties of an ADTS header (ISO/IEC 14496-3, 1.A.2). */
export interface AacStream {
  /** MPEG-4 audio object type − 1, in two bits. */
  readonly profile: number;
  readonly rateIndex: number;
  readonly channelConfiguration: number;
}

/** Sampling frequencies by index (ISO/IEC 14496-3, table 1.18). */
const sampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
] as const;

/**
 * Channels by configuration (ISO/IEC 14496-3, table 1.19). Other configurations are reserved, or define their channels
 * inside the frames.
 */
const channelCounts: Readonly<Record<number, number>> = {
  1: 1,
  2: 2,
  3: 3,
  4: 4,
  5: 5,
  6: 6,
  7: 8,
  11: 7,
  12: 8,
  13: 24,
  14: 8,
};

/** Maximum number of channels of the native decoder. */
const maxChannels = 2;

const lowComplexity = 2;
const bandReplication = 5;
/** Kinds of AAC by audio object type (ISO/IEC 14496-3, table 1.17). */
const kinds: Readonly<Record<number, string>> = {
  1: 'AAC Main',
  3: 'AAC-SSR',
  4: 'AAC-LTP',
  5: 'HE-AAC',
  6: 'Scalable AAC',
  22: 'BSAC',
  23: 'AAC-LD',
  29: 'HE-AAC v2',
  39: 'AAC-ELD',
  42: 'xHE-AAC',
};

/** The refusal of a kind of AAC by its audio object type. */
function unsupportedKind(objectType: number): DecodingError {
  const kind = kinds[objectType] ?? `The audio object type ${objectType}`;
  return unsupported(`${kind} is not supported; of AAC only the low-complexity profile (AAC-LC) is.`);
}

/** The refusal of AAC-LC frames with spectral band replication. */
export const unsupportedReplication = (): DecodingError => unsupportedKind(bandReplication);

/** Returns rate and channels of a stream. @throws DecodingError when it is not AAC-LC of one or two channels */
export function sourceOf({ profile, rateIndex, channelConfiguration }: AacStream) {
  if (profile !== lowComplexity - 1) throw unsupportedKind(profile + 1);
  const channels = channelCounts[channelConfiguration];
  if (channels === undefined || channels > maxChannels) {
    const found = channels === undefined ? 'an unusual arrangement of channels' : `${channels} channels`;
    throw unsupported(`AAC with ${found} is not supported; mono and stereo are.`);
  }
  const sampleRate = sampleRates[rateIndex];
  if (!sampleRate) throw undecodable('The AAC stream has no valid sample rate.');
  return { channels, sampleRate };
}

/** Marks an extension behind the description of AAC-LC (ISO/IEC 14496-3, 1.6.2.1). */
const extensionMark = 0x2b7;

/** Reads an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). @throws DecodingError when it is not AAC-LC */
export function readAudioSpecificConfig(config: Uint8Array | undefined): AacStream {
  if (!config || config.length < 2) throw undecodable('The AAC track has no description.');
  const bits = [...config.subarray(0, 8)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const read = (at: number, length: number) => parseInt(bits.slice(at, at + length) || '0', 2);
  const objectType = read(0, 5) === 31 ? 32 + read(5, 6) : read(0, 5);
  if (objectType !== lowComplexity) throw unsupportedKind(objectType);
  // Object type, rate index, channel configuration, then flags: frames of 960 samples, core coder, extension.
  if (read(13, 1) === 1) throw unsupported('AAC with frames of 960 samples is not supported.');
  const isReplicated = read(16, 11) === extensionMark && read(27, 5) === bandReplication && read(32, 1) === 1;
  if (isReplicated) throw unsupportedReplication();
  return { profile: lowComplexity - 1, rateIndex: read(5, 4), channelConfiguration: read(9, 4) };
}
