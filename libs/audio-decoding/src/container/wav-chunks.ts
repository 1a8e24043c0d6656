import { undecodable } from '../decoding-error.js';

export interface WavFormat {
  readonly tag: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly blockAlign: number;
}

const extensible = 0xfffe;
/** Size of the data chunk of an RF64 file, whose real size is in the chunk `ds64` (EBU Tech 3306). */
const sizeElsewhere = 0xffffffff;

/** Finds the `fmt ` and `data` chunks. A data chunk that claims more than the file holds ends with the file. */
export function readChunks(view: DataView): { format: WavFormat; data: DataView } {
  let format: WavFormat | undefined;
  let longSize: number | undefined;
  for (let at = 12; at + 8 <= view.byteLength;) {
    const id = view.getUint32(at);
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    const end = Math.min(start + size, view.byteLength);
    if (id === 0x666d7420) format = readFormat(view, start, end);
    if (id === 0x64733634 && end - start >= 16) longSize = Number(view.getBigUint64(start + 8, true));
    // A live recorder leaves the size at 0 or at the largest number: then the data reaches to the end of the file.
    if (id === 0x64617461 && format) {
      const known = size === sizeElsewhere && longSize ? start + longSize : end;
      const stop = size === 0 ? view.byteLength : Math.min(known, view.byteLength);
      return { format, data: new DataView(view.buffer, view.byteOffset + start, stop - start) };
    }
    at = start + size + (size & 1);
  }
  throw undecodable(format ? 'The WAV file has no sound data.' : 'The WAV file has no format description.');
}

function readFormat(view: DataView, start: number, end: number): WavFormat {
  if (end - start < 16) throw undecodable('The WAV format description is cut off.');
  const tag = view.getUint16(start, true);
  return {
    // WAVE_FORMAT_EXTENSIBLE: the real tag is the first two bytes of the sub-format GUID.
    tag: tag === extensible && end - start >= 26 ? view.getUint16(start + 24, true) : tag,
    channels: view.getUint16(start + 2, true),
    sampleRate: view.getUint32(start + 4, true),
    blockAlign: view.getUint16(start + 12, true),
  };
}
