import { AiAnalysisResultEntity } from './entities/ai-analysis-result.entity.js';
import { AiAnalysisTaskEventEntity } from './entities/ai-analysis-task-event.entity.js';
import { AiAnalysisTaskEntity } from './entities/ai-analysis-task.entity.js';
import { TaskMinuteEntity } from './entities/task-minute.entity.js';
import { GaugeMinuteEntity } from './entities/gauge-minute.entity.js';
import { OperatorActionEntity } from './entities/operator-action.entity.js';
import { AlertEntity } from './entities/alert.entity.js';
import { AlertSilenceEntity } from './entities/alert-silence.entity.js';
import { AlertDeliveryEntity } from './entities/alert-delivery.entity.js';
import { PracticeRecordEntity } from './entities/practice-record.entity.js';
import { PracticeSessionEntity } from './entities/practice-session.entity.js';
import { RecoveryRoundEntity } from './entities/recovery-round.entity.js';
import { SentenceEntity } from './entities/sentence.entity.js';
import { TherapistClientEntity, UserEntity } from './entities/user.entity.js';

/** Every table of the schema; a test holds them against the migrations. */
export const entities = [
  UserEntity,
  TherapistClientEntity,
  SentenceEntity,
  PracticeSessionEntity,
  PracticeRecordEntity,
  AiAnalysisTaskEntity,
  AiAnalysisTaskEventEntity,
  AiAnalysisResultEntity,
  TaskMinuteEntity,
  GaugeMinuteEntity,
  OperatorActionEntity,
  AlertEntity,
  AlertSilenceEntity,
  AlertDeliveryEntity,
  RecoveryRoundEntity,
];
