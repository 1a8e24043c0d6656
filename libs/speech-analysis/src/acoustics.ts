import type { AnalysisResult } from '@vocalborn/ai-contract';
import type { Recording, Speech } from './comparison/speech.js';
import { cepstralPeakProminence } from './measures/cepstral-peak.js';
import { keptFormants, type FormantTrack } from './measures/formants/formants.js';
import { intensityTrack, meanIntensity } from './measures/intensity.js';
import { rhythmOf } from './measures/rhythm.js';
import { endLevel, signalToNoise } from './measures/signal-quality.js';
import { spectrumShape } from './measures/spectrum-shape.js';
import { nucleusFloor, syllableNuclei } from './measures/syllables.js';
import { voiceOf, type Voice } from './measures/voice.js';
import { analysisRate } from './signal/analysis-signal.js';
import type { Track } from './signal/short-term-frames.js';

type Acoustics = NonNullable<AnalysisResult['detailed_analysis']['acoustics']>;

/** Returns all measures of one recording in the form of the contract. */
export function acousticsOf(recording: Recording, speech: Speech): Acoustics {
  const { samples, sampleRate } = recording;
  const { pitch, intensity, silences } = speech.contours;
  const isWide = sampleRate > analysisRate;
  const narrow = isWide ? { signal: speech.signal, sampleRate: analysisRate } : { signal: samples, sampleRate };
  const voice = voiceOf(samples, sampleRate, pitch, narrow);
  const shape = spectrumShape(speech.signal, silences.sounding);
  return {
    f0: f0Of(pitch),
    voice: {
      pulse_count: voice.pulses.length,
      jitter_local: digits(voice.jitter.local, 6),
      jitter_rap: digits(voice.jitter.rap, 6),
      shimmer_local: digits(voice.shimmer.local, 6),
      shimmer_db: digits(voice.shimmer.decibels, 4),
      hnr_db: digits(voice.harmonicity, 3),
      cpps_db: digits(cepstralPeakProminence(speech.signal, analysisRate), 3),
    },
    intensity: {
      mean_db: rounded(meanIntensity(intensity), 3),
      contour: { ...timesOf(intensity), db: Array.from(intensity.values, (level) => rounded(level, 1)) },
    },
    formants: formantsOf(voice),
    spectrum: { entropy: digits(shape?.entropy, 4), tilt_db: digits(shape?.tiltDecibels, 2) },
    recording: {
      snr_db: rounded(signalToNoise(intensity, silences.sounding), 1),
      clipped_share: rounded(speech.clippedShare, 6),
      end_db: rounded(endLevel(samples, sampleRate), 1),
    },
    rhythm: rhythmDetails(recording, speech),
  };
}

function f0Of(pitch: Track): Acoustics['f0'] {
  const voiced = pitch.values.filter((f0) => f0 > 0).sort();
  const at = (quantile: number): number => voiced[Math.floor((voiced.length - 1) * quantile)] ?? 0;
  const median = (at(0.5) + (voiced[Math.ceil((voiced.length - 1) / 2)] ?? 0)) / 2;
  const semitones = Array.from(pitch.values, (f0) => (f0 > 0 ? 12 * Math.log2(f0 / median) : null));
  const known = semitones.filter((value) => value !== null);
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const centre = mean(known);
  const isKnown = voiced.length > 0;
  return {
    median_hz: isKnown ? rounded(median, 3) : null,
    mean_hz: isKnown ? rounded(voiced.reduce((sum, f0) => sum + f0, 0) / voiced.length, 3) : null,
    low_hz: isKnown ? rounded(at(0.05), 3) : null,
    high_hz: isKnown ? rounded(at(0.95), 3) : null,
    sd_semitones: isKnown ? rounded(Math.sqrt(mean(known.map((value) => (value - centre) ** 2))), 3) : null,
    contour: { ...timesOf(pitch), semitones: semitones.map((value) => digits(value, 2)) },
  };
}

/** Formant frames per point of the contour: a point every 12.5 ms is fine enough to draw. */
const drawnEvery = 2;

function formantsOf({ formants, formantMedians: [f1, f2, f3] }: Voice): Acoustics['formants'] {
  const series = (formant: number): (number | null)[] => drawn(formants, formant);
  const times = { time_step_seconds: drawnEvery * formants.step, start_seconds: Math.max(0, formants.start) };
  return {
    f1_hz: digits(f1, 1),
    f2_hz: digits(f2, 1),
    f3_hz: digits(f3, 1),
    contour: { ...times, f1_hz: series(0), f2_hz: series(1), f3_hz: series(2) },
  };
}

function drawn(track: FormantTrack, formant: number): (number | null)[] {
  return Array.from({ length: Math.ceil(track.count / drawnEvery) }, (_, point) => {
    const frequency = track.frequencies[point * drawnEvery * keptFormants + formant]!;
    return Number.isNaN(frequency) ? null : Math.round(frequency);
  });
}

function rhythmDetails({ samples, sampleRate }: Recording, { contours }: Speech): Acoustics['rhythm'] {
  const { pitch, silences } = contours;
  const nuclei = syllableNuclei(intensityTrack(samples, sampleRate, nucleusFloor), pitch, silences.sounding);
  const { speechRate, articulationRate, pauseRatio, npvi } = rhythmOf(nuclei, silences);
  return {
    syllable_count: nuclei.length,
    nuclei_seconds: nuclei.map((time) => rounded(time, 3)),
    speech_rate: digits(speechRate, 3),
    articulation_rate: digits(articulationRate, 3),
    pause_ratio: digits(pauseRatio, 4),
    npvi: digits(npvi, 2),
  };
}

const timesOf = ({ start, step }: Track): { time_step_seconds: number; start_seconds: number } => ({
  time_step_seconds: step,
  start_seconds: Math.max(0, start),
});

function rounded(value: number, places: number): number {
  // Adding 0 turns −0 into 0; JSON has no −0.
  return Math.round(value * 10 ** places) / 10 ** places + 0;
}

function digits(value: number | null | undefined, places: number): number | null {
  return value === null || value === undefined ? null : rounded(value, places);
}
