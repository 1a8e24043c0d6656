import { PracticeRecordEntity } from './entities/practice-record.entity.js';
import { SentenceEntity } from './entities/sentence.entity.js';
import { TherapistClientEntity, UserEntity } from './entities/user.entity.js';

/**
 * The tables that code reads and writes through TypeORM. Everything else goes through SQL statements. A test compares
 * the entities with the migrated schema.
 */
export const entities = [UserEntity, TherapistClientEntity, SentenceEntity, PracticeRecordEntity];
