/**
 * Measures the cost of a whole request, from the bytes of two files to the result, over recordings of 5 s to 10 min.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeAudio } from '@vocalborn/audio-decoding';
import { analyzeRecording } from '@vocalborn/speech-analysis';
import { workspaceRoot } from '@vocalborn/system-harness';
import { read, waveFile } from './recordings.js';

/** Maximum CPU seconds per second of the patient's audio. */
const greatestCost = 0.06;

/** Maximum cost of a second of a long recording relative to a short one: the time must be linear, but for noise. */
const greatestGrowth = 1.5;

const lengths = [5, 15, 60, 180, 600];

async function request(sample: Uint8Array, reference: Uint8Array): Promise<void> {
  const limits = { maxDurationSeconds: 3600 };
  const decoded = [await decodeAudio(sample, limits), await decodeAudio(reference, limits)] as const;
  analyzeRecording({ sample: decoded[0], reference: decoded[1], language: 'zh-TW' });
}

/** A sample recording repeated to a duration, as a WAV file. */
async function repeated(name: string, seconds: number): Promise<Buffer> {
  const { samples, sampleRate } = await read(join(workspaceRoot, 'tools/samples/audio', name));
  const long = new Float32Array(seconds * sampleRate);
  for (let start = 0; start < long.length; start += samples.length) {
    long.set(samples.subarray(0, long.length - start), start);
  }
  return waveFile({ samples: long, sampleRate });
}

/** The recording at 48 kHz, the rate of phones and browsers. Only its cost matters. */
async function repeatedWide(name: string, seconds: number): Promise<Buffer> {
  const { samples, sampleRate } = await decodeAudio(await repeated(name, seconds), { maxDurationSeconds: 3600 });
  const times = 48_000 / sampleRate;
  const wide = Float32Array.from({ length: samples.length * times }, (_, index) => {
    const [whole, part] = [Math.floor(index / times), (index % times) / times];
    return (samples[whole] ?? 0) * (1 - part) + (samples[whole + 1] ?? 0) * part;
  });
  return waveFile({ samples: wide, sampleRate: 48_000 });
}

async function costOf(sample: Uint8Array, reference: Uint8Array, seconds: number): Promise<number> {
  const rounds = Math.max(1, Math.round(30 / seconds));
  const before = process.cpuUsage();
  for (let round = 0; round < rounds; round += 1) await request(sample, reference);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6 / rounds / seconds;
}

async function main(say: (line: string) => void): Promise<boolean> {
  const warm = readFileSync(join(workspaceRoot, 'tools/samples/audio/zh-example.wav'));
  for (let round = 0; round < 3; round += 1) await request(warm, warm);
  say('A whole request: two files decoded, all measures, comparison, scores (16 kHz, both of the same length)');
  const costs: number[] = [];
  for (const seconds of lengths) {
    const [sample, reference] = [await repeated('zh-patient.wav', seconds), await repeated('zh-example.wav', seconds)];
    const cost = await costOf(sample, reference, seconds);
    costs.push(cost);
    say(
      `${String(seconds).padStart(4)} s: ${cost.toFixed(4)} CPU s per s (≤ ${greatestCost}) ${cost <= greatestCost ? 'PASS' : 'MISS'}`,
    );
  }
  const [sample, reference] = [await repeatedWide('zh-patient.wav', 60), await repeatedWide('zh-example.wav', 60)];
  const wide = await costOf(sample, reference, 60);
  say(`  60 s of 48 kHz: ${wide.toFixed(4)} CPU s per s (≤ ${greatestCost}) ${wide <= greatestCost ? 'PASS' : 'MISS'}`);
  const growth = (costs.at(-1) ?? NaN) / (costs[0] ?? NaN);
  const isLinear = growth <= greatestGrowth;
  say(
    `a second of ${lengths.at(-1)} s costs ${growth.toFixed(2)} of one of ${lengths[0]} s (≤ ${greatestGrowth}) ${isLinear ? 'PASS' : 'MISS'}`,
  );
  return isLinear && [...costs, wide].every((cost) => cost <= greatestCost);
}

const isWithin = await main(console.log);
if (!isWithin) process.exitCode = 1;
