/**
 * Real servers and real apps for tests and for `npm start`: started by command, ended with the starter. Depends on
 * no other project, so that anything may be tested with it.
 */
export { startPostgres, type Postgres, type PostgresOptions } from './postgres/start-postgres.js';
export { startRedis, type Redis, type RedisOptions } from './redis/start-redis.js';
export { startApp, type App, type AppOptions } from './system/start-app.js';
export { startSystem, type System, type SystemOptions } from './system/start-system.js';
export {
  appEnvironments,
  appNames,
  type AppName,
  type Surroundings,
  type Variables,
} from './system/app-environments.js';
export { installSamples, migrateDatabase, seedDatabase } from './system/prepare-data.js';
export { mintToken, type TokenOptions } from './system/mint-token.js';
export { seeded, seededTokens, type SeededTokens } from './system/seeded.js';
export { freePort } from './processes/free-port.js';
export { waitFor, type WaitOptions } from './processes/wait-for.js';
export { temporaryFolder, type TemporaryFolder } from './processes/temporary-folder.js';
export { ManagedProcess, type Exit, type ProcessOptions } from './processes/managed-process.js';
export { freshDatabase, freshRedisUrl, type FreshDatabase } from './test-servers.js';
export { workspaceRoot } from './workspace-root.js';
