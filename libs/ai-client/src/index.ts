/** The client of the ai-service's HTTP API. */
export { AiServiceClient, type AnalysisOptions, type AnalysisRequest } from './ai-service-client.js';
export type { FormFile } from './multipart-body.js';
export { AiServiceRefusal, refusal } from './refusal.js';
