/**
 * Linear prediction by Burg's method: the coefficients of the all-pole filter with the smallest forward and backward
 * prediction errors on a windowed frame. Source: Anderson (1974), "On the calculation of filter coefficients for
 * maximum entropy spectral analysis", Geophysics 39; Childers (1978), Modern Spectrum Analysis, 252–255. Its buffers
 * are reused.
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
    let reflection = this.firstReflection();
    for (let stage = 0; stage < order; stage += 1) {
      if (Number.isNaN(reflection)) return stage > 0;
      previous.set(coefficients);
      coefficients[stage] = reflection;
      for (let index = 0; index < stage; index += 1) {
        coefficients[index] = previous[index]! - reflection * previous[stage - 1 - index]!;
      }
      if (stage + 1 < order) reflection = this.nextReflection(stage, reflection);
    }
    return true;
  }

  private firstReflection(): number {
    const { forward, backward } = this;
    let product = 0;
    let energy = 0;
    for (let index = 1; index < forward.length; index += 1) {
      const ahead = forward[index]!;
      const behind = backward[index - 1]!;
      product += ahead * behind;
      energy += ahead * ahead + behind * behind;
    }
    return energy > 0 ? (2 * product) / energy : NaN;
  }

  /** Removes one stage from the prediction errors and computes the reflection coefficient of the next, in one pass. */
  private nextReflection(stage: number, reflection: number): number {
    const { forward, backward } = this;
    let product = 0;
    let energy = 0;
    let behindThis = backward[stage]!;
    let behind = behindThis - reflection * forward[stage + 1]!;
    forward[stage + 1]! -= reflection * behindThis;
    behindThis = backward[stage + 1]!;
    backward[stage + 1] = behind;
    for (let index = stage + 2; index < forward.length; index += 1) {
      const old = forward[index]!;
      const ahead = old - reflection * behindThis;
      forward[index] = ahead;
      product += ahead * behind;
      energy += ahead * ahead + behind * behind;
      behind = behindThis - reflection * old;
      behindThis = backward[index]!;
      backward[index] = behind;
    }
    return energy > 0 ? (2 * product) / energy : NaN;
  }
}
