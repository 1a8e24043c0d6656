/** Maximum number of iterations; from the roots of a neighbouring frame a few are enough. */
const maxIterations = 60;

/** Correction that ends the iteration, relative to the unit circle: far below 1 Hz. */
const tolerance = 1e-9;

/**
 * Finds all roots of zᵖ − a₁·zᵖ⁻¹ − … − aₚ together. Source: Aberth (1973), "Iteration methods for finding all zeros of
 * a polynomial simultaneously". Each call starts at the roots of the previous call, which are close in speech.
 */
export class PredictorRoots {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
  private readonly value = { real: 0, imaginary: 0 };

  constructor(private readonly order: number) {
    this.real = new Float64Array(order);
    this.imaginary = new Float64Array(order);
    this.begin();
  }

  /** Start values on a circle, neither equal nor symmetric about the real axis. */
  private begin(): void {
    for (let root = 0; root < this.order; root += 1) {
      const angle = (2 * Math.PI * (root + 0.3)) / this.order;
      this.real[root] = 0.9 * Math.cos(angle);
      this.imaginary[root] = 0.9 * Math.sin(angle);
    }
  }

  /** Finds the roots for the coefficients a₁ … aₚ. @returns false when the iteration does not converge */
  find(coefficients: Float64Array): boolean {
    if (this.iterate(coefficients)) return true;
    this.begin();
    return this.iterate(coefficients);
  }

  private iterate(coefficients: Float64Array): boolean {
    for (let round = 0; round < maxIterations; round += 1) {
      let greatest = 0;
      for (let root = 0; root < this.order; root += 1) greatest = Math.max(greatest, this.improve(root, coefficients));
      if (greatest < tolerance) return true;
      if (Number.isNaN(greatest)) return false;
    }
    return false;
  }

  /** Improves one root by w / (1 − w·Σ 1/(z − zⱼ)) with Newton's step w. @returns the size of the correction */
  private improve(root: number, coefficients: Float64Array): number {
    const { real, imaginary, value } = this;
    this.newtonStep(real[root]!, imaginary[root]!, coefficients);
    const { real: stepReal, imaginary: stepImaginary } = value;
    let sumReal = 0;
    let sumImaginary = 0;
    for (let other = 0; other < this.order; other += 1) {
      if (other === root) continue;
      const dx = real[root]! - real[other]!;
      const dy = imaginary[root]! - imaginary[other]!;
      const norm = Math.max(dx * dx + dy * dy, 1e-300);
      sumReal += dx / norm;
      sumImaginary -= dy / norm;
    }
    const x = 1 - (stepReal * sumReal - stepImaginary * sumImaginary);
    const y = -(stepReal * sumImaginary + stepImaginary * sumReal);
    const norm = x * x + y * y;
    const moveReal = (stepReal * x + stepImaginary * y) / norm;
    const moveImaginary = (stepImaginary * x - stepReal * y) / norm;
    real[root]! -= moveReal;
    imaginary[root]! -= moveImaginary;
    return Math.abs(moveReal) + Math.abs(moveImaginary);
  }

  /** Computes the polynomial divided by its derivative, both by Horner's rule, into `value`. */
  private newtonStep(x: number, y: number, coefficients: Float64Array): void {
    let p = 1;
    let q = 0;
    let dp = 0;
    let dq = 0;
    for (let index = 0; index < coefficients.length; index += 1) {
      const slope = dp * x - dq * y + p;
      dq = dp * y + dq * x + q;
      dp = slope;
      const next = p * x - q * y - coefficients[index]!;
      q = p * y + q * x;
      p = next;
    }
    const norm = Math.max(dp * dp + dq * dq, 1e-300);
    this.value.real = (p * dp + q * dq) / norm;
    this.value.imaginary = (q * dp - p * dq) / norm;
  }
}
