import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { aiProblemSchema, analysisResultSchema, type AnalysisResult } from '@vocalborn/ai-contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { convert, makeWav, readSample } from './fixtures/recordings.js';
import { startService, type Service } from './fixtures/service.js';

const seed = 20_240_601;
const example = readSample('zh-example.wav');
const refusedSamples = fileURLToPath(new URL('../../../tools/samples/refused/', import.meta.url));
const formats = fileURLToPath(new URL('../../../tools/samples/formats/', import.meta.url));
let service: Service;
beforeAll(async () => void (service = await startService({ ANALYSIS_POOL_SIZE: '1' })));
afterAll(() => service.process.kill('SIGKILL'));

function send(sample: Uint8Array<ArrayBuffer>): Promise<Response> {
  const form = new FormData();
  form.append('sample', new Blob([sample]), 'recording.wav');
  return fetch(`${service.url}/analyze`, { method: 'POST', body: form });
}

const analysed = async (sample: Uint8Array<ArrayBuffer>): Promise<AnalysisResult> => {
  const response = await send(sample);
  expect(response.status).toBe(200);
  return analysisResultSchema.parse(await response.json());
};

const refused = async (sample: Uint8Array<ArrayBuffer>) => {
  const response = await send(sample);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const { status, code, detail } = aiProblemSchema.parse(await response.json());
  expect(status).toBe(response.status);
  return { status, code, detail };
};

function makeRandom(start: number): () => number {
  let state = start;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
const random = makeRandom(seed);
const noise = makeWav(3, () => 0.6 * (random() - 0.5));
const chord = makeWav(3, (i) =>
  [262, 330, 392].reduce((sum, f) => sum + 0.2 * Math.sin((2 * Math.PI * f * i) / 16_000), 0),
);

describe('what is no speech', () => {
  it.each([
    ['noise', noise],
    ['music', chord],
  ])('is measured with a confidence below 0.5: %s', async (_, sample) => {
    expect((await analysed(sample)).metadata.confidence_level).toBeLessThan(0.5);
  });

  it('is refused as silent when it is all zeros or a constant', async () => {
    const silent = { status: 422, code: 'audio-silent' };
    expect(await refused(makeWav(2, () => 0))).toMatchObject(silent);
    expect(await refused(makeWav(2, () => 0.3))).toMatchObject(silent);
  });
});

describe('unusual recordings of speech', () => {
  const f0 = (result: AnalysisResult) => result.detailed_analysis.pitch.median_f0_hz!;

  it.each([
    ['8 kHz', ['-ar', '8000', '-f', 'wav'], 8_000],
    ['192 kHz, 8 channels', ['-ar', '192000', '-ac', '8', '-f', 'wav'], 192_000],
    ['192 kHz, FLAC', ['-ar', '192000', '-f', 'flac'], 192_000],
    ['a constant added', ['-af', 'dcshift=0.3', '-f', 'wav'], undefined],
  ])('are measured like the plain one: %s', async (_, options, rate) => {
    const plain = await analysed(example);
    const unusual = await analysed(convert('zh-example.wav', ...options));
    expect(unusual.metadata.sample_rate).toBe(rate ?? plain.metadata.sample_rate);
    expect(Math.abs(f0(unusual) / f0(plain) - 1)).toBeLessThan(0.01);
  });
});

describe('what is refused', () => {
  const ofAac = 'is not supported; of AAC only the low-complexity profile (AAC-LC) is.';

  it.each([
    ['he-aac.m4a', `HE-AAC ${ofAac}`],
    ['he-aac.aac', `HE-AAC ${ofAac}`],
    ['aac-ld.m4a', `AAC-LD ${ofAac}`],
  ])('is named: %s', async (name, detail) => {
    const bytes = new Uint8Array(readFileSync(refusedSamples + name));
    expect(await refused(bytes)).toEqual({ status: 415, code: 'unsupported-format', detail });
  });

  it('is told how long it may last with its channels and rate', async () => {
    const long = convert('zh-example.wav', '-af', 'apad=whole_dur=100', '-ar', '192000', '-ac', '8', '-f', 'flac');
    const detail = 'With 8 channels at 192000 Hz the recording may last at most 75 s. Send one channel at 48000 Hz.';
    expect(await refused(long)).toEqual({ status: 422, code: 'audio-too-long', detail });
  });
});

describe('a recording with damage', () => {
  it.each([
    ['FLAC', ['-f', 'flac']],
    ['Ogg', ['-c:a', 'libopus', '-f', 'ogg']],
    ['M4A', ['-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov']],
  ])('is measured, and the result tells how many frames are damaged: %s', async (_, options) => {
    const whole = convert('zh-example.wav', '-ar', '48000', ...options);
    expect((await analysed(whole)).metadata.damaged_frames).toBe(0);
    const damaged = whole.slice();
    damaged.fill(0xbf, Math.floor(0.7 * damaged.length), Math.floor(0.7 * damaged.length) + 40);
    const { metadata } = await analysed(damaged);
    expect(metadata.damaged_frames).toBeGreaterThanOrEqual(1);
    expect(metadata.damaged_frames).toBeLessThanOrEqual(3);
  });
});

describe('a header that lies', () => {
  const withNumber = (at: number, value: number, width: 2 | 4) => {
    const bytes = Buffer.from(makeWav(1, (i) => Math.sin(i / 10)));
    bytes.writeUIntLE(value, at, width);
    return new Uint8Array(bytes);
  };

  it.each([
    ['no channels', 22, 0, 2, 'The recording must have 1 to 32 channels.'],
    ['a sample rate of 1 Hz', 24, 1, 4, 'The sample rate must lie between 4000 and 384000 Hz.'],
    ['a sample rate of 2³¹ Hz', 24, 2 ** 31, 4, 'The sample rate must lie between 4000 and 384000 Hz.'],
    ['a block align of 0', 32, 0, 2, 'The WAV format description contradicts itself.'],
  ] as const)('is refused with a reason: %s', async (_, at, value, width, detail) => {
    expect(await refused(withNumber(at, value, width))).toEqual({ status: 422, code: 'undecodable-audio', detail });
  });

  it('is refused when the samples are no numbers', async () => {
    const bytes = convert('zh-example.wav', '-c:a', 'pcm_f32le', '-f', 'wav');
    for (const value of [NaN, Infinity, -Infinity, 1e30]) {
      Buffer.from(bytes.buffer).writeFloatLE(value, bytes.length - 4);
      expect(await refused(bytes)).toMatchObject({ status: 422, code: 'undecodable-audio' });
    }
  });
});

describe(`damaged files (seed ${seed})`, () => {
  it.each(readdirSync(formats))('end in a result or a refusal, and leave the service whole: %s', async (name) => {
    const bytes = new Uint8Array(readFileSync(formats + name));
    for (let round = 0; round < 4; round++) {
      const copy = round === 0 ? bytes.slice(0, Math.floor(random() * bytes.length)) : bytes.slice();
      const reach = round === 1 ? Math.min(400, copy.length) : copy.length;
      for (let k = 0; k < 20; k++) copy[Math.floor(random() * reach)] = Math.floor(random() * 256);
      expect([200, 415, 422], `round ${round}`).toContain((await send(copy)).status);
    }
    expect((await fetch(`${service.url}/health`)).status).toBe(200);
    expect((await analysed(example)).metadata.audio_format).toBe('wav');
  });
});
