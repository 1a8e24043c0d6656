# Writes a file at another sample rate.
form Resample
  sentence From
  sentence To
  integer Rate 16000
endform

Read from file: from$
Resample: rate, 50
Save as WAV file: to$
