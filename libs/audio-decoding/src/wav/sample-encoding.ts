import { decodeALaw, decodeMuLaw } from './companding.js';

export type ReadSample = (view: DataView, at: number) => number;

const pcm: Record<number, ReadSample> = {
  1: (view, at) => (view.getUint8(at) - 128) / 128,
  2: (view, at) => view.getInt16(at, true) / 32_768,
  3: (view, at) => (view.getUint16(at, true) | (view.getInt8(at + 2) << 16)) / 8_388_608,
  4: (view, at) => view.getInt32(at, true) / 2_147_483_648,
};

const float: Record<number, ReadSample> = {
  4: (view, at) => view.getFloat32(at, true),
  8: (view, at) => view.getFloat64(at, true),
};

/** Format tag of the `fmt ` chunk → bytes per sample → reader (Microsoft RIFF MCI, mmreg.h). */
const encodings: Record<number, Record<number, ReadSample>> = {
  1: pcm,
  3: float,
  6: { 1: (view, at) => decodeALaw(view.getUint8(at)) },
  7: { 1: (view, at) => decodeMuLaw(view.getUint8(at)) },
};

/** The reader for one sample, or undefined when the encoding is none that WAV files of speech use. */
export function sampleReader(formatTag: number, bytesPerSample: number): ReadSample | undefined {
  return encodings[formatTag]?.[bytesPerSample];
}
