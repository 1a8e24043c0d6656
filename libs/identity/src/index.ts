/** Who is calling: bearer tokens and basic credentials. What a caller may do is decided where it is done. */
export {
  TokenVerifier,
  NotAuthenticatedError,
  roles,
  type Principal,
  type ProvenPrincipal,
  type Role,
  type TokenRules,
} from './bearer-token.js';
export { matchesBasicCredentials, equalInConstantTime } from './basic-credentials.js';
