import { PeopleAndRecordings1764000000000 } from './migrations/1764000000000-people-and-recordings.js';
import { AnalysisTasks1764000001000 } from './migrations/1764000001000-analysis-tasks.js';
import { HandedBackTries1764000002000 } from './migrations/1764000002000-handed-back-tries.js';
import { Monitoring1764000010000 } from './migrations/1764000010000-monitoring.js';
import { AlertMemory1764000011000 } from './migrations/1764000011000-alert-memory.js';
import { TaskHours1764000012000 } from './migrations/1764000012000-task-hours.js';
import { TaskDurations1764000013000 } from './migrations/1764000013000-task-durations.js';
import { RecoveryRounds1764000014000 } from './migrations/1764000014000-recovery-rounds.js';
import { ErrorKindsByTrigger1764000015000 } from './migrations/1764000015000-error-kinds-by-trigger.js';
import { OpenTasks1764000016000 } from './migrations/1764000016000-open-tasks.js';
import { TaskSearch1764000017000 } from './migrations/1764000017000-task-search.js';
import { RowGuards1764000018000 } from './migrations/1764000018000-row-guards.js';
import { Webhooks1764000019000 } from './migrations/1764000019000-webhooks.js';
import { PracticeSessions1764000020000 } from './migrations/1764000020000-practice-sessions.js';
import { Erasures1764000021000 } from './migrations/1764000021000-erasures.js';
import { AudioRetention1764000022000 } from './migrations/1764000022000-audio-retention.js';
import { AccessAudit1764000023000 } from './migrations/1764000023000-access-audit.js';
import { OpenTasksByRequester1764000025000 } from './migrations/1764000025000-open-tasks-by-requester.js';
import { UnusableRecordings1764000026000 } from './migrations/1764000026000-unusable-recordings.js';

/** In the order in which they are applied. */
export const migrations = [
  PeopleAndRecordings1764000000000,
  AnalysisTasks1764000001000,
  HandedBackTries1764000002000,
  Monitoring1764000010000,
  AlertMemory1764000011000,
  TaskHours1764000012000,
  TaskDurations1764000013000,
  RecoveryRounds1764000014000,
  ErrorKindsByTrigger1764000015000,
  OpenTasks1764000016000,
  TaskSearch1764000017000,
  RowGuards1764000018000,
  Webhooks1764000019000,
  PracticeSessions1764000020000,
  Erasures1764000021000,
  AudioRetention1764000022000,
  AccessAudit1764000023000,
  OpenTasksByRequester1764000025000,
  UnusableRecordings1764000026000,
];
