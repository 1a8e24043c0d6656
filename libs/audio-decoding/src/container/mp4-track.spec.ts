import { describe, expect, it } from 'vitest';
import { bytesOf } from '../fixtures/crafted-containers.js';
import { box, number } from '../fixtures/crafted-files.js';
import { findAudioTrack } from './mp4-track.js';

const zeros = (length: number) => new Uint8Array(length);
const handler = (type: string) => box('hdlr', zeros(8), bytesOf(type));
const tkhd = (id: number) => box('tkhd', zeros(12), number(id));

/** A sample entry with its channels, and boxes behind what its version adds. */
function entry(type: string, channels: number, version: number, ...children: Uint8Array[]): Uint8Array {
  const extra = [0, 16, 36][version]!;
  return box(
    type,
    zeros(8),
    Uint8Array.from([0, version]),
    zeros(6),
    Uint8Array.from([0, channels]),
    zeros(10),
    zeros(extra),
    ...children,
  );
}

/** Descriptors 3, 4 and 5 with sizes of one byte. */
const esds = (...config: number[]) =>
  box(
    'esds',
    zeros(4),
    bytesOf(3, 22 + config.length, zeros(3), 4, 15 + config.length, zeros(13), 5, config.length, ...config),
  );

interface TrackParts {
  readonly type?: string;
  readonly sampleEntry?: Uint8Array;
  readonly edits?: Uint8Array;
  readonly timescale?: number;
}

const trak = ({ type = 'soun', sampleEntry = entry('mp4a', 1, 0), edits = zeros(0), timescale = 48_000 }: TrackParts) =>
  box(
    'trak',
    tkhd(7),
    edits,
    box(
      'mdia',
      box('mdhd', zeros(12), number(timescale)),
      handler(type),
      box('minf', box('stbl', box('stsd', zeros(8), sampleEntry))),
    ),
  );

function find(...traks: Uint8Array[]) {
  const file = box('moov', ...traks);
  const found = findAudioTrack(file, { type: 'moov', at: 0, start: 8, end: file.length });
  return found && { ...found, description: found.description && Array.from(found.description) };
}

describe('findAudioTrack', () => {
  it('takes the first track with sound', () => {
    expect(find(trak({ type: 'vide' }), trak({}))).toMatchObject({ id: 7, codec: 'mp4a' });
    expect(find(trak({ type: 'vide' }))).toBeUndefined();
    expect(find()).toBeUndefined();
  });

  it.each([0, 1, 2])('reads the AAC configuration of an entry of version %i', (version) => {
    const found = find(trak({ sampleEntry: entry('mp4a', 2, version, esds(0x12, 0x10)) }));
    expect(found).toMatchObject({ codec: 'mp4a', channels: 2, description: [0x12, 0x10] });
  });

  it('reads the AAC configuration that QuickTime puts into a box "wave"', () => {
    expect(find(trak({ sampleEntry: entry('mp4a', 1, 1, box('wave', esds(0x12, 0x08))) }))?.description).toEqual([
      0x12, 0x08,
    ]);
  });

  it.each([
    ['no configuration', entry('mp4a', 1, 0)],
    ['another descriptor', entry('mp4a', 1, 0, box('esds', zeros(4), bytesOf(9, 2, 1, 1)))],
    ['an empty descriptor', entry('mp4a', 1, 0, box('esds', zeros(4)))],
  ])('has no description with %s', (_, sampleEntry) => {
    expect(find(trak({ sampleEntry }))?.description).toBeUndefined();
  });

  it('converts the header of Opus to that of RFC 7845', () => {
    const dOps = box('dOps', bytesOf(0, 2, 0x01, 0x38, number(48_000), 0, 0, 0));
    const found = find(trak({ sampleEntry: entry('Opus', 1, 0, dOps) }));
    expect(found?.channels).toBe(2);
    expect(found?.description?.slice(8, 12)).toEqual([1, 2, 0x38, 0x01]);
    expect(String.fromCharCode(...found!.description!.slice(0, 8))).toBe('OpusHead');
  });
});

describe('the time that the edit list leaves out', () => {
  const elst = (version: number, ...edits: Uint8Array[]) =>
    box('edts', box('elst', Uint8Array.from([version, 0, 0, 0]), number(edits.length), ...edits));
  const edit = (mediaTime: number) => bytesOf(number(100), number(mediaTime), number(0x10000));

  it.each([
    ['no edit list', zeros(0), 0],
    ['an edit from 1024 on', elst(0, edit(1_024)), 1_024 / 48_000],
    ['an empty edit before it', elst(0, edit(2 ** 32 - 1), edit(480)), 0.01],
    ['an edit of 64 bits', elst(1, bytesOf(number(100, 8), number(4_800, 8), number(0x10000))), 0.1],
    ['nothing but empty edits', elst(0, edit(2 ** 32 - 1)), 0],
  ])('is with %s in seconds', (_, edits, expected) => {
    expect(find(trak({ edits }))?.skipSeconds).toBeCloseTo(expected, 9);
  });

  it('is 0 without a timescale', () => {
    expect(find(trak({ edits: elst(0, edit(1_024)), timescale: 0 }))?.skipSeconds).toBe(0);
  });
});
