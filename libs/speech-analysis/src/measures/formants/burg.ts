/**
 * Linear prediction by the method of Burg: the coefficients of the all-pole filter that predicts a windowed frame best
 * in both directions. Source: Anderson (1974), "On the calculation of filter coefficients for maximum entropy spectral
 * analysis", Geophysics 39; Childers (1978), Modern Spectrum Analysis, 252–255. Buffers are used again.
 */
export class BurgPredictor {
  /** a₁ … aₚ of x̂[n] = Σ aₖ·x[n − k]. */
  readonly coefficients: Float64Array;
  private readonly forward: Float64Array;
  private readonly backward: Float64Array;
  private readonly previous: Float64Array;

  constructor(
    length: number,
    readonly order: number,
  ) {
    this.coefficients = new Float64Array(order);
    this.previous = new Float64Array(order);
    this.forward = new Float64Array(length);
    this.backward = new Float64Array(length);
  }

  /** Fits `coefficients` to a frame. @returns false for a frame without energy */
  fit(frame: Float64Array): boolean {
    const { coefficients, previous, forward, backward, order } = this;
    forward.set(frame);
    backward.set(frame);
    coefficients.fill(0);
    for (let stage = 0; stage < order; stage += 1) {
      const reflection = this.reflectionAt(stage);
      if (Number.isNaN(reflection)) return stage > 0;
      previous.set(coefficients);
      coefficients[stage] = reflection;
      for (let index = 0; index < stage; index += 1) {
        coefficients[index] = previous[index]! - reflection * previous[stage - 1 - index]!;
      }
      for (let index = frame.length - 1; index > stage; index -= 1) {
        const [ahead, behind] = [forward[index]!, backward[index - 1]!];
        forward[index] = ahead - reflection * behind;
        backward[index] = behind - reflection * ahead;
      }
    }
    return true;
  }

  private reflectionAt(stage: number): number {
    const { forward, backward } = this;
    let [product, energy] = [0, 0];
    for (let index = stage + 1; index < forward.length; index += 1) {
      const [ahead, behind] = [forward[index]!, backward[index - 1]!];
      product += ahead * behind;
      energy += ahead * ahead + behind * behind;
    }
    return energy > 0 ? (2 * product) / energy : NaN;
  }
}
