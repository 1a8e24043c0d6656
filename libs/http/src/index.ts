/**
 * What the HTTP apps share: the server, problems (RFC 9457) and their filter, the request log, health and metrics,
 * authentication of callers, and reading multipart uploads from untrusted senders.
 */
export { createHttpApp, type HttpAppOptions } from './server.js';
export {
  entryOfStatus,
  HttpProblem,
  problemOfStatus,
  type ProblemEntry,
  type ProblemRequest,
} from './problems/http-problem.js';
export { parserProblems, parserProblemType } from './problems/parser-problems.js';
export { ProblemFilter, type ProblemRules } from './problems/problem.filter.js';
export { HealthProbe, MetricsController, reachability } from './health.js';
export {
  TokenVerifier,
  NotAuthenticatedError,
  type Principal,
  type ProvenPrincipal,
  type TokenRules,
} from './authentication/bearer-token.js';
export { KeysUnavailableError } from './authentication/published-keys.js';
export {
  matchesBasicCredentials,
  equalInConstantTime,
  userOfBasicCredentials,
} from './authentication/basic-credentials.js';
export { FormError, type FormFault } from './multipart/form-error.js';
export { readForm, type FormLimits, type FormPart } from './multipart/read-form.js';
export { storageFault, type StorageFault } from './storable-text.js';
export { addressKey } from './address-key.js';
export { announcesBody } from './request-body.js';
export { readText } from './multipart/read-text.js';
export { setSecurityHeaders } from './security-headers.js';
