import { HttpProblem } from '@vocalborn/http';
import { problems, problemType, type ProblemCode } from './problem-catalogue.js';

/** A field of the request that is invalid, and why. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** A refusal of the gateway, by its code in the catalogue. `members` become further members of the body, `headers` those of the answer. */
export class Problem extends HttpProblem {
  constructor(
    code: ProblemCode,
    detail: string,
    members: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super({ type: problemType(code), ...problems[code] }, { code, detail, members, headers });
    this.name = 'Problem';
  }

  static invalidFields(errors: readonly FieldFault[]): Problem {
    const fields = errors.map((fault) => fault.field).join(', ');
    return new Problem('invalid-request', `Not valid: ${fields}.`, { errors });
  }
}
