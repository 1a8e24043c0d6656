import { shortTermFrames, type Track } from '../../signal/short-term-frames.js';
import { FrameAutocorrelation } from './autocorrelation.js';
import { PitchCandidates } from './candidates.js';
import { cheapestPath } from './cheapest-path.js';
import { globalPeak, unvoicedStrength } from './local-level.js';
import { pitchSettings } from './settings.js';

/**
 * Returns F0 in Hz per frame of 10 ms, 0 where unvoiced.
 *
 * Method: autocorrelation of the Hann-windowed signal divided by that of the window, and the cheapest path through the
 * candidates of all frames. Source: P. Boersma, "Accurate short-term analysis of the fundamental frequency and the
 * harmonics-to-noise ratio of a sampled sound", IFA Proceedings 17 (1993), 97–110.
 * Praat: `To Pitch (ac): 0.01, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 600`.
 */
export function pitchTrack(signal: Float32Array, sampleRate: number): Track {
  const { floor, periodsPerWindow, timeStep, silenceThreshold, voicingThreshold } = pitchSettings;
  const frames = shortTermFrames(signal.length, sampleRate, periodsPerWindow / floor, timeStep);
  const peak = globalPeak(signal, sampleRate);
  if (peak === 0) return { ...frames, values: new Float64Array(frames.count) };
  const correlation = new FrameAutocorrelation(signal, sampleRate);
  const candidates = new PitchCandidates(frames.count);
  const unvoiced = new Float64Array(frames.count);
  for (let frame = 0; frame < frames.count; frame += 1) {
    const level = correlation.compute(frames.start + frame * frames.step) / peak;
    unvoiced[frame] = unvoicedStrength(level, silenceThreshold, voicingThreshold);
    if (level > 0) candidates.collect(frame, correlation.values, sampleRate);
  }
  return { ...frames, values: cheapestPath(candidates, unvoiced) };
}
