import { powerOfTwoFrom, RealFft } from '../../signal/real-fft.js';
import { sampleBefore } from '../../signal/short-term-frames.js';
import { localMean } from './local-level.js';
import { pitchSettings } from './settings.js';

const { floor, periodsPerWindow } = pitchSettings;

/**
 * Autocorrelation of a windowed frame divided by that of the window, so that a periodic signal has maxima near 1
 * (Boersma 1993, equations 6 to 9). One object per recording; its buffers are reused for each frame.
 */
export class FrameAutocorrelation {
  /** Correlation at the lags −`reach` to `reach`, lag 0 in the middle. */
  readonly values: Float64Array;
  /** Longest computed lag, in samples: half a window. */
  readonly reach: number;
  private readonly half: number;
  private readonly window: Float64Array;
  private readonly ofWindow: Float64Array;
  private readonly fft: RealFft;

  constructor(
    private readonly signal: Float32Array,
    private readonly sampleRate: number,
  ) {
    this.half = Math.floor(Math.floor((periodsPerWindow / floor) * sampleRate) / 2) - 1;
    const size = 2 * this.half;
    this.reach = Math.floor(size / 2);
    this.fft = new RealFft(powerOfTwoFrom(1.5 * size));
    this.values = new Float64Array(2 * this.reach + 1);
    this.window = Float64Array.from({ length: size }, (_, index) => {
      return 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 1)) / (size + 1));
    });
    this.ofWindow = new Float64Array(this.reach + 1);
    this.fft.input.set(this.window);
    this.fft.autocorrelate();
    const { spectrum } = this.fft;
    for (let lag = 0; lag <= this.reach; lag += 1) this.ofWindow[lag] = spectrum[2 * lag]! / spectrum[0]!;
  }

  /** Computes `values` for the frame at `time`. @returns the peak of the windowed frame near its centre */
  compute(time: number): number {
    const { fft, values, reach, ofWindow } = this;
    const peak = this.fillFrame(time);
    values.fill(0);
    values[reach] = 1;
    if (peak === 0) return 0;
    fft.autocorrelate();
    const energy = fft.spectrum[0]!;
    for (let lag = 1; lag <= reach; lag += 1) {
      const value = fft.spectrum[2 * lag]! / (energy * ofWindow[lag]!);
      values[reach + lag] = value;
      values[reach - lag] = value;
    }
    return peak;
  }

  private fillFrame(time: number): number {
    const { signal, sampleRate, half, window, fft } = this;
    const mean = localMean(signal, sampleRate, time, floor);
    const start = sampleBefore(time, sampleRate) + 1 - half;
    const near = Math.floor(Math.floor(sampleRate / floor) / 2) + 1;
    fft.input.fill(0);
    let peak = 0;
    for (let index = 0; index < window.length; index += 1) {
      const value = ((signal[start + index] ?? 0) - mean) * window[index]!;
      fft.input[index] = value;
      if (index >= half - near && index < half + near) peak = Math.max(peak, Math.abs(value));
    }
    return peak;
  }
}
