import { Inject, Injectable } from '@nestjs/common';
import { Database, runStatement } from '@vocalborn/database';
import { SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import { Problem } from '../http/problem.js';

/** Index: practice_records_by_user. Reads no more rows than the quota. */
const countRecordings = {
  name: 'count-recordings',
  text: `select count(*)::int as recordings from (
    select from practice_records where user_id = $1 and audio_key is not null limit $2) r`,
};

/** How much one user may have at a time, counted in Postgres. */
@Injectable()
export class UserQuotas {
  /** Most tasks that wait and run; undefined without limits. The statement that accepts a task counts them. */
  readonly mostInFlight: number | undefined;
  readonly #mostRecordings: number | undefined;

  constructor(
    @Inject(SETTINGS) { LIMITS, LIMIT_TASKS_IN_FLIGHT, LIMIT_RECORDINGS }: ApiGatewaySettings,
    private readonly database: Database,
  ) {
    this.mostInFlight = LIMITS === 'on' ? LIMIT_TASKS_IN_FLIGHT : undefined;
    this.#mostRecordings = LIMITS === 'on' ? LIMIT_RECORDINGS : undefined;
  }

  /** Uploads at the same time may pass the limit by their number. @throws Problem `too-many-recordings` */
  async checkRecordings(userId: string): Promise<void> {
    const most = this.#mostRecordings;
    if (most === undefined) return;
    const [row] = await runStatement<{ recordings: number }>(this.database, countRecordings, [userId, most]);
    if (row && row.recordings >= most) {
      throw new Problem('too-many-recordings', {
        'en-US': `At most ${most} recordings are stored for one user.`,
        'zh-TW': `每位使用者最多儲存 ${most} 個錄音。`,
      });
    }
  }
}
