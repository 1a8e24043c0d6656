/**
 * The Postgres schema: connection, tables, migrations, development data. What the rows mean is the task ledger's
 * and the apps' business.
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
export { UserEntity, TherapistClientEntity, userRoles, type UserRole } from './entities/user.entity.js';
export { SentenceEntity } from './entities/sentence.entity.js';
export { PracticeSessionEntity } from './entities/practice-session.entity.js';
export { PracticeRecordEntity, recordStatuses, type RecordStatus } from './entities/practice-record.entity.js';
export { AiAnalysisTaskEntity } from './entities/ai-analysis-task.entity.js';
export { AiAnalysisTaskEventEntity } from './entities/ai-analysis-task-event.entity.js';
export { AiAnalysisResultEntity } from './entities/ai-analysis-result.entity.js';
export { DataSource } from 'typeorm';
