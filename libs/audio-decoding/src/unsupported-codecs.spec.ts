import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesOf } from './fixtures/crafted-containers.js';
import { encodeClip } from './fixtures/encoded-clips.js';
import { decodeAudio } from './index.js';

const limits = { maxDurationSeconds: 60 };
const refusedSample = (name: string) =>
  new Uint8Array(readFileSync(fileURLToPath(new URL(`../../../tools/samples/refused/${name}`, import.meta.url))));
const refusalOf = (bytes: Uint8Array) =>
  decodeAudio(bytes, limits).then(
    () => 'decoded',
    (error: unknown) => `${(error as { code: string }).code}: ${(error as Error).message}`,
  );

describe('a kind of AAC that is not decoded', () => {
  it.each([
    ['he-aac.m4a', 'HE-AAC'],
    ['he-aac-v2.m4a', 'HE-AAC'],
    // Its header says AAC-LC.
    ['he-aac.aac', 'HE-AAC'],
    ['aac-ld.m4a', 'AAC-LD'],
  ])('is named by the refusal of %s', async (name, kind) => {
    expect(await refusalOf(refusedSample(name))).toBe(
      `unsupported-format: ${kind} is not supported; of AAC only the low-complexity profile (AAC-LC) is.`,
    );
  });

  it('is no AAC-LC whose frames are filled up to a constant bit rate', async () => {
    const { 'filled.aac': filled } = encodeClip({ 'filled.aac': ['-b:a', '160k', '-ar', '24000'] });
    expect(await refusalOf(filled)).toBe('decoded');
  });
});

describe('a codec in a container that is decoded', () => {
  const names = {
    'alac.m4a': 'The M4A file holds Apple Lossless (ALAC); AAC-LC and Opus are supported.',
    'flac.mp4': 'The M4A file holds FLAC; AAC-LC and Opus are supported.',
    'ac3.mp4': 'The M4A file holds AC-3; AAC-LC and Opus are supported.',
    'mp3.mp4': 'The M4A file holds MP3; AAC-LC and Opus are supported.',
    'pcm.mov': 'The M4A file holds PCM; AAC-LC and Opus are supported.',
    'flac.ogg': 'The Ogg file holds FLAC; Opus and Vorbis are supported.',
    'flac.mka': 'WebM audio of the kind A_FLAC is not supported; Opus and Vorbis are.',
  };
  let clips: Record<keyof typeof names, Uint8Array>;
  beforeAll(() => {
    clips = encodeClip({
      'alac.m4a': ['-c:a', 'alac'],
      'flac.mp4': ['-c:a', 'flac', '-strict', '-2'],
      'ac3.mp4': ['-c:a', 'ac3', '-ar', '48000'],
      'mp3.mp4': ['-c:a', 'libmp3lame'],
      'pcm.mov': ['-c:a', 'pcm_s16le'],
      'flac.ogg': ['-c:a', 'flac'],
      'flac.mka': ['-c:a', 'flac'],
    });
  });

  it.each(Object.entries(names))('is named by the refusal of %s', async (name, message) => {
    expect(await refusalOf(clips[name as keyof typeof names])).toBe(`unsupported-format: ${message}`);
  });
});

describe('a container that is not decoded', () => {
  it.each([
    ['AIFF', bytesOf('FORM', 0, 0, 0, 99, 'AIFF')],
    ['AIFF', bytesOf('FORM', 0, 0, 0, 99, 'AIFC')],
    ['CAF', bytesOf('caff', 0, 1)],
    ['WMA', bytesOf(0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0)],
    ['AMR', bytesOf('#!AMR\n')],
    ['AVI', bytesOf('RIFF', 0, 0, 0, 99, 'AVI ')],
  ])('is named by the refusal: %s', async (name, bytes) => {
    expect(await refusalOf(bytes)).toBe(
      `unsupported-format: The file is ${name}; WAV, MP3, M4A, AAC, FLAC, Ogg and WebM are supported.`,
    );
  });
});
