# Measures one file as often as asked, without printing: what the same measures cost Praat.
form Benchmark
  sentence Path
  integer Times 1
endform

sound = Read from file: path$
for time to times
  selectObject: sound
  pitch = To Pitch (ac): 0.01, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 600
  selectObject: sound, pitch
  pulses = To PointProcess (cc)
  value = Get jitter (local): 0, 0, 0.0001, 0.02, 1.3
  value = Get jitter (rap): 0, 0, 0.0001, 0.02, 1.3
  selectObject: sound, pulses
  value = Get shimmer (local): 0, 0, 0.0001, 0.02, 1.3, 1.6
  value = Get shimmer (local_dB): 0, 0, 0.0001, 0.02, 1.3, 1.6
  selectObject: sound
  harmonicity = To Harmonicity (cc): 0.01, 75, 0.1, 1
  value = Get mean: 0, 0
  selectObject: sound
  intensity = To Intensity: 75, 0, "yes"
  value = Get mean: 0, 0, "energy"
  selectObject: sound
  silences = To TextGrid (silences): 100, 0, -25, 0.1, 0.1, "silent", "sounding"
  selectObject: sound
  formants = To Formant (burg): 0, 5, 5500, 0.025, 50
  value = Get quantile: 1, 0, 0, "hertz", 0.5
  selectObject: pitch, pulses, harmonicity, intensity, silences, formants
  Remove
endfor
