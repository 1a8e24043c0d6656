/**
 * Starts Postgres, Redis and the apps on free ports with temporary folders, and removes everything at the end. For
 * tests and tools; production code must not import it.
 */
export { PostgresServer, runSql, type PostgresOptions } from './postgres.js';
export type { PostgresAccess } from './postgres-access.js';
export { PostgresPair, type PostgresPairOptions } from './postgres-pair.js';
export { PgBouncer } from './pgbouncer.js';
export { RedisServer, type RedisOptions } from './redis.js';
export { RedisCluster } from './redis-cluster.js';
export { SentinelGroup, type SentinelOptions } from './sentinel-group.js';
export { makeCertificates, type Certificates } from './certificates.js';
export { RunningApp, type AppOptions } from './app.js';
export { ManagedProcess, type Exit, type ProcessOptions } from './managed-process.js';
export { System, type SystemOptions } from './system.js';
export type { Topology } from './system-servers.js';
export { copySamples, developmentTokens, runDatabaseTool } from './development-data.js';
export {
  appEntry,
  aiServiceEnvironment,
  appEnvironment,
  appInstance,
  workspaceRoot,
  type AppName,
  type Wiring,
} from './wiring.js';
export { freshDatabase, freshRedisUrl } from './fresh.js';
export { fetchDebianPackages } from './fetch-debian-packages.js';
export { freePort } from './free-port.js';
export { waitFor } from './wait-for.js';
export { mintToken, type TokenOptions } from './mint-token.js';
export { temporaryFolder } from './temporary-folder.js';
export { audioLibraryEnvironment } from './audio-library.js';
export { LinkProxy, type LinkMode } from './link-proxy.js';
export { HttpProxy } from './http-proxy.js';
export { SlowAiService } from './slow-ai-service.js';
export { mountSmallFolder } from './small-folder.js';
export { makeRecords, submitAll, allEnded } from './load.js';
