/** A refusal with a message for the caller, rendered as `application/problem+json`. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string | string[]>> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }
}
