/** Compares the engine with Praat on real recordings, and measures the CPU time of both. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@vocalborn/system-harness';
import { agreements, type Agreement, type Pair } from './agreement.js';
import { debianParts, type DebianParts } from './debian-parts.js';
import { engineCost, engineMeasures } from './engine.js';
import { praatCost, praatMeasures, praatResample } from './praat.js';
import { read, realRecordings, waveFile, type RealRecording } from './recordings.js';

/** Seconds of speech of the benchmark, and the maximum cost relative to Praat. */
const benchmarkSeconds = 60;
const greatestRatio = 1;

async function main(say: (line: string) => void): Promise<boolean> {
  const parts = await debianParts(say);
  const folder = temporaryFolder('vocalborn-conformance');
  try {
    const recordings = await realRecordings(parts);
    say(`${recordings.length} recordings of ${parts.promptFolders.length + 1} sets of speakers\n`);
    const paths = recordings.map(({ path }) => path);
    const theirs = await praatMeasures(parts, paths, folder.path);
    const pairs = recordings.flatMap((recording, index): Pair[] => {
      const measured = theirs[index];
      if (!measured) return [];
      return [{ ...recording, ours: engineMeasures(recording), theirs: measured }];
    });
    const rows = agreements(pairs);
    printAgreement(rows, say);
    const isFast = await benchmark(parts, recordings, folder.path, say);
    return isFast && rows.every(({ isMet }) => isMet);
  } finally {
    folder.remove();
  }
}

function printAgreement(rows: readonly Agreement[], say: (line: string) => void): void {
  const line = (...cells: readonly string[]): string => {
    return cells.map((cell, index) => (index === 0 ? cell.padEnd(31) : cell.padStart(index === 4 ? 15 : 11))).join('');
  };
  say(line('measure', 'files', 'median', '90 %', 'target', 'correl.', ''));
  for (const row of rows) {
    const sign = row.isShare ? '≥ ' : '≤ ';
    const cells = [row.foundMedian, row.foundNinth].map((value) => value.toFixed(3));
    const target = `${sign}${row.median} / ${row.ninth}`;
    const correlation = row.correlation === null ? '–' : row.correlation.toFixed(5);
    say(
      line(`${row.label}, ${row.unit}`, String(row.files), ...cells, target, correlation, row.isMet ? 'PASS' : 'MISS'),
    );
  }
}

/**
 * Measures the cost of the same measures of the same speech at two rates. @returns whether the engine is fast enough at
 * both
 */
async function benchmark(
  parts: DebianParts,
  recordings: readonly RealRecording[],
  folder: string,
  say: (line: string) => void,
): Promise<boolean> {
  const full = join(folder, '48000.wav');
  writeFileSync(full, waveFile(minuteOf(recordings.filter(({ sampleRate }) => sampleRate === 48_000))));
  const low = join(folder, '16000.wav');
  await praatResample(parts, full, low, 16_000);
  say(`\nCPU seconds per second of speech (${benchmarkSeconds} s, the same measures)`);
  let isFast = true;
  for (const path of [low, full]) {
    const recording = await read(path);
    const [ours, theirs] = [engineCost(recording), await praatCost(parts, path)];
    const ratio = ours / theirs;
    const verdict = ratio <= greatestRatio ? 'PASS' : 'MISS';
    const [engine, praat] = [ours, theirs].map((cost) => (cost / benchmarkSeconds).toFixed(4));
    say(
      `${recording.sampleRate} Hz: engine ${engine}, Praat ${praat}, ratio ${ratio.toFixed(2)} (≤ ${greatestRatio}) ${verdict}`,
    );
    isFast &&= ratio <= greatestRatio;
  }
  return isFast;
}

/** Repeats recordings until they fill the benchmark's duration. */
function minuteOf(recordings: readonly RealRecording[]): { samples: Float32Array; sampleRate: number } {
  const sampleRate = recordings[0]?.sampleRate ?? NaN;
  const samples = new Float32Array(benchmarkSeconds * sampleRate);
  let length = 0;
  for (let index = 0; length < samples.length; index += 1) {
    const next = recordings[index % recordings.length]?.samples ?? new Float32Array(1);
    samples.set(next.subarray(0, samples.length - length), length);
    length += next.length;
  }
  return { samples, sampleRate };
}

const isConforming = await main(console.log);
if (!isConforming) process.exitCode = 1;
