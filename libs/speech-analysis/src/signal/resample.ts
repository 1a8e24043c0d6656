/** Zero crossings of the sinc on either side: about 80 dB of stop-band attenuation with the window below. */
const zeroCrossings = 16;

/** Part of the lower Nyquist frequency that is kept; the rest is the filter's transition band. */
const passband = 0.95;

/**
 * Changes the sample rate by band-limited interpolation with a Hann-windowed sinc (J. O. Smith, "Digital Audio
 * Resampling", 2002). What lies above the lower of the two Nyquist frequencies is removed, so nothing is folded back.
 * @param samples mono samples
 * @returns `samples` itself when the rates are equal
 */
export function resample(samples: Float32Array, fromRate: number, toRate: number): Float32Array {
  if (fromRate === toRate) return samples;
  const cutoff = passband * Math.min(1, toRate / fromRate);
  const reach = zeroCrossings / cutoff;
  const kernel = kernelTable(cutoff, reach);
  const output = new Float32Array(Math.floor((samples.length * toRate) / fromRate));
  const step = fromRate / toRate;
  for (let index = 0; index < output.length; index += 1) {
    output[index] = interpolate(samples, index * step, reach, kernel);
  }
  return output;
}

/** Kernel values per input sample of distance; linear interpolation between them is exact to about 16 bits. */
const tableResolution = 512;

function kernelTable(cutoff: number, reach: number): Float64Array {
  const table = new Float64Array(Math.ceil(reach * tableResolution) + 2);
  for (let index = 0; index < table.length; index += 1) {
    const distance = index / tableResolution;
    if (distance >= reach) break;
    const phase = Math.PI * cutoff * distance;
    const sinc = distance === 0 ? 1 : Math.sin(phase) / phase;
    table[index] = cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / reach));
  }
  return table;
}

function interpolate(samples: Float32Array, position: number, reach: number, kernel: Float64Array): number {
  const first = Math.max(0, Math.ceil(position - reach));
  const last = Math.min(samples.length - 1, Math.floor(position + reach));
  let sum = 0;
  for (let index = first; index <= last; index += 1) {
    const place = Math.abs(index - position) * tableResolution;
    const whole = Math.trunc(place);
    const low = kernel[whole] ?? 0;
    sum += (samples[index] ?? 0) * (low + ((kernel[whole + 1] ?? 0) - low) * (place - whole));
  }
  return sum;
}
