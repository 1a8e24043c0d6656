import { Instant, ListOf, Text, Uuid, Whole } from '@vocalborn/api-description';
import { ListedRecordDto, renderListedRecord } from '../practice-records/listed-record.dto.js';
import type { ListedRecord } from '../practice-records/listed-records.js';
import type { CountedSession, StoredSession } from './stored-session.js';

/** Most sentences of one session. */
const mostSentences = 50;

/** The body of `POST /practice-sessions`. */
export class CreateSessionDto {
  @ListOf('uuid', {
    minItems: 1,
    maxItems: mostSentences,
    distinct: true,
    description: 'The sentences to practise, in this order.',
  })
  sentence_ids!: string[];
}

/** A practice session. */
class SessionFieldsDto {
  @Uuid()
  practice_session_id!: string;

  @Uuid({ description: 'Who practises.' })
  user_id!: string;

  @Instant()
  created_at!: string;
}

/** A practice session with its records. */
export class PracticeSessionDto extends SessionFieldsDto {
  @ListOf(ListedRecordDto, { description: 'One for each sentence, in the order of the sentences.' })
  practice_records!: ListedRecordDto[];
}

/** A practice session in a list. */
export class ListedSessionDto extends SessionFieldsDto {
  @Whole()
  record_count!: number;

  @Whole({ description: 'Records that have a recording.' })
  recorded_count!: number;

  @Whole({ description: 'Records whose present recording has been analysed.' })
  analyzed_count!: number;
}

/** The answer of `GET /practice-sessions`. */
export class SessionListDto {
  @ListOf(ListedSessionDto, { description: 'The newest first.' })
  practice_sessions!: ListedSessionDto[];

  @Text({ nullable: true, description: 'The `cursor` of the next page; null on the last page.' })
  next_cursor!: string | null;
}

function renderFields({ practice_session_id, user_id, created_at }: StoredSession) {
  return { practice_session_id, user_id, created_at: created_at.toISOString() };
}

/** A session with its records as HTTP answers show it. */
export function renderSession(session: StoredSession, records: readonly ListedRecord[]): PracticeSessionDto {
  return { ...renderFields(session), practice_records: records.map(renderListedRecord) };
}

/** A session of a list as HTTP answers show it. */
export function renderListedSession(session: CountedSession): ListedSessionDto {
  const { record_count, recorded_count, analyzed_count } = session;
  return { ...renderFields(session), record_count, recorded_count, analyzed_count };
}
