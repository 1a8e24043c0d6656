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

/** Returns the reader of one sample, or undefined for an encoding that is not supported. */
export function sampleReader(formatTag: number, bytesPerSample: number): ReadSample | undefined {
  return encodings[formatTag]?.[bytesPerSample];
}

/** Decodes one A-law byte (ITU-T G.711, table 1a). */
function decodeALaw(byte: number): number {
  const code = byte ^ 0x55;
  const exponent = (code >> 4) & 7;
  const mantissa = code & 15;
  const magnitude = exponent === 0 ? (mantissa << 4) + 8 : ((mantissa << 4) + 0x108) << (exponent - 1);
  return (code & 0x80 ? magnitude : -magnitude) / 32_768;
}

/** Decodes one µ-law byte (ITU-T G.711, table 2a). */
function decodeMuLaw(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 15) << 3) + 0x84) << ((code >> 4) & 7)) - 0x84;
  return (code & 0x80 ? -magnitude : magnitude) / 32_768;
}
