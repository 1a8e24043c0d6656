import { runStatement, type Database } from '@vocalborn/database';
import { recordStatusAfter, visibilitySql, type Caller, type RecordStatus } from '@vocalborn/task';
import { pageOf, pageSql, type NewestFirst, type Page, type PagedRow, type PageQueryDto } from '../http/page.js';

/** A practice session as its table holds it. */
export interface StoredSession {
  readonly practice_session_id: string;
  readonly user_id: string;
  readonly created_at: Date;
}

/** A session with the number of its records. */
export interface CountedSession extends StoredSession {
  readonly record_count: number;
  readonly recorded_count: number;
  readonly analyzed_count: number;
}

const columns = 's.practice_session_id, s.user_id, s.created_at';

const newestFirst: NewestFirst = { list: 'sessions', alias: 's', id: 'practice_session_id' };

/** Nothing is inserted unless all sentences exist. */
const insert = {
  name: 'insert-session',
  text: `
    with wanted as (
      select sentence_id, position from unnest($3::uuid[]) with ordinality as wanted (sentence_id, position)
        join sentences using (sentence_id)
    ), session as (
      insert into practice_sessions (practice_session_id, user_id)
      select $1, $2 where (select count(*) from wanted) = cardinality($3::uuid[])
      returning practice_session_id, user_id, created_at
    ), records as (
      insert into practice_records
        (practice_record_id, user_id, practice_session_id, session_position, sentence_id, record_status)
      select gen_random_uuid(), user_id, practice_session_id, position, sentence_id, '${recordStatusAfter.created}'
      from session cross join wanted
    )
    select ${columns} from session s`,
};

const unknownSentences = {
  name: 'find-unknown-sentences',
  text: `select sentence_id from unnest($1::uuid[]) as wanted (sentence_id)
    where not exists (select from sentences s where s.sentence_id = wanted.sentence_id)`,
};

const find = {
  name: 'find-session',
  text: `select ${columns} from practice_sessions s where practice_session_id = $1`,
};

/**
 * Stores a session with one pending record for each sentence, in this order.
 * @param sentenceIds distinct
 * @returns undefined when a sentence does not exist, and then nothing is stored
 */
export async function insertSession(
  database: Database,
  session: Pick<StoredSession, 'practice_session_id' | 'user_id'>,
  sentenceIds: readonly string[],
): Promise<StoredSession | undefined> {
  const values = [session.practice_session_id, session.user_id, sentenceIds];
  const [stored] = await runStatement<StoredSession>(database, insert, values);
  return stored;
}

/** Those of the ids that no sentence has. Index: primary key. */
export async function findUnknownSentences(database: Database, sentenceIds: readonly string[]): Promise<string[]> {
  const rows = await runStatement<{ sentence_id: string }>(database, unknownSentences, [sentenceIds]);
  return rows.map(({ sentence_id }) => sentence_id);
}

/** The session with this id; undefined when it is unknown. Index: primary key. */
export async function findSession(database: Database, sessionId: string): Promise<StoredSession | undefined> {
  const [session] = await runStatement<StoredSession>(database, find, [sessionId]);
  return session;
}

/** The statement of one page. */
function pageStatement(caller: Caller, query: PageQueryDto): { text: string; values: unknown[] } {
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const { key, conditions, end } = pageSql(newestFirst, query, place);
  const all = [
    ...(caller.role === 'admin' ? [] : [visibilitySql(caller.role, 's.user_id', `${place(caller.userId)}::uuid`)]),
    ...conditions,
  ];
  const where = all.length > 0 ? `where ${all.join(' and ')}` : '';
  const text = `
    select found.*, counted.* from (select ${columns}, ${key} from practice_sessions s ${where} ${end}) found
    cross join lateral (
      select count(*)::int as record_count, count(r.audio_key)::int as recorded_count,
        (count(*) filter (where r.record_status = any ('{${analyzed.join(',')}}')))::int as analyzed_count
      from practice_records r where r.practice_session_id = found.practice_session_id
    ) counted
    order by found.created_at desc, found.practice_session_id desc`;
  return { text, values };
}

/** The statuses of a record whose present recording has been analysed. */
const analyzed: readonly RecordStatus[] = [recordStatusAfter.taskSucceeded, 'analyzed'];

/**
 * One page of the sessions that the caller may see, the newest first. Indexes: practice_sessions_by_user, _by_age,
 * practice_records_by_session.
 * @throws WrongCursorError
 */
export async function listSessions(
  database: Database,
  caller: Caller,
  query: PageQueryDto,
): Promise<Page<CountedSession>> {
  const { text, values } = pageStatement(caller, query);
  const rows = await runStatement<CountedSession & PagedRow>(database, { name: '', text }, values);
  return pageOf(newestFirst, query.limit, rows, (row) => row.practice_session_id);
}
