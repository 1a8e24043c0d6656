/** Praat's defaults for "Sound: To Pitch (ac)..." (Boersma 1993), with a floor of 75 and a ceiling of 600 Hz. */
export const pitchSettings = {
  /** Lowest and highest F0, in Hz. */
  floor: 75,
  ceiling: 600,
  /** Seconds between frames. */
  timeStep: 0.01,
  /** Periods of the floor in a window. */
  periodsPerWindow: 3,
  /** Maximum number of candidates per frame, "unvoiced" included. */
  candidates: 15,
  silenceThreshold: 0.03,
  voicingThreshold: 0.45,
  octaveCost: 0.01,
  octaveJumpCost: 0.35,
  voicedUnvoicedCost: 0.14,
} as const;
