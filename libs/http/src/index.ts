/**
 * What the HTTP apps share: who is calling (bearer tokens and basic credentials), how to read an upload without
 * trusting its sender, how to treat the body of a request that is refused before it has arrived whole, and
 * decorators that declare a field of a DTO once: its schema, its rules and its conversion.
 */
export {
  TokenVerifier,
  NotAuthenticatedError,
  type Principal,
  type ProvenPrincipal,
  type TokenRules,
} from './authentication/bearer-token.js';
export { matchesBasicCredentials, equalInConstantTime } from './authentication/basic-credentials.js';
export { drainBody } from './multipart/drain-body.js';
export { FormError, type FormFault } from './multipart/form-error.js';
export { readForm, type FormLimits, type FormPart } from './multipart/read-form.js';
export { readText } from './multipart/read-text.js';
export type { FieldOptions } from './fields/field.js';
export { Decimal, Flag, Instant, instantBounds, OneOf, Share, Text, Uuid, Whole } from './fields/scalars.js';
export { Computed, Dictionary, ListOf, Nested } from './fields/structures.js';
export { nameOperations } from './operation-ids.js';
