import type { Recording } from '@vocalborn/speech-analysis';

/** Returns a generator of numbers in [0, 1) that repeats in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** White noise of power 1, with the length of a recording. */
export function noiseLike({ samples, sampleRate }: Recording, seed: number): Recording {
  const random = seeded(seed);
  const gaussian = (): number => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  return { samples: Float32Array.from(samples, gaussian), sampleRate };
}

/** Adds white noise at a signal-to-noise ratio in dB. */
export function withNoise(recording: Recording, ratio: number, seed: number): Recording {
  const { samples, sampleRate } = recording;
  const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
  const level = Math.sqrt(power / 10 ** (ratio / 10));
  const noise = noiseLike(recording, seed).samples;
  return { samples: samples.map((value, index) => value + level * (noise[index] ?? 0)), sampleRate };
}

export function withGain({ samples, sampleRate }: Recording, decibels: number): Recording {
  return { samples: samples.map((value) => value * 10 ** (decibels / 20)), sampleRate };
}

/** A part of a recording; `from` and `to` are fractions of its length. */
export function part({ samples, sampleRate }: Recording, from: number, to: number): Recording {
  const [start, end] = [from, to].map((at) => Math.round(at * samples.length));
  return { samples: samples.subarray(start, end), sampleRate };
}

export function withSilence({ samples, sampleRate }: Recording, before: number, after: number): Recording {
  const padded = new Float32Array(samples.length + Math.round((before + after) * sampleRate));
  padded.set(samples, Math.round(before * sampleRate));
  return { samples: padded, sampleRate };
}

/** Inserts silence in the middle. */
export function withGap({ samples, sampleRate }: Recording, seconds: number): Recording {
  const middle = Math.floor(samples.length / 2);
  const longer = new Float32Array(samples.length + Math.round(seconds * sampleRate));
  longer.set(samples.subarray(0, middle));
  longer.set(samples.subarray(middle), middle + Math.round(seconds * sampleRate));
  return { samples: longer, sampleRate };
}

/** Telephone band: 300 to 3400 Hz, by Butterworth filters of order 4. */
export function throughTelephone(recording: Recording): Recording {
  const { sampleRate } = recording;
  const q = [0.541_196_1, 1.306_563];
  const filters = [
    ...q.map((each) => highPass(300, each, sampleRate)),
    ...q.map((each) => lowPass(3_400, each, sampleRate)),
  ];
  return filters.reduce(filtered, recording);
}

/** A cheap microphone: little bass, and a peak of 8 dB at 2.5 kHz. */
export function throughMicrophone(recording: Recording): Recording {
  const { sampleRate } = recording;
  return [highPass(180, 0.707, sampleRate), peak(2_500, 1, 8, sampleRate)].reduce(filtered, recording);
}

type Biquad = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

// Filters by R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients" (W3C note, 2021).
function highPass(frequency: number, q: number, sampleRate: number): Biquad {
  const { cos, alpha } = angles(frequency, q, sampleRate);
  return normalised([(1 + cos) / 2, -(1 + cos), (1 + cos) / 2], [1 + alpha, -2 * cos, 1 - alpha]);
}

function lowPass(frequency: number, q: number, sampleRate: number): Biquad {
  const { cos, alpha } = angles(Math.min(frequency, 0.49 * sampleRate), q, sampleRate);
  return normalised([(1 - cos) / 2, 1 - cos, (1 - cos) / 2], [1 + alpha, -2 * cos, 1 - alpha]);
}

function peak(frequency: number, q: number, decibels: number, sampleRate: number): Biquad {
  const { cos, alpha } = angles(frequency, q, sampleRate);
  const gain = 10 ** (decibels / 40);
  return normalised([1 + alpha * gain, -2 * cos, 1 - alpha * gain], [1 + alpha / gain, -2 * cos, 1 - alpha / gain]);
}

function angles(frequency: number, q: number, sampleRate: number): { cos: number; alpha: number } {
  const angle = (2 * Math.PI * frequency) / sampleRate;
  return { cos: Math.cos(angle), alpha: Math.sin(angle) / (2 * q) };
}

function normalised(b: readonly [number, number, number], a: readonly [number, number, number]): Biquad {
  return [b[0] / a[0], b[1] / a[0], b[2] / a[0], a[1] / a[0], a[2] / a[0]];
}

function filtered({ samples, sampleRate }: Recording, [b0, b1, b2, a1, a2]: Biquad): Recording {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  const output = samples.map((x) => {
    const y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  });
  return { samples: output, sampleRate };
}
