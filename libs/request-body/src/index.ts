/**
 * How to read an upload without trusting its sender, and how to treat the body of an HTTP request that is refused before
 * it has arrived whole.
 */
export { drainBody } from './drain-body.js';
export { FormError, type FormFault } from './form-error.js';
export { readForm, type FormLimits, type FormPart } from './read-form.js';
export { readText } from './read-text.js';
