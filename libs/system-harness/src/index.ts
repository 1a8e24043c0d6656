/**
 * Starts the real thing: Postgres, Redis and the apps, on free ports, in folders of their own, and never leaves any of
 * it behind. For tests and for the start tool; production code must not import it.
 */
export { PostgresServer, runSql, type PostgresOptions } from './postgres.js';
export { RedisServer, type RedisOptions } from './redis.js';
export { RunningApp, type AppOptions } from './app.js';
export { ManagedProcess, type Exit, type ProcessOptions } from './managed-process.js';
export {
  System,
  appEntry,
  appInstance,
  appEnvironment,
  copySamples,
  developmentTokens,
  runDatabaseTool,
  type AppName,
  type SystemOptions,
  type Wiring,
} from './system.js';
export { freshDatabase, freshRedisUrl } from './fresh.js';
export { fetchDebianPackages } from './fetch-debian-packages.js';
export { freePort } from './free-port.js';
export { waitFor } from './wait-for.js';
export { mintToken, type TokenOptions } from './mint-token.js';
export { workspaceRoot } from './workspace-root.js';
export { temporaryFolder } from './temporary-folder.js';
export { audioLibraryEnvironment } from './audio-library.js';
export { LinkProxy, type LinkMode } from './link-proxy.js';
export { HttpProxy } from './http-proxy.js';
export { SlowAiService } from './slow-ai-service.js';
export { mountSmallFolder } from './small-folder.js';
export { makeRecords, submitAll, allEnded } from './load.js';
