/**
 * Every setting of every app: name, default, bounds and meaning. Settings are read once and validated together. Apart
 * from the start tool, only this lib reads `process.env`.
 */
export type { Environment } from './environment.js';
export { SETTINGS, SettingsError, readSettings } from './read-settings.js';
export { wantsTracing } from './wants-tracing.js';
export { startOrExplain, configurationExitStatus } from './start-or-explain.js';
export { apiGatewaySettings, type ApiGatewaySettings } from './api-gateway.js';
export {
  analysisWorkerSettings,
  hardTimeLimitSeconds,
  softTimeLimitSeconds,
  type AnalysisWorkerSettings,
} from './analysis-worker.js';
export { metricsAddress, retentionOf, type Retention } from './topics.js';
export { redisAddresses, type RedisAddress } from './redis.js';
export { aiServiceSettings, type AiServiceSettings } from './ai-service.js';
export { settingsCatalogue, type SettingEntry } from './catalogue.js';
export { monitorSettings, type MonitorSettings } from './monitor.js';
export { commandLineSettings, type CommandLineSettings } from './command-line.js';
