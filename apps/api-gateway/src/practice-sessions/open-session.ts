import { Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { randomUUID } from 'node:crypto';
import { AccessService } from '../access/access.service.js';
import { Problem } from '../http/problem.js';
import { findSession, findUnknownSentences, insertSession, type StoredSession } from './stored-session.js';

/** Creates sessions, and finds those that a caller may see. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  /**
   * Creates a session of the caller with one pending record for each sentence, or nothing.
   * @throws Problem `invalid-request` that names the sentences that do not exist
   */
  async create(caller: Principal, sentenceIds: readonly string[]): Promise<StoredSession> {
    const ids = sentenceIds.map((id) => id.toLowerCase());
    await this.access.addUser(caller);
    const session = { practice_session_id: randomUUID(), user_id: caller.userId };
    const stored = await insertSession(this.database, session, ids);
    if (stored) return stored;
    const unknown = await findUnknownSentences(this.database, ids);
    const fields = unknown.map((id) => `sentence_ids.${ids.indexOf(id)}`);
    throw Problem.invalidFields(fields.map((field) => ({ field, message: 'is not the id of a sentence' })));
  }

  /** The session with this id. @throws Problem `not-found` also when the caller may not see it */
  async find(caller: Principal, sessionId: string): Promise<StoredSession> {
    const session = await findSession(this.database, sessionId);
    if (session && (await this.access.maySee(caller, session.user_id, { kind: 'session', id: sessionId })))
      return session;
    throw new Problem(
      'not-found',
      { 'en-US': 'There is no such practice session.', 'zh-TW': '沒有這個練習。' },
      { field: 'practice_session_id' },
    );
  }
}
