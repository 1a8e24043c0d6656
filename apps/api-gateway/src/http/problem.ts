import { HttpProblem, type ProblemRequest } from '@vocalborn/http';
import { chineseDetail } from './chinese-details.js';
import { chineseProblems } from './chinese-problems.js';
import { preferredLanguage, type Told } from './language.js';
import { problems, problemType, type ProblemCode } from './problem-catalogue.js';

/** A field of the request that is invalid, and why. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/**
 * A refusal of the gateway, by its code in the catalogue. `members` become further members of the body, `headers` those of
 * the answer. Title, hint and detail are in Chinese for callers who prefer it, else in English. A detail that is
 * a plain text is what a library wrote, in English.
 */
export class Problem extends HttpProblem {
  readonly #told: Told | null;

  constructor(
    code: ProblemCode,
    detail: Told | string,
    members: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    const english = typeof detail === 'string' ? detail : detail['en-US'];
    super({ type: problemType(code), ...problems[code] }, { code, detail: english, members, headers });
    this.name = 'Problem';
    this.#told = typeof detail === 'string' ? null : detail;
  }

  override body(request: ProblemRequest): Record<string, unknown> {
    const body = super.body(request);
    if (preferredLanguage(request.headers?.['accept-language'], 'en-US') !== 'zh-TW') return body;
    const { title, hint } = chineseProblems[this.code as ProblemCode];
    return { ...body, title, hint, detail: this.#told?.['zh-TW'] ?? chineseDetail(this.detail) ?? this.detail };
  }

  static invalidFields(errors: readonly FieldFault[]): Problem {
    const fields = errors.map((fault) => fault.field).join(', ');
    return new Problem(
      'invalid-request',
      { 'en-US': `Not valid: ${fields}.`, 'zh-TW': `無效的欄位：${fields}。` },
      { errors },
    );
  }
}
