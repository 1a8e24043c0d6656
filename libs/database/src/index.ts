/**
 * The Postgres schema: connections, migrations, the few entities, development data, backup. What the rows mean is decided
 * by the task ledger and the apps.
 */
export {
  connectDatabase,
  connectionCounts,
  dataSourceOptions,
  inTransaction,
  pingDatabase,
  runStatement,
  type DatabaseOptions,
  type Query,
  type Statement,
} from './connect.js';
export { withAdvisoryLock } from './advisory-lock.js';
export { openDatabase } from './open.js';
export { isDatabaseUnavailable } from './unavailable.js';
export { migrate } from './migrate.js';
export { backUp, type BackupManifest } from './backup/back-up.js';
export { restore, compareWithBackup } from './backup/restore.js';
export { createScratch, dropScratch, wipeScratch } from './backup/scratch.js';
export { type TableDigest } from './backup/tables.js';
export { seed } from './seed/seed.js';
export { seedIds } from './seed/ids.js';
export { UserEntity, TherapistClientEntity } from './entities/user.entity.js';
export { SentenceEntity } from './entities/sentence.entity.js';
export { PracticeRecordEntity } from './entities/practice-record.entity.js';
export { DataSource } from 'typeorm';
