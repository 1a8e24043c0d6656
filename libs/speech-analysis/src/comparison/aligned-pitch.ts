import type { Alignment } from './align.js';
import type { Speech } from './speech-of.js';

/** The example's F0 in Hz at the moment that answers to each frame of the recording; 0 where the example is unvoiced. */
export function alignedPitch(alignment: Alignment, sample: Speech, reference: Speech): Float64Array {
  const pitch = new Float64Array(sample.pitch.length);
  alignment.a.forEach((frame, step) => {
    const f0 = reference.pitch[reference.from + (alignment.b[step] ?? 0)] ?? 0;
    if (f0 > 0) pitch[sample.from + frame] = f0;
  });
  return pitch;
}
