/** Times of the frames of a short-term analysis: evenly spaced and centred on the recording. */
export interface FrameTimes {
  readonly count: number;
  /** Time of the centre of the first frame, in seconds. */
  readonly start: number;
  /** Seconds between frames. */
  readonly step: number;
}

/**
 * Returns the frames whose whole window fits into a sound, centred on it (Praat manual, "Sound: To Pitch (ac)...":
 * algorithm).
 * @returns no frames when the sound is shorter than the window
 */
export function shortTermFrames(length: number, sampleRate: number, window: number, step: number): FrameTimes {
  const duration = length / sampleRate;
  const count = duration < window ? 0 : Math.floor((duration - window) / step) + 1;
  return { count, start: 0.5 * (duration - count * step + step), step };
}

/** Index of the last sample at or before a time; sample `index` lies at (`index` + 0.5) / `sampleRate`. */
export function sampleBefore(time: number, sampleRate: number): number {
  return Math.floor(time * sampleRate - 0.5);
}

/** A measure with one value per frame. */
export interface Track extends FrameTimes {
  readonly values: Float64Array;
}

/** Returns the value of the frame nearest to a time; `outside` beyond the ends. */
export function nearestValue(track: Track, time: number, outside: number): number {
  const frame = Math.round((time - track.start) / track.step);
  return track.values[frame] ?? outside;
}
