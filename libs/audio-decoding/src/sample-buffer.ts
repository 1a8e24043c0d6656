/** Share by which a full buffer grows. */
const growth = 1.5;

/**
 * Samples that arrive in blocks, in one array: a list of blocks that is joined at the end needs twice the memory. An
 * array of the expected size costs nothing before it is written, and is never copied.
 */
export class SampleBuffer {
  private samples = new Float32Array(0);
  private filled = 0;

  get length(): number {
    return this.filled;
  }

  /** Makes room for this many samples in all; more may arrive. */
  reserve(length: number): void {
    if (length <= this.samples.length) return;
    const larger = new Float32Array(length);
    larger.set(this.samples.subarray(0, this.filled));
    this.samples = larger;
  }

  push(block: Float32Array): void {
    const length = this.filled + block.length;
    if (length > this.samples.length) this.reserve(Math.max(length, Math.ceil(this.samples.length * growth)));
    // New arrays are zero. The system gives them memory when they are written, so silence takes none.
    if (hasSound(block)) this.samples.set(block, this.filled);
    this.filled = length;
  }

  /** Returns the samples between two positions, without a copy. */
  view(from: number, to: number): Float32Array {
    return this.samples.subarray(from, Math.min(to, this.filled));
  }
}

/** Whether a sample differs from digital silence. */
export function hasSound(samples: Float32Array): boolean {
  for (let index = 0; index < samples.length; index++) if (samples[index] !== 0) return true;
  return false;
}
