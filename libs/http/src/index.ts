/**
 * What the HTTP apps share: who is calling (bearer tokens and basic credentials), how to read an upload without
 * trusting its sender, and how to treat the body of a request that is refused before it has arrived whole.
 */
export {
  TokenVerifier,
  NotAuthenticatedError,
  roles,
  type Principal,
  type ProvenPrincipal,
  type Role,
  type TokenRules,
} from './authentication/bearer-token.js';
export { matchesBasicCredentials, equalInConstantTime } from './authentication/basic-credentials.js';
export { drainBody } from './multipart/drain-body.js';
export { FormError, type FormFault } from './multipart/form-error.js';
export { readForm, type FormLimits, type FormPart } from './multipart/read-form.js';
export { readText } from './multipart/read-text.js';
export { nameOperations } from './operation-ids.js';
