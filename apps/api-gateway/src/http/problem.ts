import type { ProblemCode } from './problem-catalogue.js';

/** A field at fault and what is wrong with it. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** A refusal that the caller should understand: thrown anywhere in the gateway, rendered by the problem filter. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly members: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'Problem';
  }

  static invalidFields(errors: readonly FieldFault[]): Problem {
    const fields = errors.map((fault) => fault.field).join(', ');
    return new Problem('invalid-request', `Not valid: ${fields}.`, { errors });
  }
}
