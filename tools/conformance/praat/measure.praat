# Measures each of the files that a list names, and prints one line of JSON per file. The settings are those that
# docs/reference/acoustic-measures.md tells for each measure.
form Measure
  sentence List
endform

files = Read Strings from raw text file: list$
files_count = Get number of strings
for file to files_count
  selectObject: files
  path$ = Get string: file
  sound = Read from file: path$
  pitch = To Pitch (ac): 0.01, 75, 15, "no", 0.03, 0.45, 0.01, 0.35, 0.14, 600
  frames = Get number of frames
  appendInfo: "{""pitch"":["
  for frame to frames
    value = Get value in frame: frame, "Hertz"
    @append: value
    if frame < frames
      appendInfo: ","
    endif
  endfor
  appendInfo: "]"
  selectObject: sound, pitch
  pulses = To PointProcess (cc)
  value = Get jitter (local): 0, 0, 0.0001, 0.02, 1.3
  @field: "jitterLocal", value
  value = Get jitter (rap): 0, 0, 0.0001, 0.02, 1.3
  @field: "jitterRap", value
  selectObject: sound, pulses
  value = Get shimmer (local): 0, 0, 0.0001, 0.02, 1.3, 1.6
  @field: "shimmerLocal", value
  value = Get shimmer (local_dB): 0, 0, 0.0001, 0.02, 1.3, 1.6
  @field: "shimmerDb", value
  selectObject: sound
  harmonicity = To Harmonicity (cc): 0.01, 75, 0.1, 1
  value = Get mean: 0, 0
  @field: "hnr", value
  selectObject: sound
  intensity = To Intensity: 75, 0, "yes"
  value = Get mean: 0, 0, "energy"
  @field: "intensity", value
  selectObject: sound
  silences = To TextGrid (silences): 100, 0, -25, 0.1, 0.1, "silent", "sounding"
  value = Get total duration of intervals where: 1, "is equal to", "silent"
  @field: "silence", value
  selectObject: sound
  formants = To Formant (burg): 0, 5, 5500, 0.025, 50
  frames = Get number of frames
  for formant to 3
    appendInfo: ",""f", formant, """:["
    for frame to frames
      selectObject: formants
      time = Get time from frame number: frame
      value = Get value at time: formant, time, "hertz", "Linear"
      selectObject: pitch
      place = Get frame number from time: time
      place = round (place)
      voiced = undefined
      count = Get number of frames
      if place >= 1 and place <= count
        voiced = Get value in frame: place, "Hertz"
      endif
      if voiced = undefined
        value = undefined
      endif
      @append: value
      if frame < frames
        appendInfo: ","
      endif
    endfor
    appendInfo: "]"
  endfor
  appendInfoLine: "}"
  selectObject: sound, pitch, pulses, harmonicity, intensity, silences, formants
  Remove
endfor

procedure field: .name$, .value
  appendInfo: ",""", .name$, """:"
  @append: .value
endproc

procedure append: .value
  if .value = undefined
    appendInfo: "null"
  else
    appendInfo: fixed$ (.value, 9)
  endif
endproc
