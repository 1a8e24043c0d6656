import type { PcmCollector } from '../pcm-collector.js';
import { BoxReader, findBox, readBoxes, type Box } from './mp4-boxes.js';

/** Receives the samples of a fragment as they are found, null for one that is cut off; throws when there are too many. */
export type SampleListener = (sample: Uint8Array | null) => void;

/**
 * Returns the samples that the tables of a track's `stbl` list (ISO/IEC 14496-12, 8.7), as slices of the file. Those that are
 * cut off count as damage.
 */
export function readTableSamples(bytes: Uint8Array, table: Box, collector: PcmCollector): Uint8Array[] {
  const sizes = readSizes(bytes, findBox(bytes, table, 'stsz'), collector);
  const offsets = readChunkOffsets(bytes, table);
  const runs = readChunkRuns(bytes, findBox(bytes, table, 'stsc'));
  const samples: Uint8Array[] = [];
  let run = 0;
  for (let chunk = 0; chunk < offsets.length && samples.length < sizes.length; chunk++) {
    while (run + 1 < runs.length && runs[run + 1]!.firstChunk <= chunk + 1) run++;
    let at = offsets[chunk]!;
    for (let k = 0; k < (runs[run]?.samples ?? 0) && samples.length < sizes.length; k++) {
      const size = sizes[samples.length]!;
      samples.push(bytes.subarray(at, at + size));
      at += size;
    }
  }
  const whole = samples.filter(({ length }, index) => length === sizes[index]);
  collector.addDamage(samples.length - whole.length);
  return whole.filter(({ length }) => length > 0);
}

function readSizes(bytes: Uint8Array, box: Box | undefined, collector: PcmCollector): number[] {
  if (!box) return [];
  const reader = new BoxReader(bytes, box, 4);
  const fixed = reader.next(4);
  const claimed = reader.next(4);
  // A table cannot list more samples than the file has bytes for.
  const length = Math.min(claimed, Math.floor(fixed > 0 ? bytes.length / fixed : reader.left / 4));
  collector.checkPackets(length);
  return Array.from({ length }, () => (fixed > 0 ? fixed : reader.next(4)));
}

function readChunkOffsets(bytes: Uint8Array, table: Box): number[] {
  const short = findBox(bytes, table, 'stco');
  const box = short ?? findBox(bytes, table, 'co64');
  if (!box) return [];
  const width = short ? 4 : 8;
  const reader = new BoxReader(bytes, box, 4);
  const claimed = reader.next(4);
  return Array.from({ length: Math.min(claimed, Math.floor(reader.left / width)) }, () => reader.next(width));
}

function readChunkRuns(bytes: Uint8Array, box: Box | undefined): Array<{ firstChunk: number; samples: number }> {
  if (!box) return [];
  const reader = new BoxReader(bytes, box, 4);
  const claimed = reader.next(4);
  return Array.from({ length: Math.min(claimed, Math.floor(reader.left / 12)) }, () => {
    const run = { firstChunk: reader.next(4), samples: reader.next(4) };
    reader.at += 4;
    return run;
  });
}

/** Reads the samples of one movie fragment that belong to a track (ISO/IEC 14496-12, 8.8). */
export function readFragmentSamples(
  bytes: Uint8Array,
  fragment: Box,
  track: { id: number; defaultSize: number },
  take: SampleListener,
): void {
  for (const traf of readBoxes(bytes, fragment.start, fragment.end)) {
    const header = traf.type === 'traf' ? readTrackHeader(bytes, traf, fragment, track.defaultSize) : undefined;
    if (header?.trackId !== track.id) continue;
    let at = header.base;
    for (const box of readBoxes(bytes, traf.start, traf.end)) {
      if (box.type === 'trun') at = readRun(bytes, box, { ...header, at }, take);
    }
  }
}

function readTrackHeader(bytes: Uint8Array, traf: Box, fragment: Box, trackDefault: number) {
  const box = findBox(bytes, traf, 'tfhd');
  if (!box) return undefined;
  const reader = new BoxReader(bytes, box, 1);
  const flags = reader.next(3);
  const trackId = reader.next(4);
  const base = flags & 0x1 ? reader.next(8) : fragment.at;
  if (flags & 0x2) reader.at += 4;
  if (flags & 0x8) reader.at += 4;
  return { trackId, base, defaultSize: flags & 0x10 ? reader.next(4) : trackDefault };
}

/** Reads the samples of a run. @returns the offset of the next run */
function readRun(
  bytes: Uint8Array,
  box: Box,
  header: { base: number; at: number; defaultSize: number },
  take: SampleListener,
): number {
  const reader = new BoxReader(bytes, box, 1);
  const flags = reader.next(3);
  const claimed = reader.next(4);
  let at = flags & 0x1 ? header.base + (reader.next(4) | 0) : header.at;
  if (flags & 0x4) reader.at += 4;
  const entryBytes = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4;
  const most =
    entryBytes > 0 ? Math.floor(reader.left / entryBytes) : Math.floor(bytes.length / (header.defaultSize || Infinity));
  for (let k = 0; k < Math.min(claimed, most); k++) {
    if (flags & 0x100) reader.at += 4;
    const size = flags & 0x200 ? reader.next(4) : header.defaultSize;
    reader.at += (flags & 0x400 ? 4 : 0) + (flags & 0x800 ? 4 : 0);
    if (size > 0) take(at >= 0 && at + size <= bytes.length ? bytes.subarray(at, at + size) : null);
    at += size;
  }
  return at;
}
