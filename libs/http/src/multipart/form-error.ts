/**
 * `not-a-form`: the request is of another type. `malformed`: the form breaks the rules, or breaks off. `invalid-field`:
 * the text of `field` is too long or no text. `stalled`: the body came too slowly or not at all.
 */
export type FormFault = 'not-a-form' | 'malformed' | 'invalid-field' | 'stalled';

/** A form that cannot be read; the message is written for its sender. */
export class FormError extends Error {
  constructor(
    readonly fault: FormFault,
    message: string,
    readonly field?: string,
  ) {
    super(message);
    this.name = 'FormError';
  }
}
