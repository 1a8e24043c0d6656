import { analysisRate, frameCentre, frameCount } from '../signal/analysis-signal.js';

/** Level of digital silence, in dB; keeps logarithms finite. */
export const silenceLevel = -120;

/**
 * Intensity contour in dB relative to a full-scale square wave, one value per frame of 10 ms, smoothed with a Gaussian
 * window of 3.2 / 75 Hz as Praat does for a pitch floor of 75 Hz (Praat manual, "Sound: To Intensity...").
 */
export function intensityContour(signal: Float32Array): Float64Array {
  const window = gaussian(Math.round((3.2 / 75) * analysisRate));
  const half = Math.floor(window.length / 2);
  const contour = new Float64Array(frameCount(signal.length));
  for (let frame = 0; frame < contour.length; frame += 1) {
    const start = frameCentre(frame) - half;
    let energy = 0;
    let weight = 0;
    for (let index = 0; index < window.length; index += 1) {
      const sample = signal[start + index];
      if (sample === undefined) continue;
      energy += sample * sample * (window[index] ?? 0);
      weight += window[index] ?? 0;
    }
    contour[frame] = weight > 0 && energy > 0 ? Math.max(silenceLevel, 10 * Math.log10(energy / weight)) : silenceLevel;
  }
  return contour;
}

function gaussian(length: number): Float64Array {
  const window = new Float64Array(length);
  for (let index = 0; index < length; index += 1) {
    const place = (index - (length - 1) / 2) / (length / 2);
    window[index] = Math.exp(-6 * place * place);
  }
  return window;
}
