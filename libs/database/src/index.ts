/**
 * The Postgres schema: connections, cursors of lists, migrations, development data, backup. What the rows mean is decided
 * by the task ledger and the apps.
 */
export {
  connectDatabase,
  connectionCounts,
  inTransaction,
  databaseTime,
  runStatement,
  type Query,
  type Statement,
} from './connect.js';
export { Database, type DatabaseOptions, type Pooling } from './database.js';
export { readPostgresUrl } from './postgres-url.js';
export { checkSchema, schemaFault } from './schema-version.js';
export {
  fromMicrosecondsSql,
  microsecondsSql,
  pageCursor,
  readPageCursor,
  WrongCursorError,
  type PagePosition,
} from './page-cursor.js';
export { withAdvisoryLock } from './advisory-lock.js';
export { openDatabase } from './open.js';
export { isDatabaseUnavailable } from './unavailable.js';
export { eraseRecordRows, type RequestedErasure } from './erase-record-rows.js';
export { migrate } from './migrate.js';
export { backUp, type BackupManifest } from './backup/back-up.js';
export { restore, compareWithBackup } from './backup/restore.js';
export { createScratch, dropScratch, wipeScratch } from './backup/scratch.js';
export { type TableDigest } from './backup/tables.js';
export { seed } from './seed/seed.js';
export { seedIds } from './seed/ids.js';
